//! Tests of requests as the server receives them, and of responses.

use tagsmith_runtime::{
    AcceptBuilder, AcceptCall, AnyError, ApiError, BodyStream, CallResult, Download, Error, Items,
    OperationExt as _, Pages, Position, Redirect, Refusal, ReportError, Response, ResponseFuture,
    Rows, Text,
};

use crate::api::{self, Client, ListAll, ListThings, Thing, ThingsError};
use crate::server::{Server, json, reply};

const THING: &str = r#"{"id":1,"name":"a"}"#;

#[tokio::test]
async fn a_call_sends_its_headers() {
    let server = Server::start(|_| json(200, THING)).await;
    let thing = api::client(&server.url).get("a/b ü").await.unwrap();
    assert_eq!((thing.id, thing.name.as_str()), (1, "a"));

    let [call] = &server.received()[..] else {
        panic!()
    };
    assert_eq!(call.method, "GET");
    assert_eq!(call.target, "/things/a%2Fb%20%C3%BC");
    assert_eq!(call.header("accept"), Some("application/json"));
    assert_eq!(call.header("x-github-api-version"), Some("2022-11-28"));
    assert_eq!(call.header("user-agent"), Some("things/1.0"));
    assert_eq!(call.header("authorization"), Some("Bearer canary"));
    assert_eq!(call.header("accept-encoding"), Some("gzip"));
    assert_eq!(call.header("content-type"), None);
    assert_eq!(call.body, b"");
}

#[tokio::test]
async fn settings_of_the_builder_reach_the_server() {
    let server = Server::start(|_| json(200, THING)).await;
    let client: Client = api::anonymous(&format!("{}/api/v3/", server.url))
        .user_agent("mine")
        .api_version("2026-03-10")
        .build()
        .unwrap();
    client.get("1").await.unwrap();

    let [call] = &server.received()[..] else {
        panic!()
    };
    assert_eq!(call.target, "/api/v3/things/1");
    assert_eq!(call.header("user-agent"), Some("mine"));
    // The media type does not depend on the path of the base URL.
    assert_eq!(call.header("accept"), Some("application/json"));
    assert_eq!(call.header("x-github-api-version"), Some("2026-03-10"));
    assert_eq!(call.header("authorization"), None);
}

#[tokio::test]
async fn an_operation_requests_its_own_media_type() {
    let server = Server::start(|_| json(200, "{}")).await;
    api::client(&server.url).schema().await.unwrap();
    let call = &server.received()[0];
    let accepted: Vec<_> = call.headers.get_all("accept").iter().collect();
    assert_eq!(accepted, ["application/schema+json"]);
}

#[tokio::test]
async fn any_operation_can_request_another_media_type() {
    let server = Server::start(|_| reply(200, &[], "raw")).await;
    let client = api::client(&server.url);
    let raw = "application/vnd.github.raw+json";
    let text = client.get("1").accept(raw).text();
    assert_eq!(*text.clone().await.unwrap(), "raw");
    assert_eq!(*text.await.unwrap(), "raw");
    assert_eq!(*client.schema().accept(raw).bytes().await.unwrap(), "raw");
    for call in server.received() {
        let accepted: Vec<_> = call.headers.get_all("accept").iter().collect();
        assert_eq!(accepted, [raw]);
    }
}

