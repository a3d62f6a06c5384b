//! Tests of `AnyError`, and of a program's error types that wrap it.

use std::io;
use std::time::Duration;

use tagsmith_runtime::facade::{
    AnyError, BuildError, Error, ErrorCategory, Failure, LimitKind, ReportError, RetryPolicy,
    Upload,
};

use crate::api::{self, Client, Thing};
use crate::server::{Server, json, raw, reply};

/// A program's own error type.
#[derive(Debug, thiserror::Error)]
enum Own {
    #[error(transparent)]
    Api(#[from] AnyError),
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl<K: Failure> From<Error<K>> for Own {
    fn from(error: Error<K>) -> Self {
        Self::Api(error.into())
    }
}

async fn own(client: &Client, file: &str) -> Result<Thing, Own> {
    let upload = Upload::file(file).await?;
    client.upload(upload).await?;
    let thing = client.get("1").await?.into_body();
    Ok(thing)
}

#[tokio::test]
async fn custom_error_types_can_wrap_any_error() {
    let server = Server::start(|call| match call.target.as_str() {
        "/things/1" => json(404, r#"{"message":"gone"}"#),
        _ => json(201, r#"{"id":1,"name":"a"}"#),
    })
    .await;
    let client = api::client(&server.url);
    let error = own(&client, "/no/such/file").await.err().unwrap();
    assert!(matches!(error, Own::Io(_)), "{error}");
    let file = tempfile::NamedTempFile::new().unwrap();
    let error = own(&client, file.path().to_str().unwrap()).await;
    let error = error.err().unwrap();
    assert_eq!(error.to_string(), "things/get: 404 Not Found: gone");
    assert_eq!(
        format!("{:#}", anyhow::Error::from(error)),
        "things/get: 404 Not Found: gone"
    );
}

fn once(url: &str) -> tagsmith_runtime::ClientBuilder<Client> {
    api::builder(url).retry(RetryPolicy::never())
}

async fn get(builder: tagsmith_runtime::ClientBuilder<Client>) -> AnyError {
    let client = builder.build().unwrap();
    client.get("1").await.unwrap_err().into()
}

#[tokio::test]
async fn rate_limits_timeouts_and_connection_errors_are_distinguished() {
    let limited = Server::start(|_| reply(429, &[("retry-after", "60")], "")).await;
    let error = get(once(&limited.url)).await;
    assert_eq!(error.category(), ErrorCategory::RateLimited);
    let limit = error.limit().unwrap();
    assert_eq!(limit.kind, LimitKind::Secondary);
    let wait = limit.until.duration_since(jiff::Timestamp::now());
    assert!((50..=61).contains(&wait.as_secs()), "{wait}");
    assert!(error.timeout().is_none() && error.transport().is_none());

    let stalled = raw("", Duration::from_secs(60)).await;
    let short = Duration::from_millis(100);
    let error = get(once(&stalled).timeout(short)).await;
    assert_eq!(error.category(), ErrorCategory::Timeout);
    assert_eq!(error.timeout().unwrap().limit(), short);
    assert!(error.limit().is_none() && error.transport().is_none());

    let error = get(once("http://127.0.0.1:9")).await;
    assert_eq!(error.category(), ErrorCategory::Transport);
    assert!(!error.transport().unwrap().was_sent());
    assert_eq!((error.status(), error.attempts()), (None, 1));

    let body = r#"{"message":"no","errors":["a"],"documentation_url":"https://docs.example.org"}"#;
    let refused = Server::start(move |_| json(422, body)).await;
    let error = get(once(&refused.url)).await;
    assert_eq!(error.category(), ErrorCategory::Api);
    assert_eq!(error.details().len(), 1);
    assert_eq!(error.documentation_url(), Some("https://docs.example.org"));

    let unbuilt: BuildError = api::anonymous("x").build().unwrap_err();
    let error = AnyError::from(unbuilt);
    assert_eq!(error.category().to_string(), "build");
    assert!(error.limit().is_none() && error.details().is_empty());
}

#[tokio::test]
async fn the_cause_of_a_failed_report_is_available() {
    for (link, is_transport, status) in [
        ("http://127.0.0.1:9/x", true, None),
        ("/0", false, Some(403)),
    ] {
        let server = Server::knowing_itself(move |url| {
            let link = match link.strip_prefix('/') {
                Some(path) => format!("{url}/{path}"),
                None => link.to_owned(),
            };
            move |call| match call.target.as_str() {
                "/0" => reply(403, &[], "expired"),
                _ => json(200, format!(r#"{{"download_links":["{link}"]}}"#)),
            }
        })
        .await;
        let client: Client = once(&server.url).build().unwrap();
        let mut rows = client.report().reports().rows::<serde_json::Value>();
        let error: ReportError<_> = rows.try_next().await.unwrap_err();
        let error = AnyError::from(error);
        assert_eq!(error.category(), ErrorCategory::Report, "{error}");
        assert_eq!(error.transport().is_some(), is_transport, "{error}");
        assert_eq!(error.status().map(|it| it.as_u16()), status, "{error}");
    }
}
