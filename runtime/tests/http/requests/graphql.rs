//! Tests of GraphQL requests: data, errors, limits and retries.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};
use tagsmith_runtime::{Error, GraphQlPathItem, LimitKind, Method, OperationExt as _, RetryPolicy};

use crate::api;
use crate::server::{Server, json, reply};
use crate::stage::{Act, Play};

#[derive(Debug, Deserialize, PartialEq)]
struct Data {
    viewer: Viewer,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Viewer {
    login: String,
}

const QUERY: &str = "query($a: Int) { viewer { login } }";
const DATA: &str = r#"{"data":{"viewer":{"login":"octocat"}},"extensions":{"cost":1}}"#;
const PARTIAL: &str = r#"{
    "data": {"viewer": {"login": "octocat"}, "repository": null},
    "errors": [{
        "type": "NOT_FOUND",
        "path": ["repository", "issues", 0],
        "locations": [{"line": 1, "column": 20}],
        "message": "Could not resolve"
    }]
}"#;
const NONE: &str = r#"{"data":{"viewer":null},"errors":[
    {"message":"No viewer","extensions":{"code":"NO_VIEWER","why":1},"path":["viewer"]}
]}"#;

#[tokio::test]
async fn document_and_variables_are_sent_to_the_endpoint_of_the_base_url() {
    let server = Server::start(|_| json(200, DATA)).await;
    let client = api::client(&server.url);
    let response = client.graphql(QUERY, json!({"a": 1})).await.unwrap();
    assert_eq!(response.data["viewer"]["login"], "octocat");
    assert_eq!(response.extensions["cost"], 1);
    assert!(response.errors.is_empty());
    let enterprise = api::client(&format!("{}/api/v3", server.url));
    let request = enterprise.graphql(QUERY, ()).operation_name("A");
    let request = request.header("x-trace", "t").decode::<Data>();
    assert!(!format!("{request:?}").contains("viewer"), "{request:?}");
    assert_eq!(request.await.unwrap().data.viewer.login, "octocat");

    let calls = server.received();
    assert_eq!(
        (calls[0].method.as_str(), calls[0].target.as_str()),
        ("POST", "/graphql")
    );
    assert_eq!(calls[0].header("authorization"), Some("Bearer canary"));
    let body = |index: usize| serde_json::from_slice::<Value>(&calls[index].body).unwrap();
    assert_eq!(body(0), json!({"query": QUERY, "variables": {"a": 1}}));
    assert_eq!(calls[1].target, "/api/graphql");
    assert_eq!(calls[1].header("x-trace"), Some("t"));
    assert_eq!(body(1), json!({"query": QUERY, "operationName": "A"}));
}

#[tokio::test]
async fn partial_data_comes_with_its_errors() {
    let server = Server::start(|_| json(200, PARTIAL)).await;
    let client = api::client(&server.url);
    let response = client.graphql(QUERY, ()).decode::<Data>().await.unwrap();
    assert_eq!(response.data.viewer.login, "octocat");
    let [error] = &response.errors[..] else {
        panic!()
    };
    assert_eq!(error.kind.as_deref(), Some("NOT_FOUND"));
    assert_eq!(error.message, "Could not resolve");
    assert_eq!(error.path[2], GraphQlPathItem::Index(0));
    assert_eq!(
        (error.locations[0].line, error.locations[0].column),
        (1, 20)
    );
    assert_eq!(
        error.to_string(),
        "repository.issues.0: NOT_FOUND: Could not resolve"
    );
}

