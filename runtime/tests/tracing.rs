//! Tests of spans and call reports. These tests are a separate program and run one after the other, because `tracing`
//! caches its subscribers process-wide.
// Clippy exempts test functions, but not the code that tests share.
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

// Some of the shared code is used only by the other test program.
#[allow(dead_code, unused_imports)]
#[path = "http/support/api.rs"]
mod api;
#[allow(dead_code)]
#[path = "http/support/stage.rs"]
mod stage;

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tagsmith_runtime::{CallReport, OperationExt as _};
use tracing_subscriber::fmt::format::FmtSpan;

use crate::stage::{Act, Play};

/// The lock that the recording test holds.
static TURN: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// Records log lines, each of which is a JSON object.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Log {
    fn listen(&self) -> tracing::subscriber::DefaultGuard {
        let log = self.clone();
        let subscriber = tracing_subscriber::fmt()
            .json()
            .with_max_level(tracing::Level::TRACE)
            .with_span_events(FmtSpan::CLOSE)
            .with_writer(move || log.clone())
            .finish();
        tracing::subscriber::set_default(subscriber)
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    /// Returns the fields of the spans of completed calls.
    fn calls(&self) -> Vec<Value> {
        let lines = self.text();
        let lines = lines
            .lines()
            .map(|it| serde_json::from_str::<Value>(it).unwrap());
        let ended = lines.filter(|it| {
            it["target"] == "tagsmith_runtime::call" && it["fields"]["message"] == "close"
        });
        ended.map(|it| it["span"].clone()).collect()
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_is_a_span_with_opentelemetrys_attribute_names() {
    let _turn = TURN.lock().await;
    let log = Log::default();
    let _guard = log.listen();
    let play = Play::begin();
    let builder = play.builder(Duration::from_millis(10), |sent| {
        match sent.at.as_millis() {
            0 => Act::status(502),
            _ => Act::Response(200, Vec::new(), r#"{"id":null,"name":"secret"}"#.to_owned())
                .with("x-github-request-id", "AB:12")
                .with("x-ratelimit-limit", 60)
                .with("x-ratelimit-remaining", 59)
                .with("x-ratelimit-reset", 1_700_000_100),
        }
    });
    let client = builder.build().unwrap();
    client.get("secret").await.unwrap();
    let calls = log.calls();
    assert_eq!(
        calls,
        [json!({
            "name": "call",
            "otel.name": "GET /things/{thing}",
            "otel.kind": "client",
            "http.request.method": "GET",
            "url.template": "/things/{thing}",
            "server.address": "api.example.org",
            "http.response.status_code": 200,
            "http.request.resend_count": 1,
            "openapi.operation_id": "things/get",
            "github.request_id": "AB:12",
            "github.rate_limit.remaining": 59,
            "github.drift": 1,
        })]
    );
    let text = log.text();
    assert!(
        !text.contains("secret") && !text.contains("canary"),
        "{text}"
    );
    assert!(text.contains(r#""again_in""#), "{text}");
}

#[tokio::test(start_paused = true)]
async fn a_span_contains_the_error() {
    let _turn = TURN.lock().await;
    let log = Log::default();
    let _guard = log.listen();
    let play = Play::begin();
    let latency = Duration::from_millis(10);
    let builder = play.builder(latency, |sent| match sent.url.rsplit('/').next() {
        Some("never") => Act::Never,
        _ => Act::status(404),
    });
    let client = builder.build().unwrap();
    client.get("1").await.unwrap_err();
    client.get("..").await.unwrap_err();
    client.get("never").await.unwrap_err();
    let dropped = tokio::time::timeout(latency, client.get("never").into_future()).await;
    dropped.unwrap_err();
    let calls = log.calls();
    let errors: Vec<_> = calls
        .iter()
        .map(|it| it["error.type"].as_str().unwrap())
        .collect();
    assert_eq!(errors, ["404", "argument", "timeout", "cancelled"]);
    assert!(calls.iter().all(|it| it["otel.status_code"] == "ERROR"));
}

#[tokio::test(start_paused = true)]
async fn the_observer_receives_each_call() {
    let _turn = TURN.lock().await;
    type Heard = (&'static str, u32, Option<u16>, Option<String>, u64);
    let heard: Arc<Mutex<Vec<Heard>>> = Arc::default();
    let hearing = heard.clone();
    let play = Play::begin();
    let builder = play.builder(Duration::from_secs(1), |sent| match sent.at.as_secs() {
        0..5 => Act::status(200),
        _ => Act::status(503),
    });
    let builder = builder.observe(move |call: &CallReport<'_>| {
        assert_eq!(
            (call.host, call.path),
            ("api.example.org", "/things/{thing}")
        );
        hearing.lock().unwrap().push((
            call.operation,
            call.attempts,
            call.status.map(|it| it.as_u16()),
            call.error.map(str::to_owned),
            call.duration.as_secs(),
        ));
    });
    let client = builder.build().unwrap();
    client.get("1").if_none_match("\"a\"").await.unwrap();
    tokio::time::sleep(Duration::from_secs(10)).await;
    let call = client
        .get("1")
        .retry(tagsmith_runtime::RetryPolicy::never());
    call.await.unwrap_err();
    let error = Some("503".to_owned());
    assert_eq!(
        *heard.lock().unwrap(),
        [
            ("things/get", 1, Some(200), None, 1),
            ("things/get", 1, Some(503), error, 1),
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_call_reports_its_attempts() {
    let _turn = TURN.lock().await;
    let log = Log::default();
    let _guard = log.listen();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let hearing = heard.clone();
    let play = Play::begin();
    let latency = Duration::from_millis(10);
    let builder = play.builder(latency, move |sent| match sent.at < latency {
        true => Act::status(502),
        false => Act::Never,
    });
    let builder = builder.observe(move |call: &CallReport<'_>| {
        let error = call.error.map(str::to_owned);
        hearing.lock().unwrap().push((call.attempts, error));
    });
    let client = builder.build().unwrap();
    let call = client.get("1").into_future();
    let dropped = tokio::time::timeout(Duration::from_secs(5), call).await;
    dropped.unwrap_err();
    let cancelled = Some("cancelled".to_owned());
    assert_eq!(*heard.lock().unwrap(), [(2, cancelled)]);
    assert_eq!(log.calls()[0]["http.request.resend_count"], 1);
    assert_eq!(play.sent().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn fetching_a_url_of_a_response_is_a_span_of_its_own() {
    let _turn = TURN.lock().await;
    let log = Log::default();
    let _guard = log.listen();
    let heard: Arc<Mutex<Vec<(String, String)>>> = Arc::default();
    let hearing = heard.clone();
    let play = Play::begin();
    let latency = Duration::from_millis(10);
    let builder = play.builder(latency, move |sent| {
        let url = "https://files.example.org/secret?sig=secret";
        match sent.url.rsplit('/').next() {
            Some("secret?sig=secret") if sent.at < 2 * latency => Act::status(502),
            Some("secret?sig=secret") => Act::status(200),
            Some("download") => Act::status(302).with("location", url),
            _ => {
                let links = json!({ "download_links": [url] }).to_string();
                Act::Response(200, Vec::new(), links)
            }
        }
    });
    let builder = builder.observe(move |call: &CallReport<'_>| {
        let path = (call.host.to_owned(), call.path.to_owned());
        hearing.lock().unwrap().push(path);
    });
    let client = builder.build().unwrap();
    let redirect = client.download().await.unwrap();
    redirect.fetch().await.unwrap();
    redirect.download().bytes().await.unwrap();
    let mut rows = client.report().reports().rows::<Value>();
    assert!(rows.try_next().await.unwrap().is_some());

    let calls = log.calls();
    let names: Vec<_> = calls.iter().map(|it| &it["otel.name"]).collect();
    assert_eq!(names, ["GET /download", "GET", "GET", "GET /report", "GET"]);
    assert_eq!(
        calls[1],
        json!({
            "name": "call",
            "otel.name": "GET",
            "otel.kind": "client",
            "http.request.method": "GET",
            "server.address": "files.example.org",
            "http.response.status_code": 200,
            "http.request.resend_count": 1,
            "openapi.operation_id": calls[0]["openapi.operation_id"],
            "github.drift": 0,
        })
    );
    assert_eq!(
        calls[4]["openapi.operation_id"],
        calls[3]["openapi.operation_id"]
    );
    let api = |path: &str| ("api.example.org".to_owned(), path.to_owned());
    let elsewhere = ("files.example.org".to_owned(), String::new());
    let [first, second, third] = [(); 3].map(|()| elsewhere.clone());
    assert_eq!(
        *heard.lock().unwrap(),
        [api("/download"), first, second, api("/report"), third]
    );
    let text = log.text();
    assert!(!text.contains("secret"), "{text}");
}
