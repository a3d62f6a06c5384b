//! Tests of pagination for endpoints that the description does not declare.

use serde::Deserialize;
use tagsmith_runtime::{Error, Items, ListOf, Method, Read, Refusal, Request};

use crate::api::{self, Client, Thing};
use crate::server::{Received, Server, json, reply};

#[derive(Clone, Debug, Deserialize, PartialEq)]
struct Named {
    id: i64,
}

/// Starts a server of three pages with two items each. The page links may have a different base URL.
async fn three_pages(around: &'static str, base: Option<&'static str>) -> Server {
    Server::knowing_itself(move |own| {
        let base = base.map_or(own, str::to_owned);
        move |call: &Received| {
            let page = call.number("page").unwrap_or(1);
            let items = format!(r#"[{{"id":{}}},{{"id":{}}}]"#, page * 2 - 1, page * 2);
            let body = around.replace("LIST", &items);
            let link = match page < 3 {
                true => format!("<{base}/orgs/1/new?page={}&a=%2F>; rel=\"next\"", page + 1),
                false => format!("<{base}/orgs/1/new?page=1>; rel=\"first\""),
            };
            reply(
                200,
                &[("content-type", "application/json"), ("link", &link)],
                body,
            )
        }
    })
    .await
}

fn call(client: &Client) -> Request<ListOf<Named>> {
    let request = client.request(Method::GET, "/orgs/{org}/new");
    request.path("org", "octo").query("per_page", 2).list()
}

async fn ids(mut items: Items<Request<ListOf<Named>>>) -> Vec<i64> {
    let mut ids = Vec::new();
    while let Some(item) = items.try_next().await.unwrap() {
        ids.push(item.id);
    }
    ids
}

#[tokio::test]
async fn items_of_all_pages_are_fetched_by_links() {
    for around in [
        "LIST",
        " \n LIST ",
        r#"{"total_count":6,"new":LIST}"#,
        r#"{"new":LIST,"incomplete":false,"more":{"no":[1]},"text":"[","none":null}"#,
    ] {
        let server = three_pages(around, None).await;
        let client = api::client(&server.url);
        for reads_ahead in [false, true] {
            let items = call(&client).items();
            let items = match reads_ahead {
                true => items.read_ahead(),
                false => items,
            };
            assert_eq!(ids(items).await, [1, 2, 3, 4, 5, 6], "{around}");
        }
        let received = server.received();
        let targets: Vec<_> = received.iter().map(|it| it.target.as_str()).collect();
        let expected = [
            "/orgs/octo/new?per_page=2",
            "/orgs/1/new?page=2&a=%2F",
            "/orgs/1/new?page=3&a=%2F",
        ];
        assert_eq!(targets[..3], expected);
        assert_eq!(targets[3..], expected);
        for call in received {
            assert_eq!(call.header("authorization"), Some("Bearer canary"));
            assert_eq!(call.header("x-github-api-version"), Some("2022-11-28"));
        }
    }
}

#[tokio::test]
async fn a_page_has_headers_and_may_have_generated_item_types() {
    let server = three_pages("LIST", None).await;
    let client = api::client(&server.url);
    let page = call(&client).await.unwrap();
    assert_eq!(page.status(), 200);
    assert_eq!(**page, [Named { id: 1 }, Named { id: 2 }]);

    let url = format!("{}/orgs/octo/new?page=2", server.url);
    let things = client.request_url(Method::GET, &url);
    let mut pages = things.list::<Read<Thing>>().pages();
    let page = pages.try_next().await.unwrap().unwrap();
    assert_eq!(page[0].value.id, 3);
    let page = pages.try_next().await.unwrap().unwrap();
    assert_eq!(page[0].value.id, 5);
    assert!(pages.try_next().await.unwrap().is_none());
    assert_eq!(server.received().len(), 3);
}

#[tokio::test]
async fn a_link_to_another_host_is_followed_only_if_links_are_rebased() {
    let server = three_pages("LIST", Some("https://ghes.example.org")).await;
    let mut items = call(&api::client(&server.url)).items();
    for id in [1, 2] {
        assert_eq!(items.try_next().await.unwrap(), Some(Named { id }));
    }
    let error = items.try_next().await.unwrap_err();
    let line = error.to_string();
    assert!(line.contains("/orgs/{org}/new"), "{line}");
    assert!(line.contains("set `rebase_links(true)`"), "{line}");
    let Error::Refused(refused) = error else {
        panic!("{error:?}")
    };
    assert!(matches!(refused.reason(), Refusal::PageElsewhere { .. }));
    assert_eq!(server.received().len(), 1);

    let builder = api::builder(&server.url).rebase_links(true);
    let client: Client = builder.build().unwrap();
    assert_eq!(ids(call(&client).items()).await, [1, 2, 3, 4, 5, 6]);
}

#[tokio::test]
async fn a_cycle_is_refused_and_without_a_link_there_is_one_page() {
    let server = Server::start(|_| {
        let link = "</orgs/octo/new?per_page=2>; rel=\"next\"";
        reply(200, &[("link", link)], r#"[{"id":1}]"#)
    })
    .await;
    let mut items = call(&api::client(&server.url)).items();
    assert_eq!(items.try_next().await.unwrap(), Some(Named { id: 1 }));
    let error = items.try_next().await.unwrap_err();
    assert!(matches!(error, Error::Refused(_)), "{error:?}");
    assert_eq!(items.try_next().await.unwrap(), None);
    assert_eq!(server.received().len(), 1);

    let server = Server::start(|_| json(200, r#"[{"id":1},{"id":2}]"#)).await;
    let client = api::client(&server.url);
    assert_eq!(ids(call(&client).items()).await, [1, 2]);
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn items_resume_from_a_position_of_the_same_call() {
    let server = three_pages("LIST", None).await;
    let client = api::client(&server.url);
    let mut items = call(&client).items();
    for _ in 0..3 {
        items.try_next().await.unwrap();
    }
    let position = serde_json::to_string(&items.position()).unwrap();
    assert!(!position.contains("canary") && !position.contains(&server.url));
    let position: tagsmith_runtime::Position = serde_json::from_str(&position).unwrap();
    let resumed = Items::resume(call(&client), position.clone());
    assert_eq!(ids(resumed).await, [4, 5, 6]);

    let sent = server.received().len();
    let other = client.request(Method::GET, "/other").list::<Named>();
    let error = Items::resume(other, position).try_next().await.unwrap_err();
    assert!(matches!(error, Error::Argument(_)), "{error:?}");
    assert_eq!(server.received().len(), sent);
}

#[tokio::test]
async fn a_response_without_a_list_is_an_error() {
    for (body, expected) in [
        (
            r#"{"a":[],"b":[]}"#,
            "expected a list, or an object with exactly one list",
        ),
        (
            r#"{"a":1}"#,
            "expected a list, or an object with exactly one list",
        ),
        (
            r#""secret""#,
            "expected a list, or an object with exactly one list",
        ),
        (r#"[{"id":"secret"}]"#, "invalid type: a string"),
        (r#"{"a":[{"id":"secret"}]}"#, "invalid type: a string"),
        ("", "the body is empty"),
    ] {
        let server = Server::start(move |_| json(200, body)).await;
        let mut items = call(&api::client(&server.url)).items();
        let error = items.try_next().await.unwrap_err();
        assert!(matches!(error, Error::Decode(_)), "{error:?}");
        let line = error.to_string();
        assert!(
            line.contains(expected) && !line.contains("secret"),
            "{line}"
        );
    }
    let server = Server::start(|_| json(200, "[]")).await;
    let client = api::client(&server.url);
    let search = client.request(Method::POST, "/search").list::<Named>();
    let error = search.items().try_next().await.unwrap_err();
    let line = error.to_string();
    assert!(line.contains("a list is requested by `GET`"), "{line}");
    assert!(server.received().is_empty());
}