#[tokio::test]
async fn errors_without_usable_data_are_an_error_with_the_servers_message() {
    let server = Server::start(|_| json(200, NONE)).await;
    let client = api::client(&server.url);
    let error = client
        .graphql(QUERY, ())
        .decode::<Data>()
        .await
        .unwrap_err();
    assert_eq!(error.to_string(), "graphql: 200 OK: No viewer");
    let Error::Api(error) = error else {
        panic!("{error:?}")
    };
    let [error] = &error.kind().errors[..] else {
        panic!()
    };
    assert_eq!(error.kind.as_deref(), Some("NO_VIEWER"));
    assert_eq!(error.extensions["why"], 1);
    // Partial data is a success when the type is any JSON.
    let response = client.graphql(QUERY, ()).await.unwrap();
    assert_eq!(
        (response.data["viewer"].is_null(), response.errors.len()),
        (true, 1)
    );

    let server = Server::start(|_| json(200, r#"{"errors":[{"message":"Parse error"}]}"#)).await;
    let error = api::client(&server.url).graphql("{", ()).await.unwrap_err();
    assert_eq!(error.to_string(), "graphql: 200 OK: Parse error");
    let server = Server::start(|_| json(401, r#"{"message":"Bad credentials"}"#)).await;
    let error = api::client(&server.url)
        .graphql(QUERY, ())
        .await
        .unwrap_err();
    assert_eq!(error.message(), Some("Bad credentials"));
    assert!(matches!(error, Error::Api(_)), "{error:?}");
}

#[tokio::test]
async fn a_body_that_is_not_a_graphql_response_is_an_error() {
    for (body, expected) in [
        ("", "the body is empty"),
        (r#"{"data":null}"#, "the body is empty"),
        (r#"{"data":{"viewer":1}}"#, "not of the requested type"),
        ("<html>", "not readable JSON"),
    ] {
        let server = Server::start(move |_| json(200, body)).await;
        let client = api::client(&server.url);
        let error = client
            .graphql(QUERY, ())
            .decode::<Data>()
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Decode(_)), "{error:?}");
        assert!(error.to_string().contains(expected), "{error}");
    }
}

#[tokio::test]
async fn invalid_arguments_are_errors_before_anything_is_sent() {
    let server = Server::start(|_| json(200, DATA)).await;
    let client = api::client(&server.url);
    let error = client.graphql(QUERY, [1]).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "graphql: the variables are not an object"
    );
    let none = api::redirecting_writes(&server.url);
    let error = none.graphql(QUERY, ()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "graphql: the API has no GraphQL endpoint"
    );
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn only_queries_are_retried_if_the_server_may_have_received_them() {
    let server = Server::start(|_| json(502, "{}")).await;
    let client = api::client(&server.url);
    for (document, expected) in [(QUERY, 3), ("mutation { addStar { id } }", 1)] {
        let retry = RetryPolicy::new()
            .first_wait(Duration::from_millis(1))
            .attempts(3);
        let error = client.graphql(document, ()).retry(retry).await.unwrap_err();
        assert_eq!(error.attempts(), expected);
        assert_eq!(error.earlier_attempt(), None);
    }
    let forced = client.graphql("mutation { x }", ()).idempotent(true);
    let retry = RetryPolicy::new()
        .first_wait(Duration::from_millis(1))
        .attempts(2);
    let error = forced.retry(retry).await.unwrap_err();
    assert!(error.earlier_attempt().is_some(), "{error:?}");
}

#[tokio::test]
async fn a_limit_in_a_200_response_affects_only_graphql() {
    let server = Server::start(|call| match call.target.as_str() {
        "/graphql" => reply(
            200,
            &[
                ("x-ratelimit-limit", "5000"),
                ("x-ratelimit-remaining", "3"),
                ("x-ratelimit-reset", "4000000000"),
                ("x-ratelimit-resource", "graphql"),
            ],
            r#"{"errors":[{"type":"RATE_LIMITED","message":"API rate limit exceeded"}]}"#,
        ),
        _ => json(200, "{}"),
    })
    .await;
    let client = api::client(&server.url);
    for document in [QUERY, "mutation { x }"] {
        let error = client.graphql(document, ()).await.unwrap_err();
        let limit = error.limit().unwrap();
        assert_eq!(limit.kind, LimitKind::Primary);
        assert_eq!(limit.resource.as_deref(), Some("graphql"));
    }
    // The second request would exceed the limit, so it was not sent.
    assert_eq!(server.received().len(), 1);
    client.request(Method::GET, "/rest").await.unwrap();
}

#[tokio::test]
async fn a_rate_limited_mutation_is_retried_with_rate_limit_wait() {
    let count = AtomicUsize::new(0);
    let server = Server::start(move |_| match count.fetch_add(1, Ordering::Relaxed) {
        0 => reply(
            200,
            &[("retry-after", "0")],
            r#"{"data":null,"errors":[{"message":"You have exceeded a secondary rate limit."}]}"#,
        ),
        _ => json(200, DATA),
    })
    .await;
    let patient = api::builder(&server.url).rate_limit_wait(Duration::from_secs(9));
    let client = patient.build().unwrap();
    client.graphql("mutation { x }", ()).await.unwrap();
    assert_eq!(server.received().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn only_mutations_are_paced_as_writes() {
    let play = Play::begin();
    let response = || Act::Response(200, Vec::new(), DATA.to_owned());
    let builder = play.builder(Duration::from_millis(10), move |_| response());
    let client = builder.pace_writes(true).build().unwrap();
    for _ in 0..3 {
        client.graphql(QUERY, ()).await.unwrap();
    }
    assert!(
        play.times().iter().all(|it| *it < 1000),
        "{:?}",
        play.times()
    );
    for _ in 0..2 {
        client.graphql("mutation { x }", ()).await.unwrap();
    }
    let times = play.times();
    assert!(times[4] - times[3] >= 1000, "{times:?}");
}
