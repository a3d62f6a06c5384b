//! Tests of pagination by link and by number, with and without an envelope, and of servers whose pages never end.

use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::response::Response;
use futures_core::Stream;
use tagsmith_runtime::{AcceptCall, Error, Json, Pages, Paginated, Refusal};

use crate::api::{self, Thing, ThingsError};
use crate::server::{Received, Server, json, reply};
use crate::several;

/// Returns a list of things with these ids.
pub fn list(ids: impl Iterator<Item = i64>) -> String {
    let things: Vec<_> = ids
        .map(|id| format!(r#"{{"id":{id},"name":"x"}}"#))
        .collect();
    format!("[{}]", things.join(","))
}

/// Returns the ids of a page of `count` things.
pub fn ids(call: &Received, count: i64) -> std::ops::Range<i64> {
    let (page, size) = (
        call.number("page").unwrap_or(1),
        call.number("per_page").unwrap_or(30),
    );
    let first = ((page - 1) * size).min(count);
    first..(first + size).min(count)
}

pub fn envelope(call: &Received, count: i64) -> Response {
    let things = list(ids(call, count));
    json(
        200,
        format!(r#"{{"total_count":{count},"things":{things}}}"#),
    )
}

pub fn linked(link: &str, body: String) -> Response {
    reply(
        200,
        &[("link", link), ("content-type", "application/json")],
        body,
    )
}

/// Fetches all pages. Returns their number, or the error that ended the list.
async fn walk<O>(mut pages: Pages<O>) -> Result<usize, (usize, Error<O::Failure>)>
where
    O: Paginated,
{
    let mut count = 0;
    loop {
        match pages.try_next().await {
            Ok(Some(_)) => count += 1,
            Ok(None) => return Ok(count),
            Err(error) => {
                if matches!(error, Error::Refused(_)) {
                    let next = pages.try_next().await;
                    assert!(next.unwrap().is_none(), "it ends with a refusal");
                }
                return Err((count, error));
            }
        }
    }
}

fn refusal((pages, error): (usize, Error<ThingsError>)) -> (usize, Refusal) {
    match error {
        Error::Refused(error) => (pages, error.reason().clone()),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn ten_thousand_items_in_an_envelope_arrive_on_a_hundred_pages() {
    let server = Server::start(|call| envelope(call, 10_000)).await;
    let mut items = api::client(&server.url).list().per_page(100).items();
    let mut next = 0;
    while let Some(item) = items.try_next().await.unwrap() {
        assert_eq!(item.id, next);
        next += 1;
    }
    assert_eq!(next, 10_000);
    let received = server.received();
    assert_eq!(received.len(), 100);
    assert_eq!(received[0].target, "/things?per_page=100");
    assert_eq!(received[99].target, "/things?per_page=100&page=100");
}

#[tokio::test]
async fn ten_thousand_items_by_link_arrive_on_a_hundred_pages() {
    let server = Server::knowing_itself(|own| {
        move |call| {
            let page = call.number("page").unwrap_or(1);
            let link = format!(
                "<{own}/all?per_page=100&page=100>; rel=\"last\", <{own}/all?per_page=100&page={}>; rel=\"next\"",
                page + 1
            );
            let last = format!("<{own}/all?per_page=100&page=1>; rel=\"first\"");
            linked(if page < 100 { &link } else { &last }, list(ids(call, 10_000)))
        }
    })
    .await;
    let mut items = api::client(&server.url).list_all().per_page(100).items();
    let mut count = 0;
    while let Some(item) = items.try_next().await.unwrap() {
        assert_eq!(item.id, count);
        count += 1;
    }
    assert_eq!((count, server.received().len()), (10_000, 100));
    assert!(
        server
            .received()
            .iter()
            .all(|call| call.header("authorization").is_some())
    );
}

#[tokio::test]
async fn pages_are_streams_of_responses() {
    let server = Server::start(|call| json(200, list(ids(call, 65)))).await;
    let mut pages = pin!(api::client(&server.url).list_all().pages());
    let mut sizes = Vec::new();
    while let Some(page) = std::future::poll_fn(|it| pages.as_mut().poll_next(it)).await {
        sizes.push(page.unwrap().len());
    }
    assert_eq!(sizes, [30, 30, 5]);
    assert_eq!(server.received().len(), 3);
}

#[tokio::test]
async fn numbered_pages_end_with_an_empty_page_a_short_page_or_the_total() {
    for (count, with_total, without) in [(0, 1, 1), (29, 1, 1), (30, 1, 2), (31, 2, 2), (60, 2, 3)]
    {
        let server = Server::start(move |call| match call.target.starts_with("/all") {
            true => json(200, list(ids(call, count))),
            false => envelope(call, count),
        })
        .await;
        let client = api::client(&server.url);
        assert_eq!(
            walk(client.list().pages()).await.unwrap(),
            with_total,
            "{count}"
        );
        assert_eq!(
            walk(client.list_all().pages()).await.unwrap(),
            without,
            "{count}"
        );
    }
}

#[tokio::test]
async fn numbered_pages_begin_at_the_requested_page_and_cap_the_page_size() {
    let server = Server::start(|call| envelope(call, 50)).await;
    let client = api::client(&server.url);
    assert_eq!(
        walk(client.list().page(3).per_page(20).pages())
            .await
            .unwrap(),
        1
    );
    assert_eq!(server.received()[0].target, "/things?page=3&per_page=20");

    let server = Server::start(|call| {
        let first = (call.number("page").unwrap_or(1) - 1) * 100;
        json(200, list(first..(first + 100).min(150)))
    })
    .await;
    let client = api::client(&server.url);
    assert_eq!(
        walk(client.list_all().per_page(500).pages()).await.unwrap(),
        2
    );
}

#[tokio::test]
async fn an_undecodable_item_does_not_end_the_list() {
    let server = Server::start(|call| match call.number("page") {
        None => json(200, list(0..30).replace(r#"{"id":3,"name":"x"}"#, "null")),
        Some(_) => json(200, list(30..31)),
    })
    .await;
    let client: api::Client = api::builder(&server.url).drift(|_| ()).build().unwrap();
    let mut items = client.list_all().items();
    let mut count = 0;
    while items.try_next().await.unwrap().is_some() {
        count += 1;
    }
    assert_eq!(count, 30);
}

#[tokio::test]
async fn a_total_that_is_not_sent_does_not_end_the_list() {
    let server =
        Server::start(|call| json(200, format!(r#"{{"things":{}}}"#, list(ids(call, 40))))).await;
    let client: api::Client = api::builder(&server.url).drift(|_| ()).build().unwrap();
    assert_eq!(walk(client.list().pages()).await.unwrap(), 2);
}

#[tokio::test]
async fn a_server_that_ignores_the_page_number_is_detected() {
    let server = Server::start(|_| json(200, list(0..30))).await;
    let error = walk(api::client(&server.url).list_all().pages())
        .await
        .unwrap_err();
    let (pages, reason) = refusal(error);
    assert!(matches!(reason, Refusal::PageAgain { .. }), "{reason:?}");
    assert_eq!((pages, server.received().len()), (11, 11));
}

#[tokio::test]
async fn a_cycle_of_numbered_pages_is_detected() {
    let server = Server::start(|call| {
        let page = call.number("page").unwrap_or(1) % 3;
        json(200, list(page..page + 30))
    });
    let client = api::client(&server.await.url);
    let error = walk(client.list_all().pages()).await.unwrap_err();
    let (pages, reason) = refusal(error);
    assert!(matches!(reason, Refusal::PageAgain { .. }), "{reason:?}");
    assert_eq!(pages, 13);
}

#[tokio::test]
async fn pages_with_equal_content_are_not_a_cycle() {
    let same = || list(std::iter::repeat_n(7, 30));
    let server = Server::start(move |call| match call.number("page").unwrap_or(1) {
        ..5 => json(200, same()),
        5 => json(200, list(0..30)),
        6..9 => json(200, same()),
        _ => json(200, list(0..3)),
    });
    let client = api::client(&server.await.url);
    assert_eq!(walk(client.list_all().pages()).await.unwrap(), 9);
}

#[tokio::test]
async fn a_page_on_another_host_is_not_fetched() {
    let away = Server::start(|_| json(200, "[]")).await;
    for link in [
        format!("<{}/all?page=2&secret>; rel=\"next\"", away.url),
        "<https://127.0.0.1/all>; rel=\"next\"".to_owned(),
        "<//example.org/all>; rel=\"next\"".to_owned(),
    ] {
        let server = Server::start(move |_| linked(&link, list(0..30))).await;
        let error = walk(api::client(&server.url).list_all().pages())
            .await
            .unwrap_err();
        let line = error.1.to_string();
        assert!(!line.contains("secret"), "{line}");
        assert!(line.contains("set `rebase_links(true)`"), "{line}");
        let (pages, reason) = refusal(error);
        assert_eq!(pages, 1, "the page that came is not lost");
        assert!(
            matches!(reason, Refusal::PageElsewhere { .. }),
            "{reason:?}"
        );
    }
    assert!(away.received().is_empty());
}

/// Starts a server of three pages with links of this form. `{own}` is the server, and `{page}` the next page.
async fn three_pages(form: &'static str) -> Server {
    Server::knowing_itself(move |own| {
        move |call| {
            let page = call.number("page").unwrap_or(1);
            let next = (page + 1).to_string();
            let link = form.replace("{own}", &own).replace("{page}", &next);
            let link = match page < 3 {
                true => format!("<{link}>; rel=\"next\""),
                false => "</all>; rel=\"first\"".to_owned(),
            };
            linked(&link, list(page..page + 1))
        }
    })
    .await
}

#[tokio::test]
async fn a_rebased_link_is_requested_from_the_base_url_with_its_path_and_query() {
    let away = Server::start(|_| json(200, "[]")).await;
    let port = away.url.rsplit(':').next().unwrap();
    for (form, target) in [
        (
            "https://ghes.example.org/api/v3/all?page={page}&a=%2F+b",
            "/api/v3/all?page={page}&a=%2F+b",
        ),
        ("//127.0.0.1:PORT/all?page={page}", "/all?page={page}"),
        (
            "http://user:secret@127.0.0.1:PORT/all?page={page}#x",
            "/all?page={page}",
        ),
        ("all?page={page}", "/all?page={page}"),
        ("{own}/all?page={page}", "/all?page={page}"),
        ("{own}//all?page={page}", "//all?page={page}"),
        ("https://h//all?page={page}", "//all?page={page}"),
    ] {
        let form = form.replace("PORT", port).leak();
        let server = three_pages(form).await;
        let builder = api::builder(&server.url).rebase_links(true);
        let client: api::Client = builder.build().unwrap();
        let pages = walk(client.list_all().pages()).await;
        assert_eq!(pages.unwrap(), 3, "{form}");
        let received = server.received();
        let targets: Vec<_> = received.iter().map(|it| it.target.as_str()).collect();
        let expected = ["2", "3"].map(|page| target.replace("{page}", page));
        assert_eq!(targets, ["/all", &expected[0], &expected[1]], "{form}");
        let token = |it: &Received| it.header("authorization") == Some("Bearer canary");
        assert!(received.iter().all(token), "{form}");
    }
    assert!(away.received().is_empty());
}

#[tokio::test]
async fn a_link_that_is_not_an_http_url_is_refused_even_if_links_are_rebased() {
    for link in [
        "<file:///etc/passwd>; rel=\"next\"",
        "<data:,x>; rel=\"next\"",
        "<https://>; rel=\"next\"",
    ] {
        let server = Server::start(move |_| linked(link, list(0..30))).await;
        for rebase in [false, true] {
            let builder = api::builder(&server.url).rebase_links(rebase);
            let client: api::Client = builder.build().unwrap();
            let error = walk(client.list_all().pages()).await.unwrap_err();
            assert_eq!(refusal(error), (1, Refusal::BadPageLink), "{link}");
        }
    }
}

#[tokio::test]
async fn a_path_that_begins_with_two_slashes_is_not_a_host() {
    let server = three_pages("{own}//all?page={page}").await;
    let client = api::client(&server.url);
    assert_eq!(walk(client.list_all().pages()).await.unwrap(), 3);
    assert_eq!(server.received()[1].target, "//all?page=2");
}

#[tokio::test]
async fn a_cycle_of_page_links_is_detected() {
    // A row lists the next page of each page. The last number is the page that the last page links to.
    for (way, fetched) in [
        (&[1][..], 1),
        (&[2, 2], 2),
        (&[2, 3, 2], 3),
        (&[2, 3, 1], 4),
    ] {
        let server = Server::start(move |call| {
            let page = call.number("page").unwrap_or(1);
            let next = way[usize::try_from(page - 1).unwrap()];
            let query = if next == 1 && way.len() == 1 {
                ""
            } else {
                &format!("?page={next}")
            };
            linked(
                &format!("</all{query}>; rel=\"next\""),
                list(page..page + 30),
            )
        })
        .await;
        let error = walk(api::client(&server.url).list_all().pages())
            .await
            .unwrap_err();
        let (pages, reason) = refusal(error);
        assert!(matches!(reason, Refusal::PageAgain { .. }), "{reason:?}");
        assert_eq!(pages, fetched, "{way:?}");
    }
}

#[tokio::test]
async fn empty_pages_are_skipped_up_to_a_limit() {
    let server = Server::start(|call| match call.number("page").unwrap_or(1) {
        page @ ..5 => linked(
            &format!("</all?page={}>; rel=\"next\"", page + 1),
            "[]".to_owned(),
        ),
        _ => json(200, list(0..3)),
    })
    .await;
    let mut items = api::client(&server.url).list_all().items();
    assert_eq!(items.try_next().await.unwrap().unwrap().id, 0);

    let server = Server::start(|call| {
        let page = call.number("page").unwrap_or(1);
        linked(
            &format!("</all?page={}>; rel=\"next\"", page + 1),
            "[]".to_owned(),
        )
    })
    .await;
    let error = walk(api::client(&server.url).list_all().pages())
        .await
        .unwrap_err();
    assert_eq!(refusal(error), (101, Refusal::EmptyPages { pages: 101 }));
}

#[tokio::test]
async fn an_error_follows_the_pages_before_it() {
    let server = Server::start(|call| match call.number("page") {
        None => json(200, list(0..30)),
        Some(_) => json(500, "{}"),
    })
    .await;
    let (pages, error) = walk(api::client(&server.url).list_all().pages())
        .await
        .unwrap_err();
    assert_eq!((pages, error.status().unwrap().as_u16()), (1, 500));
}

#[tokio::test]
async fn a_success_without_a_page_does_not_end_the_list() {
    for (status, body) in [
        (202, ""),
        (202, "\n"),
        (202, "[]"),
        (203, "[]"),
        (204, ""),
        (205, ""),
    ] {
        for reads_ahead in [false, true] {
            let failed = AtomicBool::new(false);
            let server = Server::start(move |call| match call.number("page") {
                Some(2) if !failed.swap(true, Ordering::Relaxed) => json(status, body),
                _ => json(200, list(ids(call, 70))),
            })
            .await;
            let operation = api::client(&server.url).list_all();
            let mut items = match reads_ahead {
                true => operation.items().read_ahead(),
                false => operation.items(),
            };
            let (mut count, mut errors) = (0, Vec::new());
            loop {
                match items.try_next().await {
                    Ok(Some(item)) => {
                        assert_eq!(item.id, count);
                        count += 1;
                    }
                    Ok(None) => break,
                    Err(error) => errors.push((count, error.to_string())),
                }
            }
            assert_eq!(count, 70);
            let [(30, line)] = &errors[..] else {
                panic!("{errors:?}");
            };
            let start = format!("things/list-all: undeclared status {status} ");
            assert!(line.starts_with(&start), "{line}");
            let is_empty = line.ends_with("the body is empty");
            assert_eq!(is_empty, body.trim().is_empty(), "{line}");
        }
    }
    // A declared status must have its body too.
    let server = Server::start(|_| json(200, " ")).await;
    let mut pages = api::client(&server.url).list().pages();
    let error = pages.try_next().await.unwrap_err().to_string();
    assert_eq!(error, "things/list: 200 OK: the body is empty");
}

#[tokio::test]
async fn a_declared_status_without_its_body_is_not_a_page() {
    let server = Server::start(|_| json(202, "")).await;
    let client = api::client(&server.url);
    assert!(several::list_soon(&client).await.unwrap().is_empty());
    let (pages, error) = walk(several::list_soon(&client).pages()).await.unwrap_err();
    let line = "things/list-soon: 202 Accepted: the body is empty";
    assert_eq!((pages, error.to_string().as_str()), (0, line));
    let server = Server::start(|_| json(204, "")).await;
    let walked = walk(several::list_if_any(&api::client(&server.url)).pages()).await;
    assert_eq!(walked.unwrap(), 1);
}

#[tokio::test]
async fn pages_of_another_media_type_are_lists() {
    let server = Server::start(|call| json(200, list(ids(call, 70)))).await;
    let client = api::client(&server.url);
    let starred = "application/vnd.github.star+json";
    let stars = || AcceptCall::<_, Json<Vec<Thing>>>::new(client.list().per_page(30), starred);
    assert_eq!(walk(stars().pages()).await.unwrap(), 3);
    let mut items = stars().items();
    let mut count = 0;
    while let Some(item) = items.try_next().await.unwrap() {
        assert_eq!(item.id, count);
        count += 1;
    }
    assert_eq!(count, 70);
    let calls = server.received();
    assert!(calls.iter().all(|it| it.header("accept") == Some(starred)));
}
