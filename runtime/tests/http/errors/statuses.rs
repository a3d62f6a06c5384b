//! Tests of error statuses.

use std::error::Error as _;

use tagsmith_runtime::{AnyError, ApiError, BuildError, Error};

use crate::api::{self, ThingsError};
use crate::server::{Server, json, reply};

/// Calls a server that sends this response.
async fn failing(status: u16, body: &'static str) -> ApiError<ThingsError> {
    let server =
        Server::start(move |_| reply(status, &[("x-github-request-id", "AB:12")], body)).await;
    match api::client(&server.url).get("1").await.unwrap_err() {
        Error::Api(error) => *error,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_declared_status_has_its_own_variant() {
    let body = r#"{"message":"Not Found","documentation_url":"https://docs.example.org"}"#;
    let error = failing(404, body).await;
    assert_eq!(error.status(), 404);
    assert_eq!(error.message(), Some("Not Found"));
    assert_eq!(error.documentation_url(), Some("https://docs.example.org"));
    assert_eq!(error.request_id(), Some("AB:12"));
    assert_eq!(error.bytes(), body);
    assert_eq!(
        error.to_string(),
        "things/get: 404 Not Found: Not Found; see https://docs.example.org (request AB:12)"
    );
    let ThingsError::NotFound(Some(body)) = error.kind() else {
        panic!("{error:?}")
    };
    assert_eq!(body.message.as_deref(), Some("Not Found"));
    assert!(matches!(
        failing(422, "[]").await.into_kind(),
        ThingsError::UnprocessableEntity(Some(_))
    ));
}

#[tokio::test]
async fn not_modified_is_a_declared_failure_without_a_body() {
    let error = failing(304, "").await;
    assert!(matches!(error.kind(), ThingsError::NotModified(None)));
    assert_eq!(
        error.to_string(),
        "things/get: 304 Not Modified (request AB:12)"
    );
}

#[tokio::test]
async fn an_undeclared_status_from_400_on_is_an_api_error() {
    for status in [400, 401, 403, 418, 500, 502, 599] {
        let error = failing(status, r#"{"message":"no"}"#).await;
        assert!(matches!(error.kind(), ThingsError::Other(Some(_))));
        assert_eq!(error.message(), Some("no"));
    }
}

#[tokio::test]
async fn an_error_body_is_optional_and_may_have_any_shape() {
    for body in [
        "",
        "<html>Unicorn!</html>",
        "[1]",
        "null",
        r#"{"message":1}"#,
        r#""x""#,
    ] {
        let error = failing(404, body).await;
        assert_eq!(error.message(), None, "{body}");
        assert_eq!(error.bytes(), body);
        assert_eq!(
            error.to_string(),
            "things/get: 404 Not Found (request AB:12)"
        );
    }
}

#[tokio::test]
async fn control_characters_of_a_message_are_escaped() {
    let error = failing(500, r#"{"message":"a\nb\u001b[31m"}"#).await;
    let line = error.to_string();
    assert!(line.contains("a b\\u{1b}[31m"), "{line}");
}

#[tokio::test]
async fn an_undeclared_status_below_400_other_than_2xx_is_a_decode_error() {
    for status in [300, 305, 307] {
        let server = Server::start(move |_| reply(status, &[], "")).await;
        let error = api::client(&server.url).get("1").await.unwrap_err();
        let Error::Decode(error) = error else {
            panic!("{error}")
        };
        assert_eq!(error.status(), status);
        assert!(
            error
                .to_string()
                .starts_with("things/get: undeclared status "),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_401_without_a_token_says_so() {
    let server = Server::start(|_| json(401, r#"{"message":"Requires authentication"}"#)).await;
    let client: api::Client = api::anonymous(&server.url).build().unwrap();
    let error = client.get("1").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "things/get: 401 Unauthorized: Requires authentication; no token was given"
    );
    let error = api::client(&server.url).get("1").await.unwrap_err();
    assert!(!error.to_string().contains("token"), "{error}");
}

#[tokio::test]
async fn errors_of_all_operations_convert_to_any_error() {
    async fn several(client: api::Client) -> Result<(), AnyError> {
        client.list().await?;
        client.get("1").await?;
        Ok(())
    }
    let server = Server::start(|call| match call.target.as_str() {
        "/things" => json(200, r#"{"total_count":0}"#),
        _ => reply(
            404,
            &[("x-github-request-id", "AB:12")],
            r#"{"message":"gone"}"#,
        ),
    })
    .await;
    let error = several(api::client(&server.url)).await.unwrap_err();
    assert_eq!(error.operation(), Some("things/get"));
    assert_eq!(error.status().unwrap(), 404);
    assert_eq!(error.message(), Some("gone"));
    assert_eq!(error.request_id(), Some("AB:12"));
    assert!(matches!(error.kind(), Some(ThingsError::NotFound(Some(_)))));
    assert_eq!(
        error.to_string(),
        "things/get: 404 Not Found: gone (request AB:12)"
    );

    let unbuilt: BuildError = api::anonymous("x").build().unwrap_err();
    let line = unbuilt.to_string();
    let error = AnyError::from(unbuilt);
    assert_eq!(error.to_string(), line);
    assert!(error.status().is_none() && error.source().is_none());
}
