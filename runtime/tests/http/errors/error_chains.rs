//! Tests that printing an error with its causes repeats no text.

use std::error::Error as StdError;
use std::io;
use std::time::Duration;

use tagsmith_runtime::auth::{Api, Credential, CredentialError, CredentialSource};
use tagsmith_runtime::{AnyError, BoxFuture, Error, RetryPolicy, Upload};

use crate::api::{self, ThingsError};
use crate::server::{Server, json, raw, reply};

/// A credential source that always returns an error.
#[derive(Debug)]
struct Sealed;

impl CredentialSource for Sealed {
    fn credential<'a>(
        &'a self,
        _api: &'a Api<'a>,
    ) -> BoxFuture<'a, Result<Credential, CredentialError>> {
        let cause = io::Error::other("the vault is sealed");
        Box::pin(async { Err(CredentialError::new("no token was read").because(cause)) })
    }
}

/// Returns an error of each kind.
async fn errors() -> Vec<AnyError> {
    let stalled = raw("", Duration::from_secs(60)).await;
    let broken = raw(
        "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{",
        Duration::ZERO,
    )
    .await;
    let missing = Server::start(|_| json(404, r#"{"message":"gone"}"#)).await;
    let html = Server::start(|_| reply(200, &[], "<html>")).await;
    let away = Server::start(|_| reply(302, &[("location", "ftp://example.org")], "")).await;
    let limited = Server::start(|_| reply(429, &[("retry-after", "60")], "")).await;
    let short = Duration::from_millis(100);
    let once = |url: &str| api::builder(url).retry(RetryPolicy::never());
    let slow: api::Client = once(&stalled).timeout(short).build().unwrap();
    let silent: api::Client = once(&stalled).read_timeout(short).build().unwrap();
    let nobody: api::Client = once("http://127.0.0.1:9").build().unwrap();
    let sealed: api::Client = api::anonymous(&missing.url)
        .retry(RetryPolicy::never())
        .credentials(Sealed)
        .build()
        .unwrap();
    let mut errors: Vec<AnyError> = Vec::new();
    for client in [
        slow,
        silent,
        nobody,
        sealed,
        once(&broken).build().unwrap(),
        once(&missing.url).build().unwrap(),
        once(&html.url).build().unwrap(),
        once(&away.url).build().unwrap(),
        once(&limited.url).build().unwrap(),
    ] {
        errors.push(client.get("1").await.unwrap_err().into());
    }
    let reader = Upload::reader(&b"abc"[..], 4);
    let client: api::Client = once(&missing.url).build().unwrap();
    errors.push(client.upload(reader).await.unwrap_err().into());
    errors.push(client.get("").await.unwrap_err().into());
    let built = api::anonymous("http://127.0.0.1").http(|http| http.user_agent("\n"));
    let built: Result<api::Client, _> = built.build();
    errors.push(built.unwrap_err().into());
    errors
}

#[tokio::test]
async fn error_chains_print_no_text_twice() {
    for error in errors().await {
        let line = error.to_string();
        assert!(!line.contains('\n') && error.source().is_none(), "{line}");
        let words: Vec<_> = line.split(": ").collect();
        let unique: std::collections::BTreeSet<_> = words.iter().collect();
        assert_eq!(words.len(), unique.len(), "{line}");
        assert_eq!(format!("{:#}", anyhow::Error::from(error)), line);
    }
}

#[tokio::test]
async fn the_underlying_error_can_be_reached() {
    let client: api::Client = api::builder("http://127.0.0.1:9").build().unwrap();
    let Error::Transport(error) = client.get("1").await.unwrap_err() else {
        panic!()
    };
    let mut cause = Some(error.underlying());
    let mut refused = None;
    while let Some(error) = cause {
        refused = refused.or(error.downcast_ref::<io::Error>().map(io::Error::kind));
        cause = error.source();
    }
    assert_eq!(refused, Some(io::ErrorKind::ConnectionRefused));

    let sealed: api::Client = api::anonymous("http://127.0.0.1:9")
        .credentials(Sealed)
        .build()
        .unwrap();
    let error: Error<ThingsError> = sealed.get("1").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "things/get: no credential: no token was read: the vault is sealed"
    );
    let Error::Credential(error) = error else {
        panic!("{error}")
    };
    assert!(error.underlying().unwrap().is::<io::Error>());
}
