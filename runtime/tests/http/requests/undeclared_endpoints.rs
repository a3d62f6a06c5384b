//! Tests of calls to endpoints that the description does not declare.

use std::time::Duration;

use serde::Deserialize;
use serde_json::json;
use tagsmith_runtime::{
    AnyError, Error, Method, OperationExt as _, Read, Refusal, RefusedError, RetryPolicy,
};

use crate::api::{self, Thing};
use crate::server::{Server, json, reply};

#[derive(Debug, Deserialize, PartialEq)]
struct Found {
    id: u8,
    tag: Option<String>,
}

#[tokio::test]
async fn a_request_is_encoded_and_authorized_like_an_operations_call() {
    let server = Server::start(|_| json(201, r#"{"id":1}"#)).await;
    let client = api::client(&format!("{}/api/v3", server.url));
    let response = client
        .request(Method::POST, "/repos/{owner}/{repo}/new/{path}")
        .path("owner", "a/b ü")
        .path("repo", 7)
        .segments("path", "src/x y.rs")
        .query("q", "a b&c")
        .query("labels", ["x,y", "z"])
        .query("page", 2)
        .query("none", None::<String>)
        .header("x-trace", "t")
        .json(&json!({"name": "one"}))
        .await
        .unwrap();
    assert_eq!(response.status(), 201);
    assert_eq!(response["id"], 1);
    assert!(response.headers().contains_key("content-type"));

    let [call] = &server.received()[..] else {
        panic!()
    };
    assert_eq!(call.method, "POST");
    assert_eq!(
        call.target,
        "/api/v3/repos/a%2Fb%20%C3%BC/7/new/src/x%20y.rs?q=a%20b%26c&labels=x%2Cy&labels=z&page=2"
    );
    assert_eq!(call.header("authorization"), Some("Bearer canary"));
    assert_eq!(call.header("accept"), Some("application/json"));
    assert_eq!(call.header("x-github-api-version"), Some("2022-11-28"));
    assert_eq!(call.header("x-trace"), Some("t"));
    assert_eq!(call.header("content-type"), Some("application/json"));
    assert_eq!(call.body, br#"{"name":"one"}"#);
}

#[tokio::test]
async fn a_response_is_decoded_as_json_a_type_text_or_bytes() {
    let server = Server::start(|call| match call.target.as_str() {
        "/none" => reply(204, &[], ""),
        "/lone" => json(200, r#"{"id":1,"tag":"\ud800"}"#),
        "/thing" => json(200, r#"{"id":"x","name":"a"}"#),
        _ => json(200, "\u{feff}{\"id\":1,\"tag\":null}"),
    })
    .await;
    let client = api::client(&server.url);
    let get = |path| client.request(Method::GET, path);
    let found = get("/found").decode::<Found>().await.unwrap();
    assert_eq!(*found, Found { id: 1, tag: None });
    assert_eq!(get("/none").await.unwrap().into_body(), json!(null));
    assert_eq!(*get("/none").decode::<Option<Found>>().await.unwrap(), None);
    get("/none").decode::<()>().await.unwrap();
    get("/found").empty().await.unwrap();
    let bytes = get("/found").bytes().await.unwrap();
    assert_eq!(bytes.len(), 22);
    assert!(get("/found").text().await.unwrap().contains("tag"));
    assert_eq!(
        get("/found").download().bytes().await.unwrap(),
        bytes.into_body()
    );

    let lone = get("/lone").decode::<Found>().await.unwrap();
    assert_eq!(lone.tag.as_deref(), Some("\u{fffd}"));
    assert_eq!(lone.drift().len(), 1);
    let read = get("/thing").decode::<Read<Thing>>().await.unwrap();
    assert_eq!((read.value.id, read.value.name.as_str()), (0, "a"));
    assert_eq!(read.drift.len(), 1);
}

#[tokio::test]
async fn a_body_of_the_wrong_type_is_an_error_without_its_texts() {
    let server = Server::start(|call| match call.target.as_str() {
        "/empty" => reply(200, &[], ""),
        "/broken" => json(200, "{"),
        _ => json(200, r#"{"id":"canary\", expected x"}"#),
    })
    .await;
    let client = api::client(&server.url);
    let get = |path| client.request(Method::GET, path).decode::<Found>();
    for (path, expected) in [
        (
            "/typed",
            "/typed: 200 OK: the body is not of the requested type: invalid type: a string, expected u8 at line 1 column 28",
        ),
        ("/empty", "/empty: 200 OK: the body is empty"),
        (
            "/broken",
            "/broken: 200 OK: the body is not readable JSON: EOF while parsing an object at line 1 column 1",
        ),
    ] {
        let error = get(path).await.unwrap_err();
        assert!(matches!(error, Error::Decode(_)), "{error:?}");
        assert_eq!(error.to_string(), expected);
    }
}

#[tokio::test]
async fn a_failure_has_the_servers_message() {
    let body = r#"{"message":"No","errors":[{"field":"name","code":"missing"}]}"#;
    let server = Server::start(move |_| json(422, body)).await;
    let request = api::client(&server.url).request(Method::POST, "/new/{it}");
    let error = request.path("it", "x").await.unwrap_err();
    assert_eq!(error.operation(), "/new/{it}");
    assert_eq!(error.status().unwrap(), 422);
    assert_eq!(error.message(), Some("No"));
    assert_eq!(error.details()[0].field.as_deref(), Some("name"));
    let error = AnyError::from(error);
    assert!(error.to_string().starts_with("/new/{it}: 422 "), "{error}");
}

#[tokio::test]
async fn invalid_arguments_are_errors_before_anything_is_sent() {
    let server = Server::start(|_| json(200, "{}")).await;
    let client = api::client(&server.url);
    let get = |path| client.request(Method::GET, path);
    let purge = Method::from_bytes(b"PURGE").unwrap();
    for (request, expected) in [
        (get("/x/{a}"), "/x/{a}: the parameter `a` has no value"),
        (
            get("/x").path("a", 1),
            "/x: the parameter `a` is not in the path",
        ),
        (
            get("/x/{a}").path("a", 1).path("b", 1),
            "/x/{a}: the parameter `b` is not in the path",
        ),
        (
            get("/x/{a}").path("a", ".."),
            "/x/{a}: the parameter `a` must not be empty, `.` or `..`",
        ),
        (
            get("/x/{a}").path("a", None::<i64>),
            "/x/{a}: the parameter `a` must not be empty, `.` or `..`",
        ),
        (
            get("/x/{a}/y").segments("a", "b/../c"),
            "/x/{a}/y: the parameter `a` must not have a segment that is empty, `.` or `..`",
        ),
        (get("x"), "x: the path does not begin with a slash"),
        (
            get("https://api.example.org/x"),
            "https://api.example.org/x: the path is a URL: use `request_url`",
        ),
        (
            get("/x?a=1"),
            "/x?a=1: the path has a query or a fragment: use `query`",
        ),
        (
            get("/x/%2E./y"),
            "/x/%2E./y: the path has a segment `.` or `..`",
        ),
        (
            get("/x/{a"),
            "/x/{a: the braces in the path must enclose parameter names",
        ),
        (
            get("/x/a}/{b}"),
            "/x/a}/{b}: the braces in the path must enclose parameter names",
        ),
        (
            get("/x").json(&std::collections::BTreeMap::from([([1], 1)])),
            "/x: the body cannot be serialized as JSON: key must be a string",
        ),
        (
            get("/x").header("authorization", "canary"),
            "/x: the header `authorization` cannot be set: configure a token or a credential source on the client",
        ),
        (
            client.request(purge, "/x"),
            "/x: the method `PURGE` is not supported",
        ),
    ] {
        let error = request.await.unwrap_err();
        assert!(matches!(error, Error::Argument(_)), "{error:?}");
        assert_eq!(error.to_string(), expected);
    }
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn a_url_must_have_the_base_urls_origin() {
    let elsewhere = Server::start(|_| json(200, "{}")).await;
    let server = Server::start(|_| json(200, "{}")).await;
    let client = api::client(&format!("{}/api/v3", server.url));
    let url = |path: &str| format!("{}{path}", server.url);
    client
        .request_url(Method::GET, &url("/other?a=b+c&page=1#end"))
        .await
        .unwrap();
    client
        .request_url(Method::GET, &url("/other?a=b+c&page=1"))
        .query("page", 2)
        .await
        .unwrap();
    let calls = server.received();
    assert_eq!(calls[0].target, "/other?a=b+c&page=1");
    assert_eq!(calls[0].header("authorization"), Some("Bearer canary"));
    assert_eq!(calls[1].target, "/other?a=b%20c&page=2");

    for (url, expected) in [
        (
            format!("{}/x?canary", elsewhere.url),
            format!(
                "request: the URL is on another scheme, host or port than the base URL: {}; if that is the same \
                 server, set `rebase_links(true)`",
                elsewhere.url
            ),
        ),
        (
            "/relative".to_owned(),
            "request: the URL is not an absolute http or https URL".to_owned(),
        ),
        (
            "ftp://example.org/".to_owned(),
            "request: the URL is not an absolute http or https URL".to_owned(),
        ),
        (
            url("/contents/{+path}"),
            "request: the URL is a template: replace its parameters by values".to_owned(),
        ),
    ] {
        let error = client.request_url(Method::GET, &url).await.unwrap_err();
        assert!(matches!(error, Error::Argument(_)), "{error:?}");
        assert_eq!(error.to_string(), expected);
    }
    let rebasing = api::builder(&server.url)
        .rebase_links(true)
        .build()
        .unwrap();
    rebasing
        .request_url(Method::GET, &format!("{}/x?a=1", elsewhere.url))
        .await
        .unwrap();
    assert_eq!(server.received()[2].target, "/x?a=1");
    assert!(elsewhere.received().is_empty());
}

#[tokio::test]
async fn a_request_is_retried_if_its_method_is_idempotent() {
    let server = Server::start(|_| json(502, "{}")).await;
    let client = api::client(&server.url);
    for (method, idempotent, expected) in [
        (Method::GET, None, 3),
        (Method::PUT, None, 3),
        (Method::DELETE, None, 3),
        (Method::POST, None, 1),
        (Method::PATCH, None, 1),
        (Method::POST, Some(true), 3),
        (Method::PUT, Some(false), 1),
    ] {
        let mut request = client.request(method.clone(), "/new");
        if let Some(idempotent) = idempotent {
            request = request.idempotent(idempotent);
        }
        let retry = RetryPolicy::new()
            .first_wait(Duration::from_millis(1))
            .attempts(3);
        let error = request.retry(retry).await.unwrap_err();
        assert_eq!(error.attempts(), expected, "{method}");
    }
}

#[tokio::test]
async fn limits_redirects_and_conditions_work_as_for_any_call() {
    let server = Server::knowing_itself(|url| {
        move |call| match call.target.as_str() {
            "/moved" => reply(301, &[("location", &format!("{url}/here"))], ""),
            "/away" => reply(307, &[("location", "https://example.org/")], ""),
            "/limited" => reply(
                403,
                &[
                    ("x-ratelimit-limit", "5"),
                    ("x-ratelimit-remaining", "0"),
                    ("x-ratelimit-reset", "4000000000"),
                    ("x-ratelimit-resource", "search"),
                ],
                "",
            ),
            "/here" if call.header("if-none-match").is_some() => reply(304, &[], ""),
            _ => json(200, "[]"),
        }
    })
    .await;
    let client = api::client(&server.url);
    let get = |path| client.request(Method::GET, path);
    assert_eq!(get("/moved").await.unwrap().into_body(), json!([]));
    let same = get("/here").if_none_match("\"a\"").await.unwrap();
    assert!(same.into_modified().is_none());
    let error = client.request(Method::POST, "/away").await.unwrap_err();
    let reason = |error: &Error<()>| match error {
        Error::Refused(error) => Some(RefusedError::reason(error).clone()),
        _ => None,
    };
    assert!(
        matches!(reason(&error), Some(Refusal::WriteElsewhere { .. })),
        "{error:?}"
    );

    let before = server.received().len();
    for _ in 0..2 {
        let error = get("/limited").await.unwrap_err();
        let limit = error.limit().unwrap();
        assert_eq!(limit.resource.as_deref(), Some("search"));
    }
    // The second call would exceed the limit, so it was not sent. Limits of different paths are separate.
    assert_eq!(server.received().len(), before + 1);
    get("/here").await.unwrap();
    let url = format!("{}/limited", server.url);
    client.request_url(Method::GET, &url).await.unwrap_err();
    let url = format!("{}/here", server.url);
    client.request_url(Method::GET, &url).await.unwrap();
}

#[cfg(feature = "blocking")]
#[test]
fn a_raw_request_can_be_sent_without_async() {
    use tagsmith_runtime::blocking::Blocking as _;

    let client = api::client("http://127.0.0.1:1");
    let request = client
        .request(Method::GET, "/x")
        .retry(RetryPolicy::never());
    assert!(matches!(request.send(), Err(Error::Transport(_))));
}
