//! Mocks of golden crates, for every kind of response and parameter.

use super::crates;

#[tokio::test]
async fn each_kind_of_response_can_be_mocked() {
    use crates::empty_responses::mock::Mock;
    let mock = Mock::start().await;
    let things = mock.client().things();
    mock.things().accept().returns(());
    assert_eq!(things.accept().await.unwrap().status(), 202);
    mock.things().drop().returns(());
    assert_eq!(things.drop().await.unwrap().status(), 204);
    let seat = mock.things().seat();
    seat.returns(None).then().returns(Some("a".to_owned()));
    assert_eq!(*things.seat().await.unwrap(), None);
    assert_eq!(things.seat().await.unwrap().as_deref(), Some("a"));
    mock.things().two().returns(7);
    assert_eq!(*things.two().await.unwrap(), 7);
}

#[tokio::test]
async fn a_response_by_status_has_the_status_of_its_variant() {
    use crates::responses_by_status::mock::Mock;
    use crates::responses_by_status::things::{MakeByStatus, ReportByStatus};
    let mock = Mock::start().await;
    let things = mock.client().things();
    mock.things()
        .make()
        .returns(MakeByStatus::Ok(Default::default()))
        .then()
        .returns(MakeByStatus::Accepted(Default::default()))
        .then()
        .returns(MakeByStatus::NoContent);
    for status in [200, 202, 204] {
        let response = things.make().await.unwrap();
        assert_eq!(response.status(), status);
    }
    let redirect = mock.redirect("/elsewhere?a=b");
    mock.things()
        .report()
        .returns(ReportByStatus::Found(redirect));
    let response = things.report().await.unwrap();
    let ReportByStatus::Found(redirect) = &*response else {
        panic!("{response:?}");
    };
    assert_eq!(redirect.url(), format!("{}/elsewhere?a=b", mock.url()));
}

#[tokio::test]
async fn a_redirect_leads_to_a_served_file() {
    use crates::redirects::mock::Mock;
    let mock = Mock::start().await;
    let archive = mock.serves("/files/ü 1.zip", vec![0, 255, 1]);
    mock.things().archive().returns(archive);
    let archive = mock.client().things().archive().await.unwrap();
    assert_eq!(archive.status(), 302);
    assert_eq!(archive.fetch().await.unwrap()[..], [0, 255, 1]);
    assert_eq!(mock.calls()[1].operation(), None);
    mock.verify();
}

#[tokio::test]
async fn texts_and_bytes_are_unchanged() {
    use crates::media_types::mock::{Binary, Mock, Text};
    let mock = Mock::start().await;
    let things = mock.client().things();
    mock.things().zen().returns("Ünd so".to_owned());
    assert_eq!(*things.zen().await.unwrap(), "Ünd so");
    mock.things().get().with_per_page(3).returns(Vec::new());
    mock.things()
        .get()
        .matching(|it| it.header("accept") == Some("application/vnd.github.diff"))
        .returns_as::<Text>("+a".to_owned());
    mock.things()
        .get()
        .matching(|it| it.header("accept") == Some("application/zip"))
        .returns_as::<Binary>(vec![7].into());
    assert_eq!(*things.get().diff().await.unwrap(), "+a");
    assert_eq!(things.get().zip().await.unwrap()[..], [7]);
    assert!(things.get().per_page(3).await.unwrap().is_empty());
    assert_eq!(things.get().await.unwrap_err().status().unwrap(), 501);
}

#[tokio::test]
async fn parameters_are_matched_in_path_query_and_headers() {
    use crates::segments_and_headers::mock::Mock;
    let mock = Mock::start().await;
    let things = mock.client().things();
    mock.things()
        .get()
        .with_path("a b/ü/at")
        .with_id(7)
        .with_if_version(3)
        .with_x_trace("t")
        .returns(());
    let call = || things.get("a b/ü/at", 7, 3);
    assert!(call().x_trace("t").await.is_ok());
    assert!(call().x_trace("u").await.is_err());
    assert!(things.get("a b/ü", 7, 3).x_trace("t").await.is_err());

    use crates::list_parameters::mock::Mock as Lists;
    let mock = Lists::start().await;
    let things = mock.client().things();
    let owners = || vec!["a".to_owned(), "b,c".to_owned()];
    mock.things()
        .get()
        .with_ids(vec![1, 2])
        .with_owner(owners())
        .with_fields(vec!["x".to_owned(), "y".to_owned()])
        .with_sort(Vec::new())
        .returns(());
    let call = || things.get([1, 2], owners()).fields(["x", "y"]);
    assert!(call().await.is_ok());
    assert!(call().fields(["y", "x"]).await.is_err());
    assert!(call().sort(["size"]).await.is_err());
}

#[tokio::test]
async fn pages_are_linked_with_and_without_numbers() {
    use crates::pagination::mock::Mock;
    let mock = Mock::start().await;
    let things = mock.client().things();
    mock.things().walk().returns_pages([vec![1, 2], vec![3]]);
    let list = [vec!["a".to_owned()], vec!["b".to_owned()], Vec::new()];
    mock.things().list().returns_pages(list);
    let mut items = things.walk().items();
    let mut numbers = Vec::new();
    while let Some(number) = items.try_next().await.unwrap() {
        numbers.push(number);
    }
    assert_eq!(numbers, [1, 2, 3]);
    let mut pages = things.list().per_page(1).pages();
    let mut sizes = Vec::new();
    while let Some(page) = pages.try_next().await.unwrap() {
        sizes.push(page.len());
    }
    assert_eq!(sizes, [1, 1, 0]);
}

#[tokio::test]
async fn bodies_that_are_not_json_are_matched_too() {
    use crates::bodies_of_other_types::mock::Mock;
    let mock = Mock::start().await;
    let things = mock.client().things();
    mock.things()
        .render()
        .sending("ü")
        .returns("<p>ü".to_owned());
    mock.things().upload().sending(vec![0, 255]).returns(());
    mock.things().render_either().sending("a").returns(());
    let body = crates::bodies_of_other_types::types::A::default().a("b");
    mock.things().create().sending(body.clone()).returns(());
    assert_eq!(*things.render("ü").await.unwrap(), "<p>ü");
    assert!(things.render("u").await.is_err());
    // The mock also receives calls of an operation with its own server.
    assert!(things.upload(vec![0, 255]).await.is_ok());
    assert!(things.render_either().x_markdown("a").await.is_ok());
    assert!(things.create().body(body).await.is_ok());
    assert!(things.create().await.is_err());
}
