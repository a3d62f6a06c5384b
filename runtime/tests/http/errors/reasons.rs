//! Tests of the server's reason in error messages.

use tagsmith_runtime::{AnyError, ApiError, Error};

use crate::api::{self, Client, ThingsError};
use crate::server::{Server, json, reply};

const SSO: &str = "https://github.com/orgs/octo-org/sso?authorization_request=AB12";

async fn failing(status: u16, headers: &'static [(&str, &str)], body: &'static str) -> Failed {
    let server = Server::start(move |_| reply(status, headers, body)).await;
    match api::client(&server.url).get("1").await.unwrap_err() {
        Error::Api(error) => *error,
        other => panic!("{other}"),
    }
}

type Failed = ApiError<ThingsError>;

#[tokio::test]
async fn the_error_line_contains_the_servers_reason() {
    const BODY: &str = r#"{
        "message": "Validation Failed",
        "errors": [
            {"resource": "Issue", "field": "title", "code": "missing_field"},
            {"resource": "Issue", "code": "custom", "message": "labels\nare unknown"},
            "one more"
        ],
        "documentation_url": "https://docs.example.org/issues"
    }"#;
    let server = Server::start(|_| {
        let sso = format!("required; url={SSO}");
        let headers = [
            ("x-github-sso", &*sso),
            (
                "x-accepted-github-permissions",
                "issues=write; contents=read",
            ),
            ("x-github-request-id", "AB:12"),
        ];
        reply(403, &headers, BODY)
    })
    .await;
    let error = api::client(&server.url).get("1").await.unwrap_err();
    let line = "things/get: 403 Forbidden: Validation Failed: Issue.title: missing_field; Issue: \
         custom: labels are unknown; one more; authorize the token for single sign-on at \
         https://github.com/orgs/octo-org/sso?authorization_request=AB12; accepted permissions: \
         issues=write; contents=read; see https://docs.example.org/issues (request AB:12)";
    assert_eq!(error.to_string(), line);
    let details = error.details();
    assert_eq!(details.len(), 3);
    assert_eq!(details[0].resource.as_deref(), Some("Issue"));
    assert_eq!(details[0].field.as_deref(), Some("title"));
    assert_eq!(details[0].code.as_deref(), Some("missing_field"));
    assert_eq!(details[2].message.as_deref(), Some("one more"));
    let Error::Api(api) = &error else {
        panic!("{error}")
    };
    assert_eq!(api.sso_url(), Some(SSO));
    let permissions = api.accepted_permissions();
    assert_eq!(permissions, Some("issues=write; contents=read"));
    let any = AnyError::from(error);
    assert_eq!(any.to_string(), line);
    assert_eq!(format!("{:#}", anyhow::Error::from(any)), line);
}

#[tokio::test]
async fn single_sign_on_is_shown_only_with_a_web_url_without_a_password() {
    for header in [
        "partial-results; organizations=21955855,20582480",
        "required",
        "required; url=javascript:alert(1)",
        "required; url=https://user:password@example.org/",
        "required; url=nowhere",
        "",
    ] {
        let server = Server::start(move |_| reply(403, &[("x-github-sso", header)], "")).await;
        let error = api::client(&server.url).get("1").await.unwrap_err();
        assert_eq!(error.to_string(), "things/get: 403 Forbidden", "{header}");
    }
}

#[tokio::test]
async fn permissions_are_shown_if_they_may_be_the_reason() {
    let headers = &[("x-accepted-github-permissions", "contents=read")];
    for (status, is_shown) in [(403, true), (404, true), (400, false), (422, false)] {
        let error = failing(status, headers, "").await;
        assert_eq!(error.accepted_permissions(), Some("contents=read"));
        let line = error.to_string();
        let end = "; accepted permissions: contents=read";
        assert_eq!(line.ends_with(end), is_shown, "{line}");
    }
}

#[tokio::test]
async fn a_hostile_reason_is_escaped_and_shortened() {
    let long = "x\\n\\u001b[2J\\u202e".repeat(5000);
    let body = format!(
        r#"{{"message":"{long}","errors":["{long}",{{"field":"{long}","code":"c"}}],
            "documentation_url":"{long}"}}"#
    );
    let server = Server::start(move |_| json(500, body.clone())).await;
    let client: Client = api::builder(&server.url)
        .retry(tagsmith_runtime::RetryPolicy::never())
        .build()
        .unwrap();
    let line = client.get("1").await.unwrap_err().to_string();
    let is_plain = |it: char| !it.is_control() && it != '\u{202e}';
    assert!(line.chars().all(is_plain), "{line}");
    // Each of the three texts has 500 characters, many of which are escaped.
    assert!(line.len() < 3 * 500 * 10, "{}", line.len());
}

#[tokio::test]
async fn rate_limit_errors_contain_the_servers_reason() {
    let server = Server::start(|_| {
        let headers = [("retry-after", "60"), ("x-github-request-id", "AB:12")];
        let body = r#"{"message":"You have exceeded a secondary rate limit",
            "errors":["too many searches"],"documentation_url":"https://docs.example.org/limits"}"#;
        reply(429, &headers, body)
    })
    .await;
    let error = api::client(&server.url).get("1").await.unwrap_err();
    let line = error.to_string();
    let end = ": You have exceeded a secondary rate limit: too many searches; see \
         https://docs.example.org/limits (request AB:12)";
    assert!(line.ends_with(end), "{line}");
    assert_eq!(error.details().len(), 1);
}
