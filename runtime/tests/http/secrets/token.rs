//! Tests that no error and no `Debug` output contains the token.

use std::error::Error as StdError;
use std::fmt::Debug;
use std::time::Duration;

use tagsmith_runtime::auth::{Api, Credential, CredentialError, CredentialSource};
use tagsmith_runtime::{AnyError, BoxFuture};

use crate::api::{self, Thing};
use crate::server::{Server, json, raw, reply};

/// Returns everything that a program could log of an error.
fn display(error: &(dyn StdError + 'static)) -> String {
    let mut text = String::new();
    let mut next = Some(error);
    while let Some(error) = next {
        text.push_str(&format!("{error}\n{error:?}\n{error:#?}\n"));
        next = error.source();
    }
    text
}

fn assert_hidden(text: &str) {
    assert!(!text.contains("canary"), "{text}");
    assert!(!text.contains("Bearer"), "{text}");
    assert!(!text.contains("query-value"), "{text}");
}

fn debug(value: &impl Debug) -> String {
    format!("{value:?} {value:#?}")
}

#[tokio::test]
async fn no_error_contains_the_token() {
    let truncated = raw(
        "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{",
        Duration::ZERO,
    )
    .await;
    let stalled = raw("", Duration::from_secs(3600)).await;
    let failing = Server::start(|_| json(401, r#"{"message":"Bad credentials"}"#)).await;
    let html = Server::start(|_| reply(200, &[], "<html>")).await;
    let looping = Server::start(|call| reply(302, &[("location", &call.target)], "")).await;
    let away = Server::start(|_| reply(302, &[("location", "ftp://example.org")], "")).await;
    let closed = "http://127.0.0.1:9".to_owned();
    for url in [
        &truncated,
        &stalled,
        &failing.url,
        &html.url,
        &looping.url,
        &away.url,
        &closed,
    ] {
        let timeout = Duration::from_millis(200);
        let client: api::Client = api::builder(url).timeout(timeout).build().unwrap();
        let error = client.find("query-value").await.unwrap_err();
        assert_hidden(&display(&error));
        assert_hidden(&display(&AnyError::from(error)));
    }
    let client = api::client(&closed);
    assert_hidden(&display(&client.get("").await.unwrap_err()));
}

#[tokio::test]
async fn no_debug_output_contains_the_token() {
    let server = Server::start(|_| json(200, r#"{"total_count":0}"#)).await;
    let builder = api::builder(&server.url);
    assert_hidden(&debug(&builder));
    let client: api::Client = builder.build().unwrap();
    assert_hidden(&debug(&client));
    assert_hidden(&debug(&client.list()));
    assert_hidden(&debug(&client.find("query-value")));
    let thing = Thing {
        name: "query-value".to_owned(),
        ..Thing::default()
    };
    assert_hidden(&debug(&client.create(&thing)));
    assert_hidden(&debug(&client.list().into_future()));
    assert_hidden(&debug(&client.list().pages()));
    assert_hidden(&debug(&client.list().items()));
    assert_hidden(&debug(&client.list().await.unwrap()));
}

#[test]
fn no_build_error_contains_the_token() {
    for builder in [
        api::anonymous("http://127.0.0.1").token("canary\n"),
        api::anonymous("http://example.org").token("canary"),
        api::anonymous("http://canary:canary@127.0.0.1").token("canary"),
        api::anonymous("canary").token("canary"),
    ] {
        assert_hidden(&display(&builder.build().unwrap_err()));
    }
}

/// A credential source that sends requests to a wrong host.
struct Astray(String);

impl CredentialSource for Astray {
    fn credential<'a>(
        &'a self,
        api: &'a Api<'a>,
    ) -> BoxFuture<'a, Result<Credential, CredentialError>> {
        Box::pin(async {
            let canary = Credential::bearer("canary")?;
            let method = "GET".parse().unwrap();
            let reply = api.send(method, &self.0, &canary, None).await;
            reply.map(|_| canary)
        })
    }
}

#[tokio::test]
async fn a_source_can_send_requests_only_to_the_api() {
    let elsewhere = Server::start(|_| json(200, "{}")).await;
    let host = elsewhere.url.strip_prefix("http://").unwrap();
    for path in [
        format!("@{host}/x"),
        "0/x".to_owned(),
        ".localhost/x".to_owned(),
    ] {
        let builder = api::anonymous("http://127.0.0.1:9").credentials(Astray(path));
        let error = builder.build().unwrap().get("1").await.unwrap_err();
        let text = error.to_string();
        assert!(text.contains(" the path "), "{text}");
        assert_hidden(&display(&error));
    }
    assert!(elsewhere.received().is_empty());
}