#[tokio::test]
async fn an_invalid_media_type_is_not_sent() {
    let server = Server::start(|_| reply(200, &[], "raw")).await;
    let client = api::client(&server.url);
    let error = client.get("1").accept("a\nb").text().await.unwrap_err();
    let Error::Argument(error) = error else {
        panic!("{error}")
    };
    assert_eq!(
        error.to_string(),
        "things/get: the media type for `accept` is not a valid header value"
    );
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn a_body_is_sent_as_json() {
    let server = Server::start(|_| json(201, THING)).await;
    let thing = Thing {
        id: 7,
        name: "é".to_owned(),
    };
    api::client(&server.url).create(&thing).await.unwrap();

    let [call] = &server.received()[..] else {
        panic!()
    };
    assert_eq!(call.method, "POST");
    assert_eq!(call.header("content-type"), Some("application/json"));
    assert_eq!(call.body, r#"{"id":7,"name":"é"}"#.as_bytes());
}

#[tokio::test]
async fn the_later_value_of_a_query_parameter_wins() {
    let server = Server::start(|_| json(200, r#"{"total_count":0}"#)).await;
    let client = api::client(&server.url);
    client.list().per_page(5).page(2).per_page(7).await.unwrap();
    client.find("a b&c=d").await.unwrap();
    let targets: Vec<_> = server.received().into_iter().map(|it| it.target).collect();
    assert_eq!(
        targets,
        ["/things?per_page=7&page=2", "/found?name=a%20b%26c%3Dd"]
    );
}

#[tokio::test]
async fn an_argument_that_would_change_the_path_is_not_sent() {
    let server = Server::start(|_| json(200, THING)).await;
    for value in ["", ".", ".."] {
        let error = api::client(&server.url).get(value).await.unwrap_err();
        let Error::Argument(error) = error else {
            panic!("{error}")
        };
        assert_eq!(error.parameter_name(), Some("thing"));
        assert_eq!(
            error.to_string(),
            "things/get: the parameter `thing` must not be empty, `.` or `..`"
        );
    }
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn a_response_contains_status_headers_and_body() {
    let server = Server::start(|_| {
        let headers = [
            ("x-github-request-id", "AB:12"),
            ("etag", "W/\"x\""),
            ("x-ratelimit-limit", "5000"),
            ("x-ratelimit-remaining", "4987"),
            ("x-ratelimit-reset", "1700000000"),
            ("x-ratelimit-used", "13"),
            ("x-ratelimit-resource", "core"),
        ];
        reply(200, &headers, r#"{"id":1,"name":"a","more":true}"#)
    })
    .await;
    let response = api::client(&server.url).get("1").await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.request_id(), Some("AB:12"));
    assert_eq!(response.etag(), Some("W/\"x\""));
    assert_eq!(response.headers()["x-ratelimit-used"], "13");
    assert_eq!(response.bytes(), r#"{"id":1,"name":"a","more":true}"#);
    assert!(response.drift().is_empty());
    let limit = response.rate_limit().unwrap();
    assert_eq!((limit.limit, limit.remaining, limit.used), (5000, 4987, 13));
    assert_eq!(limit.reset.to_string(), "2023-11-14T22:13:20Z");
    assert_eq!(limit.resource.as_deref(), Some("core"));
    assert_eq!(response.clone().into_body(), response.into_body());
}

#[tokio::test]
async fn an_empty_response_is_a_response() {
    let server = Server::start(|_| reply(204, &[], "")).await;
    let client = api::client(&server.url);
    client.delete(1).await.unwrap();
    let found = client.find("a").await.unwrap();
    assert_eq!(*found, None);
    assert_eq!(found.rate_limit(), None);
}

/// Asserts that types which users send to other tasks and threads are `Send`.
#[test]
fn public_types_are_send() {
    fn send<T: Send + 'static>() {}
    fn sync<T: Send + Sync + 'static>() {}
    send::<ResponseFuture<ListThings>>();
    send::<Pages<ListThings>>();
    send::<Items<ListAll>>();
    send::<CallResult<ListAll>>();
    sync::<Client>();
    sync::<ListThings>();
    sync::<AcceptCall<ListThings, Text>>();
    sync::<AcceptBuilder<ListThings>>();
    sync::<Position>();
    send::<Download<ThingsError>>();
    send::<BodyStream<ThingsError>>();
    send::<Rows<Thing, ThingsError>>();
    sync::<ReportError<ThingsError>>();
    sync::<Redirect>();
    sync::<Response<Thing>>();
    sync::<Error<ThingsError>>();
    sync::<ApiError<ThingsError>>();
    sync::<AnyError>();
    sync::<Refusal>();
    fn future(client: Client) -> impl Future + Send + 'static {
        async move {
            let mut items = client.list().items();
            while let Ok(Some(_)) = items.try_next().await {}
            client.get("1").await
        }
    }
    let _ = future;
}
