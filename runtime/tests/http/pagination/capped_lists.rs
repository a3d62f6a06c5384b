//! Tests of lists with more items than their server returns, as in GitHub's search.

use axum::response::Response;
use tagsmith_runtime::{Defaults, Error, Refusal};

use crate::api::{self, Client, ListThings};
use crate::pagination::pages::{envelope, list};
use crate::server::{Received, Server, json, reply};

static DEFAULTS: Defaults = Defaults::new("https://api.example.org", "things/1.0").result_cap(100);

fn client(server: &Server) -> Client {
    api::preset(&DEFAULTS, &server.url).build().unwrap()
}

/// Responds as GitHub's search does: page links end at the cap, and pages beyond the cap are refused.
fn search(call: &Received, count: i64, has_links: bool) -> Response {
    let (page, size) = (
        call.number("page").unwrap_or(1),
        call.number("per_page").unwrap_or(30),
    );
    let first = (page - 1) * size;
    if first >= 100 {
        let problem = r#"{"message":"Only the first 100 search results are available"}"#;
        return json(422, problem);
    }
    let end = (first + size).min(count).min(100);
    let things = list(first..end.max(first));
    let body = format!(r#"{{"total_count":{count},"things":{things}}}"#);
    let next = format!("</things?per_page={size}&page={}>; rel=\"next\"", page + 1);
    let link = if end < count.min(100) {
        &next
    } else {
        "</things>; rel=\"first\""
    };
    match has_links {
        true => reply(
            200,
            &[("link", link), ("content-type", "application/json")],
            body,
        ),
        false => json(200, body),
    }
}

/// Returns the number of items, and the error that ended the list.
async fn walk(call: ListThings) -> (usize, Option<Refusal>) {
    let mut items = call.items();
    let mut count = 0;
    loop {
        match items.try_next().await {
            Ok(Some(_)) => count += 1,
            Ok(None) => return (count, None),
            Err(Error::Refused(error)) => {
                assert!(items.try_next().await.unwrap().is_none(), "it has ended");
                return (count, Some(error.reason().clone()));
            }
            Err(error) => panic!("{error}"),
        }
    }
}

#[tokio::test]
async fn a_list_that_the_server_cuts_off_ends_with_an_error() {
    for has_links in [true, false] {
        for (size, requests) in [(30, 4), (100, 1), (25, 4)] {
            let server = Server::start(move |it| search(it, 3000, has_links)).await;
            let (count, end) = walk(client(&server).list().per_page(size)).await;
            let (items, total) = (100, Some(3000));
            let expected = Some(Refusal::Truncated { items, total });
            assert_eq!((count, end), (100, expected), "{has_links} {size}");
            // Without page links, only the refusal of the next page shows the end.
            let refused = usize::from(!has_links);
            assert_eq!(server.received().len(), requests + refused);
        }
    }
}

#[tokio::test]
async fn the_error_contains_advice() {
    let server = Server::start(|it| search(it, 3000, true)).await;
    let mut pages = client(&server).list().per_page(100).pages();
    assert!(pages.try_next().await.unwrap().is_some());
    let line = pages.try_next().await.unwrap_err().to_string();
    assert_eq!(
        line,
        "things/list: the server returns no more than 100 items of 3000; narrow the query, for example to a \
         shorter date range"
    );
    assert!(pages.position().is_end());
}

#[tokio::test]
async fn a_complete_list_ends_without_an_error() {
    for count in [0, 1, 99, 100] {
        let server = Server::start(move |it| search(it, count, true)).await;
        let all = usize::try_from(count).unwrap();
        assert_eq!(walk(client(&server).list()).await, (all, None));
    }
    // A list may be longer than the API's cap, if the server does not apply the cap to the operation.
    for count in [101, 250] {
        let server = Server::start(move |it| envelope(it, count)).await;
        let all = usize::try_from(count).unwrap();
        assert_eq!(walk(client(&server).list()).await, (all, None));
    }
}

#[tokio::test]
async fn a_different_total_alone_does_not_mean_truncation() {
    // Items were removed in the meantime, within the cap and beyond it.
    for (count, total) in [(90, 95), (150, 160)] {
        let server = Server::start(move |it| {
            let page = it.number("page").unwrap_or(1);
            let things = list((page - 1) * 50..(page * 50).min(count));
            let body = format!(r#"{{"total_count":{total},"things":{things}}}"#);
            let next = format!("</things?page={}>; rel=\"next\"", page + 1);
            let link = if page * 50 < count {
                next.as_str()
            } else {
                "</>; rel=\"first\""
            };
            reply(
                200,
                &[("link", link), ("content-type", "application/json")],
                body,
            )
        })
        .await;
        let all = usize::try_from(count).unwrap();
        assert_eq!(walk(client(&server).list()).await, (all, None));
    }
}

#[tokio::test]
async fn an_unrelated_422_is_the_operations_own_error() {
    let server = Server::start(|it| match it.number("page") {
        Some(2) => json(422, r#"{"message":"Validation Failed"}"#),
        _ => envelope(it, 3000),
    })
    .await;
    let mut pages = client(&server).list().per_page(30).pages();
    pages.try_next().await.unwrap();
    let error = pages.try_next().await.unwrap_err();
    assert!(matches!(error, Error::Api(_)), "{error}");
    // A refused first page is returned as the operation's own error.
    let server = Server::start(|_| json(422, r#"{"message":"Only the first 100"}"#)).await;
    let client = client(&server);
    let mut pages = client.list().page(9).pages();
    let error = pages.try_next().await.unwrap_err();
    assert_eq!(error.message(), Some("Only the first 100"));
}

#[tokio::test]
async fn without_a_cap_there_is_no_truncation() {
    let server = Server::start(|it| search(it, 3000, true)).await;
    let call = api::client(&server.url).list().per_page(100);
    assert_eq!(walk(call).await, (100, None));
}
