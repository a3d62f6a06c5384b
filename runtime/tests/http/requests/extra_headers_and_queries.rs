//! Tests of extra headers and query parameters of one call.

use tagsmith_runtime::{Error, OperationExt as _};

use crate::api;
use crate::server::{Server, json, reply};

const THING: &str = r#"{"id":1,"name":"a"}"#;

#[tokio::test]
async fn a_header_and_a_query_parameter_are_added_to_one_call() {
    let server = Server::start(|_| json(200, THING)).await;
    let client = api::client(&server.url);
    let call = client
        .get("1")
        .header("X-Trace", "canary-trace")
        .query("new flag", true)
        .query("labels", ["a b", "c&d"])
        .query("page", 2)
        .query("page", None::<i64>)
        .query(String::from("since"), "2026-01-01T00:00:00Z");
    assert!(!format!("{call:?}").contains("canary-trace"), "{call:?}");
    call.await.unwrap();
    client.get("1").await.unwrap();

    let calls = server.received();
    assert_eq!(
        calls[0].target,
        "/things/1?new%20flag=true&labels=a%20b&labels=c%26d&since=2026-01-01T00%3A00%3A00Z"
    );
    assert_eq!(calls[0].header("x-trace"), Some("canary-trace"));
    assert_eq!(calls[0].header("authorization"), Some("Bearer canary"));
    assert_eq!(calls[1].target, "/things/1");
    assert_eq!(calls[1].header("x-trace"), None);
}

#[tokio::test]
async fn a_parameter_of_the_operation_is_replaced() {
    let server = Server::start(|_| json(200, THING)).await;
    let client = api::client(&server.url);
    client.find("a").query("name", "b").await.unwrap();
    client
        .get("1")
        .header("x-github-api-version", "2026-03-10")
        .await
        .unwrap();
    let calls = server.received();
    assert_eq!(calls[0].target, "/found?name=b");
    assert_eq!(calls[1].header("x-github-api-version"), Some("2026-03-10"));
}

#[tokio::test]
async fn an_added_header_is_sent_for_every_page_and_not_to_another_origin() {
    let elsewhere = Server::start(|_| json(200, THING)).await;
    let to = format!("{}/x", elsewhere.url);
    let server = Server::knowing_itself(move |url| {
        move |call| match (call.target.as_str(), call.number("page")) {
            ("/things/away", _) => reply(302, &[("location", &to)], ""),
            (_, None) => {
                let link = format!("<{url}/all?page=2>; rel=\"next\"");
                reply(200, &[("link", &link)], format!("[{THING}]"))
            }
            _ => json(200, "[]"),
        }
    })
    .await;
    let client = api::client(&server.url);
    let mut pages = client.list_all().header("x-secret", "canary").pages();
    while pages.try_next().await.unwrap().is_some() {}
    client
        .get("away")
        .header("x-secret", "canary")
        .await
        .unwrap();

    let calls = server.received();
    assert_eq!(calls.len(), 3);
    assert!(
        calls
            .iter()
            .all(|it| it.header("x-secret") == Some("canary"))
    );
    let [call] = &elsewhere.received()[..] else {
        panic!()
    };
    assert_eq!(call.header("x-secret"), None);
}

#[tokio::test]
async fn a_header_that_the_client_sets_is_refused_before_anything_is_sent() {
    let server = Server::start(|_| json(200, THING)).await;
    let client = api::client(&server.url);
    for (name, help) in [
        (
            "Authorization",
            "configure a token or a credential source on the client",
        ),
        ("host", "set `base_url` of the client"),
        ("Content-Length", "the client sets it from the body"),
        ("transfer-encoding", "the client sets it from the body"),
        ("connection", "the client sets it"),
        ("accept", "use `accept`"),
        ("If-None-Match", "use `if_none_match`"),
        (
            "accept-encoding",
            "the client sets it, and decompresses responses",
        ),
        ("two words", "this is not a valid header name"),
        ("", "this is not a valid header name"),
    ] {
        let error = client.get("1").header(name, "canary").await.unwrap_err();
        assert!(matches!(error, Error::Argument(_)), "{error:?}");
        let expected = format!("things/get: the header `{name}` cannot be set: {help}");
        assert_eq!(error.to_string(), expected);
        assert!(!format!("{error:?}").contains("canary"), "{error:?}");
    }
    let error = client.get("1").header("x-a", "canary\r\nx-b: c").await;
    let error = error.unwrap_err();
    let expected = "things/get: the header `x-a` cannot be set: its value contains a line break or another control character";
    assert_eq!(error.to_string(), expected);
    assert!(!format!("{error:?}").contains("canary"), "{error:?}");
    let error = client.get("1").query("a", [[1]]).await.unwrap_err();
    let expected =
        "things/get: the parameter `a` is an object or a list of lists, which is not allowed here";
    assert_eq!(error.to_string(), expected);
    assert!(server.received().is_empty());
}
