//! Tests of custom credential sources.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use http::Method;
use tagsmith_runtime::auth::{Api, Credential, CredentialError, CredentialSource};
use tagsmith_runtime::{BoxFuture, CallReport, Error};

use crate::api;
use crate::server::{Server, json};
use crate::stage::{Act, Play, Sent};

const QUICK: Duration = Duration::from_millis(10);

/// Returns `canary-0` until that credential is rejected, then `canary-1`, and so on.
#[derive(Clone, Default)]
struct Rotating {
    number: Arc<AtomicUsize>,
    temporary_failures: Arc<AtomicUsize>,
}

impl CredentialSource for Rotating {
    fn credential<'a>(
        &'a self,
        _api: &'a Api<'a>,
    ) -> BoxFuture<'a, Result<Credential, CredentialError>> {
        let less = |it: usize| it.checked_sub(1);
        let failing =
            self.temporary_failures
                .fetch_update(Ordering::SeqCst, Ordering::SeqCst, less);
        let number = self.number.load(Ordering::SeqCst);
        Box::pin(async move {
            match failing {
                Ok(_) => Err(CredentialError::new("the vault sleeps").temporary()),
                Err(_) => Credential::bearer(&format!("canary-{number}")),
            }
        })
    }

    fn rejected(&self, credential: &Credential) -> bool {
        let number = self.number.load(Ordering::SeqCst);
        let last = Credential::bearer(&format!("canary-{number}")).unwrap();
        if *credential == last {
            self.number.fetch_add(1, Ordering::SeqCst);
        }
        true
    }
}

fn by_token(sent: &Sent) -> Act {
    match sent.header("authorization") {
        Some("Bearer canary-1") => Act::status(200),
        _ => Act::status(401),
    }
}

#[tokio::test(start_paused = true)]
async fn a_rejected_credential_is_renewed_once() {
    let play = Play::begin();
    let builder = play.builder(QUICK, by_token);
    let client = builder.credentials(Rotating::default()).build().unwrap();
    client.get("1").await.unwrap();
    let sent = play.sent();
    let tokens: Vec<_> = sent.iter().map(|it| it.header("authorization")).collect();
    assert_eq!(tokens, [Some("Bearer canary-0"), Some("Bearer canary-1")]);

    let play = Play::begin();
    let builder = play.builder(QUICK, |_| Act::status(401));
    let client = builder.credentials(Rotating::default()).build().unwrap();
    let error = client.get("1").await.unwrap_err();
    assert_eq!(
        (error.status().unwrap().as_u16(), play.sent().len()),
        (401, 2)
    );
}

#[tokio::test(start_paused = true)]
async fn a_temporary_source_error_is_retried() {
    let play = Play::begin();
    let source = Rotating::default();
    source.temporary_failures.store(2, Ordering::SeqCst);
    let builder = play.builder(QUICK, |_| Act::status(200));
    let client = builder.credentials(source.clone()).build().unwrap();
    client.get("1").await.unwrap();
    assert_eq!(play.sent().len(), 1);

    source.temporary_failures.store(9, Ordering::SeqCst);
    let error = client.get("1").await.unwrap_err();
    assert!(matches!(error, Error::Credential(_)), "{error:?}");
    assert_eq!(
        error.to_string(),
        "things/get: no credential: the vault sleeps"
    );
    assert_eq!(source.temporary_failures.load(Ordering::SeqCst), 6);
    assert_eq!(play.sent().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_source_error_counts_the_earlier_requests() {
    let play = Play::begin();
    let source = Rotating::default();
    let failures = source.temporary_failures.clone();
    let builder = play.builder(QUICK, move |_| {
        failures.store(9, Ordering::SeqCst);
        Act::status(401)
    });
    let heard = Arc::new(AtomicUsize::new(0));
    let hearing = heard.clone();
    let builder = builder.observe(move |call: &CallReport<'_>| {
        assert_eq!(call.error, Some("credential"));
        hearing.fetch_add(call.attempts as usize, Ordering::SeqCst);
    });
    let client = builder.credentials(source).build().unwrap();
    let error = client.get("1").await.unwrap_err();
    assert!(matches!(error, Error::Credential(_)), "{error:?}");
    let attempts = (error.attempts(), heard.load(Ordering::SeqCst));
    assert_eq!((attempts, play.sent().len()), ((1, 1), 1));
}

/// A source that requests each credential from the API, without a request body.
struct ConditionalFuture;

impl CredentialSource for ConditionalFuture {
    fn credential<'a>(
        &'a self,
        api: &'a Api<'a>,
    ) -> BoxFuture<'a, Result<Credential, CredentialError>> {
        Box::pin(async move {
            let credential = Credential::bearer("canary")?;
            for method in [Method::POST, Method::GET] {
                api.send(method, "/token", &credential, None).await?;
            }
            Ok(credential)
        })
    }
}

#[tokio::test]
async fn a_sources_post_without_a_body_sends_content_length_zero() {
    let server = Server::start(|_| json(200, r#"{"id":1,"name":"a"}"#)).await;
    let builder = api::anonymous(&server.url).credentials(ConditionalFuture);
    builder.build().unwrap().get("1").await.unwrap();
    let received = server.received();
    let lengths: Vec<_> = received
        .iter()
        .map(|it| it.header("content-length"))
        .collect();
    assert_eq!(lengths, [Some("0"), None, None]);
}

#[tokio::test]
async fn a_sources_credential_is_sent_only_to_the_api() {
    let elsewhere = Server::start(|_| json(200, r#"{"id":1,"name":"a"}"#)).await;
    let target = elsewhere.url.clone();
    let endpoint = Server::start(move |_| {
        let mut response = json(302, "");
        let location = format!("{target}/things/1").parse().unwrap();
        response.headers_mut().insert("location", location);
        response
    });
    let endpoint = endpoint.await;
    let builder = api::anonymous(&endpoint.url).credentials(Rotating::default());
    builder.build().unwrap().get("1").await.unwrap();
    assert!(endpoint.received()[0].header("authorization").is_some());
    assert!(elsewhere.received()[0].header("authorization").is_none());

    let exposed = api::anonymous("http://example.org").credentials(Rotating::default());
    let error = exposed.build().unwrap_err();
    assert!(error.to_string().contains("use an https URL"), "{error}");
}

#[tokio::test]
async fn a_program_can_read_the_credential_and_report_its_rejection() {
    static DEFAULTS: tagsmith_runtime::Defaults =
        tagsmith_runtime::Defaults::new("https://api.example.org", "program/1.0");
    let builder = || tagsmith_runtime::Core::builder::<tagsmith_runtime::Core>(&DEFAULTS);
    let core = builder().credentials(Rotating::default()).build().unwrap();
    let first = core.credential().await.unwrap().unwrap();
    assert_eq!(first.authorization(), "Bearer canary-0");
    assert!(!format!("{:?}", first.authorization()).contains("canary"));
    assert!(core.rejected(&first));
    let second = core.credential().await.unwrap().unwrap();
    assert_eq!(second.authorization(), "Bearer canary-1");

    let fixed = builder().token("canary-2").build().unwrap();
    let credential = fixed.credential().await.unwrap().unwrap();
    assert_eq!(credential.authorization(), "Bearer canary-2");
    assert!(!fixed.rejected(&credential));
    let anonymous = builder().build().unwrap();
    assert!(anonymous.credential().await.unwrap().is_none());
}
