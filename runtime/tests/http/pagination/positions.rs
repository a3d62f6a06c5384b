//! Tests of resuming pages and items, after an error and in a different process.

use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering};

use futures_core::Stream;
use serde_json::{Value as Json, json};
use tagsmith_runtime::{Error, Items, Pages, Position, Refusal};

use crate::api::{self, Client, ListAll, ThingsError};
use crate::pagination::pages::{ids, linked, list};
use crate::server::{Server, json as response, reply};

/// Starts a server with this many things, paginated by number.
async fn numbered(count: i64) -> Server {
    Server::start(move |call| response(200, list(ids(call, count)))).await
}

/// Starts a server with 95 things, paginated by link.
async fn by_link() -> Server {
    Server::start(|call| match call.number("page").unwrap_or(1) {
        page @ ..4 => linked(
            &format!("</all?after=x%2F&page={}#top>; rel=\"next\"", page + 1),
            list(ids(call, 95)),
        ),
        _ => linked("</all>; rel=\"first\"", list(ids(call, 95))),
    })
    .await
}

/// Serializes a position and deserializes it.
fn stored(position: &Position) -> Position {
    let json = serde_json::to_string(position).unwrap();
    assert!(
        !json.contains("canary") && !json.contains("127.0.0.1"),
        "{json}"
    );
    let read = serde_json::from_str(&json).unwrap();
    assert_eq!(*position, read);
    read
}

/// Returns a position after changing its JSON.
fn changed(position: &Position, name: &str, value: Json) -> Position {
    let mut json = serde_json::to_value(position).unwrap();
    json[name] = value;
    serde_json::from_value(json).unwrap()
}

async fn rest(mut items: Items<ListAll>) -> Vec<i64> {
    let mut ids = Vec::new();
    while let Some(item) = items.try_next().await.unwrap() {
        ids.push(item.id);
    }
    ids
}

async fn next<S: Stream>(mut stream: Pin<&mut S>) -> Option<S::Item> {
    std::future::poll_fn(|context| stream.as_mut().poll_next(context)).await
}

#[tokio::test]
async fn pages_resume_from_any_position() {
    for server in [numbered(95).await, by_link().await] {
        let client = api::client(&server.url);
        let mut pages = client.list_all().pages();
        let mut positions = vec![stored(&pages.position())];
        while pages.try_next().await.unwrap().is_some() {
            positions.push(stored(&pages.position()));
        }
        assert_eq!(positions.len(), 5);
        for (page, position) in positions.into_iter().enumerate() {
            assert_eq!(position.is_end(), page == 4);
            let client = api::client(&server.url);
            let before = server.received().len();
            let mut pages = Pages::resume(client.list_all(), position);
            let mut first = Vec::new();
            while let Some(page) = pages.try_next().await.unwrap() {
                first.push(page[0].id);
            }
            let expected: Vec<i64> = (page as i64..4).map(|page| page * 30).collect();
            assert_eq!(first, expected);
            assert_eq!(server.received().len() - before, 4 - page);
        }
    }
}

#[tokio::test]
async fn items_resume_from_any_position() {
    for server in [numbered(95).await, by_link().await] {
        let client = api::client(&server.url);
        let mut items = client.list_all().items();
        for taken in 0..=95 {
            if taken % 7 == 0 || (28..32).contains(&taken) || taken > 88 {
                let position = stored(&items.position());
                let resumed = Items::resume(client.list_all(), position.clone());
                assert_eq!(resumed.position(), position);
                assert_eq!(rest(resumed).await, Vec::from_iter(taken..95));
            }
            let item = items.try_next().await.unwrap();
            assert_eq!(item.map(|it| it.id), (taken < 95).then_some(taken));
        }
        assert!(items.position().is_end());
        let ended = Items::resume(client.list_all(), stored(&items.position()));
        assert!(rest(ended).await.is_empty());
    }
}

#[tokio::test]
async fn a_total_counts_the_items_before_the_position() {
    let server = Server::start(|call| {
        let things = list(ids(call, 60));
        response(200, format!(r#"{{"total_count":60,"things":{things}}}"#))
    })
    .await;
    let client = api::client(&server.url);
    let mut pages = client.list().pages();
    pages.try_next().await.unwrap().unwrap();
    let mut pages = Pages::resume(client.list(), stored(&pages.position()));
    assert_eq!(pages.try_next().await.unwrap().unwrap().total_count, 60);
    assert!(pages.try_next().await.unwrap().is_none());
    assert_eq!(server.received().len(), 2);
}

/// Starts a server whose third page fails until the test clears a flag.
async fn failing() -> (Server, &'static AtomicBool) {
    let fails: &AtomicBool = Box::leak(Box::new(AtomicBool::new(true)));
    let server = Server::start(move |call| match call.number("page") {
        Some(3) if fails.load(Ordering::Relaxed) => reply(502, &[], "<html>"),
        _ => response(200, list(ids(call, 95))),
    })
    .await;
    (server, fails)
}

#[tokio::test]
async fn an_error_loses_no_page() {
    for reads_ahead in [false, true] {
        let (server, fails) = failing().await;
        let pages = api::client(&server.url).list_all().pages();
        let mut pages = if reads_ahead {
            pages.read_ahead()
        } else {
            pages
        };
        for _ in 0..2 {
            pages.try_next().await.unwrap().unwrap();
        }
        for _ in 0..2 {
            let error = pages.try_next().await.unwrap_err();
            assert_eq!(error.status().unwrap(), 502);
        }
        let position = stored(&pages.position());
        fails.store(false, Ordering::Relaxed);
        assert_eq!(pages.try_next().await.unwrap().unwrap()[0].id, 60);
        assert_eq!(pages.try_next().await.unwrap().unwrap()[0].id, 90);
        assert!(pages.try_next().await.unwrap().is_none());
        let resumed = Items::resume(api::client(&server.url).list_all(), position);
        assert_eq!(rest(resumed).await, Vec::from_iter(60..95));
    }
}

#[tokio::test]
async fn a_stream_ends_after_an_error_and_its_pages_can_be_continued() {
    let (server, fails) = failing().await;
    let client = api::client(&server.url);
    let mut pages = pin!(client.list_all().pages());
    for _ in 0..2 {
        next(pages.as_mut()).await.unwrap().unwrap();
    }
    assert!(next(pages.as_mut()).await.unwrap().is_err());
    assert!(next(pages.as_mut()).await.is_none());
    assert!(next(pages.as_mut()).await.is_none());
    assert!(pages.try_next().await.is_err());

    let mut items = pin!(client.list_all().items());
    for _ in 0..60 {
        next(items.as_mut()).await.unwrap().unwrap();
    }
    assert!(next(items.as_mut()).await.unwrap().is_err());
    assert!(next(items.as_mut()).await.is_none());
    fails.store(false, Ordering::Relaxed);
    assert_eq!(pages.try_next().await.unwrap().unwrap()[0].id, 60);
    assert_eq!(next(pages.as_mut()).await.unwrap().unwrap()[0].id, 90);
    assert_eq!(items.try_next().await.unwrap().unwrap().id, 60);
}

#[tokio::test]
async fn after_a_refused_link_the_position_is_that_of_the_page_with_the_link() {
    let server = Server::start(|call| {
        let link = "<https://example.org/all>; rel=\"next\"";
        linked(link, list(ids(call, 30)))
    })
    .await;
    let client = api::client(&server.url);
    let mut items = client.list_all().items();
    for _ in 0..30 {
        items.try_next().await.unwrap().unwrap();
    }
    for _ in 0..2 {
        let position = stored(&items.position());
        let mut resumed = Items::resume(client.list_all(), position);
        let error = resumed.try_next().await.err().unwrap();
        assert!(matches!(error, Error::Refused(_)), "{error}");
        let _ = items.try_next().await;
    }
}

/// Returns why a position is refused.
async fn refused(client: &Client, position: Position) -> Error<ThingsError> {
    let mut pages = Pages::resume(client.list_all(), position.clone());
    let error = pages.try_next().await.err().unwrap();
    assert!(pages.try_next().await.unwrap().is_none());
    let mut items = pin!(Items::resume(client.list_all(), position));
    assert!(next(items.as_mut()).await.unwrap().is_err());
    assert!(next(items.as_mut()).await.is_none());
    error
}

#[tokio::test]
async fn a_position_of_another_call_is_refused() {
    let server = numbered(95).await;
    let client = api::client(&server.url);
    let others = [
        (client.list().pages().position(), "`things/list`"),
        (
            client.list_all().per_page(5).pages().position(),
            "a call with different arguments",
        ),
        (
            changed(
                &client.list_all().pages().position(),
                "operation",
                json!("a\nb"),
            ),
            "`a b`",
        ),
    ];
    for (position, expected) in others {
        let error = refused(&client, position).await;
        assert!(matches!(error, Error::Argument(_)), "{error:?}");
        let expected = format!("things/list-all: the position belongs to {expected}");
        assert_eq!(error.to_string(), expected);
    }
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn a_position_that_leads_to_another_host_is_refused() {
    let away = numbered(95).await;
    let server = numbered(95).await;
    let client = api::client(&server.url);
    let position = client.list_all().pages().position();
    let host = away.url.strip_prefix("http:").unwrap();
    for link in [
        away.url.clone(),
        host.to_owned(),
        format!("/\\{}", &host[2..]),
        server.url.replace("http:", "https:"),
        server.url.replace("127.0.0.1", "localhost"),
    ] {
        let position = changed(&position, "next", json!({ "link": link }));
        let Error::Refused(error) = refused(&client, position).await else {
            panic!("{link}")
        };
        let is_elsewhere = matches!(error.reason(), Refusal::PageElsewhere { .. });
        assert!(is_elsewhere, "{link}: {error}");
    }
    for link in ["http://[", "file:///etc/passwd"] {
        let position = changed(&position, "next", json!({ "link": link }));
        let Error::Refused(error) = refused(&client, position).await else {
            panic!("{link}")
        };
        assert_eq!(*error.reason(), Refusal::BadPageLink);
    }
    assert!(away.received().is_empty() && server.received().is_empty());
}

#[tokio::test]
async fn a_position_cannot_contain_a_credential() {
    let server = numbered(95).await;
    let client = api::client(&server.url);
    let position = client.list_all().pages().position();
    let own = server.url.replace("//", "//me:secret@");
    let position = changed(
        &position,
        "next",
        json!({ "link": format!("{own}/all?page=4") }),
    );
    let items = Items::resume(client.list_all(), position);
    assert_eq!(rest(items).await, [90, 91, 92, 93, 94]);
    let call = &server.received()[0];
    assert_eq!(call.header("authorization"), Some("Bearer canary"));
}

#[tokio::test]
async fn positions_of_other_versions_and_changed_ones_are_accepted_where_possible() {
    let server = numbered(95).await;
    let client = api::client(&server.url);
    let least = json!({"operation": "things/list-all", "next": {"number": 4}, "more": [1]});
    let position: Position = serde_json::from_value(least).unwrap();
    let items = Items::resume(client.list_all(), position.clone());
    assert_eq!(rest(items).await, [90, 91, 92, 93, 94]);

    let all_taken = changed(&position, "taken", json!(usize::MAX));
    let nothing = Items::resume(client.list_all(), all_taken);
    assert!(rest(nothing).await.is_empty());
    let server = Server::start(|_| response(200, list(0..30))).await;
    let client = api::client(&server.url);
    for number in [i64::MIN, i64::MAX] {
        let mut far = changed(&position, "next", json!({ "number": number }));
        far = changed(&far, "items", json!(i64::MAX));
        far = changed(&far, "call", Json::Null);
        far = changed(&far, "empty", json!(usize::MAX));
        let mut pages = Pages::resume(client.list_all(), far);
        assert_eq!(pages.try_next().await.unwrap().unwrap().len(), 30);
    }
    for wrong in [
        json!({}),
        json!({"operation": "things/list-all"}),
        json!({"operation": "things/list-all", "next": "new"}),
        json!({"operation": "things/list-all", "next": "first", "taken": -1}),
    ] {
        assert!(serde_json::from_value::<Position>(wrong).is_err());
    }
}
