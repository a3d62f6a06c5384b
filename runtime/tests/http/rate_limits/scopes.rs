//! Tests which calls a rate limit affects, and how waiting calls resume. Time is paused, except with real servers.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tagsmith_runtime::{self as runtime, RateLimitError};
use tagsmith_runtime::{AnyError, Error, ErrorCategory, LimitKind, Method, OperationExt as _};

use crate::api::{self, Client, Thing, ThingsError};
use crate::server::{Server, json, reply};
use crate::stage::{Act, Play, Sent};

const QUICK: Duration = Duration::from_millis(10);
const HOUR: Duration = Duration::from_secs(3600);
const BEGIN: i64 = 1_700_000_000;

api::operation!(
    GetRate,
    GetRateOperation,
    runtime::Json<Thing>,
    "rate-limit/get",
    "GET",
    "/rate_limit",
    &[200]
);

impl Client {
    fn rate(&self) -> GetRate {
        runtime::Call::of::<GetRateOperation>(&self.core).into()
    }
}

fn limited<K: std::fmt::Debug>(error: Error<K>) -> RateLimitError {
    match error {
        Error::RateLimited(error) => *error,
        error => panic!("{error:?}"),
    }
}

fn rated(status: u16, remaining: i64) -> Act {
    Act::status(status)
        .with("x-ratelimit-limit", 60)
        .with("x-ratelimit-remaining", remaining)
        .with("x-ratelimit-reset", BEGIN + 100)
        .with("x-ratelimit-resource", "core")
}

#[tokio::test(start_paused = true)]
async fn an_exempt_call_is_sent_although_a_limit_is_exhausted() {
    for secondary in [false, true] {
        let play = Play::begin();
        let script = move |sent: &Sent| match sent.url.ends_with("/rate_limit") {
            true => rated(200, 0),
            false if secondary => Act::status(403).with("retry-after", 100),
            false => rated(403, 0),
        };
        let client = play.builder(QUICK, script).build().unwrap();
        limited(client.get("1").await.unwrap_err());
        limited(client.get("1").await.unwrap_err());
        client.rate().await.unwrap();
        client.rate().await.unwrap();
        limited(client.get("1").await.unwrap_err());
        assert_eq!(play.sent().len(), 3);
    }
}

#[tokio::test(start_paused = true)]
async fn an_exempt_call_does_not_update_the_limits_of_other_calls() {
    // The tracker records neither that `core` is exhausted, nor that it is available again.
    for (rate, thing, is_sent) in [(0, 5, true), (5, 0, false)] {
        let play = Play::begin();
        let script = move |sent: &Sent| match sent.url.ends_with("/rate_limit") {
            true => rated(200, rate),
            false => rated(200, thing),
        };
        let client = play.builder(QUICK, script).build().unwrap();
        client.get("1").await.unwrap();
        client.rate().await.unwrap();
        assert_eq!(client.get("1").await.is_ok(), is_sent);
    }
}

#[tokio::test(start_paused = true)]
async fn a_limit_of_an_exempt_call_affects_only_that_call() {
    let play = Play::begin();
    let script = |sent: &Sent| match sent.url.ends_with("/rate_limit") {
        true => rated(403, 0),
        false => Act::status(200),
    };
    let client = play.builder(QUICK, script).build().unwrap();
    limited(client.rate().await.unwrap_err());
    client.get("1").await.unwrap();
    assert!(limited(client.rate().await.unwrap_err()).status().is_some());
    assert_eq!(play.sent().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn calls_that_wait_for_the_same_limit_resume_one_by_one() {
    const CALLS: usize = 61;
    for (is_write, gap, together) in [(false, 100, 3), (true, 1000, 2)] {
        let play = Play::begin();
        let script = |sent: &Sent| match sent.at.as_secs() {
            0..30 => Act::status(403).with("retry-after", 30 - sent.at.as_secs()),
            _ if sent.method == "POST" => Act::status(201),
            _ => Act::status(200),
        };
        let builder = play.builder(QUICK, script);
        let builder = builder.timeout(HOUR).rate_limit_wait(HOUR);
        let client = builder.build().unwrap();
        // Some calls are in flight when the limit is reported. The other calls are not sent until the reset.
        let mut calls = Vec::new();
        for number in 0..CALLS {
            if number == 20 {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
            calls.push(match is_write {
                true => tokio::spawn(async_ok(client.create(&Thing::default()).into_future())),
                false => tokio::spawn(async_ok(client.get("1").into_future())),
            });
        }
        for call in calls {
            call.await.unwrap();
        }
        let times = play.times();
        let mut resumed: Vec<_> = times.iter().filter(|it| **it >= 30_000).collect();
        resumed.sort_unstable();
        assert_eq!((times.len(), resumed.len()), (20 + CALLS, CALLS));
        let took = *resumed.last().unwrap() - 30_000;
        let least = gap * (CALLS as u128 - 1);
        assert!((least..least + 200).contains(&took), "{took}");
        // Each call has up to 100 ms of jitter, so that several clients do not resume at once.
        for few in resumed.windows(together + 1) {
            assert!(few[together] - few[0] >= gap, "{few:?}");
        }
    }
}

async fn async_ok<T, K: std::fmt::Debug>(call: impl Future<Output = Result<T, Error<K>>>) {
    call.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_call_whose_turn_would_be_too_late_fails_at_once() {
    let play = Play::begin();
    let script = |sent: &Sent| match sent.at.as_secs() {
        0..30 => Act::status(403).with("retry-after", 30),
        _ => Act::status(200),
    };
    let builder = play.builder(QUICK, script).timeout(HOUR);
    let client = builder.rate_limit_wait(Duration::from_secs(31));
    let client = client.build().unwrap();
    let calls: Vec<_> = (0..20)
        .map(|_| tokio::spawn(client.get("1").into_future()))
        .collect();
    let mut failed = 0;
    for call in calls {
        if let Err(error) = call.await.unwrap() {
            limited(error);
            failed += 1;
        }
    }
    assert!((9..=11).contains(&failed), "{failed}");
}

#[tokio::test(start_paused = true)]
async fn a_422_for_a_too_quick_submission_is_a_limit_of_its_operation() {
    const HASTE: &str = r#"{"message":"Validation Failed","errors":[{"resource":"Thing","code":"custom","message":"was submitted too quickly"}]}"#;
    let play = Play::begin();
    let script = |sent: &Sent| match (sent.method.as_str(), sent.at.as_secs()) {
        ("POST", 0..60) => Act::Response(422, Vec::new(), HASTE.to_owned()),
        ("POST", _) => Act::status(201),
        _ => Act::status(200),
    };
    let hasty = play.builder(QUICK, script).build().unwrap();
    let error = limited(hasty.create(&Thing::default()).await.unwrap_err());
    assert_eq!(error.limit().kind, LimitKind::Secondary);
    assert_eq!(error.status().unwrap(), 422);
    assert!(error.to_string().contains("was submitted too quickly"));
    let again = hasty.create(&Thing::default()).await.unwrap_err();
    assert_eq!(again.category(), ErrorCategory::RateLimited);
    assert!(limited(again).status().is_none());
    hasty.get("1").await.unwrap();
    assert_eq!(play.sent().len(), 2);

    let play = Play::begin();
    let builder = play.builder(QUICK, script).timeout(HOUR);
    let patient = builder.rate_limit_wait(HOUR).build().unwrap();
    patient.create(&Thing::default()).await.unwrap();
    let [first, second] = play.times()[..] else {
        panic!()
    };
    assert!((60_000..60_200).contains(&(second - first)));
}

#[tokio::test(start_paused = true)]
async fn a_422_for_a_too_quick_submission_affects_neither_other_methods_nor_other_urls() {
    const HASTE: &str = r#"{"message":"was submitted too quickly"}"#;
    let play = Play::begin();
    let script = |sent: &Sent| match sent.method.as_str() {
        "POST" if sent.url.ends_with("/hasty") => Act::Response(422, Vec::new(), HASTE.to_owned()),
        _ => Act::status(200),
    };
    let client = play.builder(QUICK, script).build().unwrap();
    for _ in 0..2 {
        limited(client.request(Method::POST, "/hasty").await.unwrap_err());
    }
    assert_eq!(play.sent().len(), 1);
    for method in [Method::GET, Method::DELETE] {
        client.request(method, "/hasty").await.unwrap();
    }
    // A request by URL belongs to no operation.
    let url = |path: &str| format!("https://api.example.org{path}");
    for path in ["/hasty", "/other"] {
        let asked = client.request_url(Method::POST, &url(path)).await;
        assert_eq!(asked.is_ok(), path == "/other");
    }
    assert_eq!(play.sent().len(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_request_by_the_url_of_an_exempt_path_is_exempt() {
    let play = Play::begin();
    let script = |sent: &Sent| match sent.url.ends_with("/rate_limit") {
        true => Act::status(200),
        false => Act::status(403).with("retry-after", 100),
    };
    let builder = play.builder(QUICK, script);
    let base = "https://api.example.org/api/v3";
    let client: Client = builder.base_url(base).build().unwrap();
    limited(client.get("1").await.unwrap_err());
    let url = format!("{base}/rate_limit");
    client.request_url(Method::GET, &url).await.unwrap();
    let url = format!("{base}/others");
    limited(client.request_url(Method::GET, &url).await.unwrap_err());
    assert_eq!(play.sent().len(), 2);
}

#[tokio::test]
async fn any_other_422_is_the_operations_own_error() {
    let server = Server::start(|_| json(422, r#"{"message":"was too quick"}"#)).await;
    let client = api::client(&server.url);
    let error = client.create(&Thing::default()).await.unwrap_err();
    assert!(matches!(error, Error::Api(_)), "{error:?}");
}

#[tokio::test]
async fn a_limit_of_another_host_affects_only_that_host() {
    let away = Server::start(|_| reply(429, &[("retry-after", "60")], "slow down")).await;
    let other = Server::start(|_| reply(200, &[], "abc")).await;
    let (there, elsewhere) = (format!("{}/a", away.url), format!("{}/b", other.url));
    let to_other = std::sync::Arc::new(AtomicUsize::new(0));
    let counter = to_other.clone();
    let api = Server::start(move |call| match call.target.contains("/things") {
        true => json(200, r#"{"id":1,"name":"a"}"#),
        false if counter.load(Ordering::SeqCst) == 1 => reply(302, &[("location", &elsewhere)], ""),
        false => reply(302, &[("location", &there)], ""),
    })
    .await;
    let client = api::client(&api.url);
    let redirect = client.download().await.unwrap().into_body();
    let error = limited(redirect.download().bytes().await.unwrap_err());
    assert_eq!(error.status().unwrap(), 429);
    let host = away.url.strip_prefix("http://").unwrap();
    assert_eq!(error.limit().host.as_deref(), Some(host));
    // No further call is sent to the same host, by any operation.
    let error = client.download().download().bytes().await.unwrap_err();
    let line = error.to_string();
    assert!(
        line.contains(&format!(": not sent: a secondary rate limit of `{host}`")),
        "{line}"
    );
    let error: AnyError = error.into();
    assert_eq!(error.category(), ErrorCategory::RateLimited);
    assert_eq!(away.received().len(), 1);
    // The API and other hosts are still called.
    client.get("1").await.unwrap();
    to_other.store(1, Ordering::SeqCst);
    let bytes = client.download().download().bytes().await.unwrap();
    assert_eq!(bytes, "abc");
}

#[tokio::test]
async fn rate_limit_wait_applies_to_another_host() {
    let count = AtomicUsize::new(0);
    let away = Server::start(move |_| match count.fetch_add(1, Ordering::SeqCst) {
        0 => reply(403, &[("retry-after", "1")], "slow down"),
        _ => reply(200, &[], "abc"),
    })
    .await;
    let there = format!("{}/a", away.url);
    let api = Server::start(move |_| reply(302, &[("location", &there)], "")).await;
    let builder = api::builder(&api.url).rate_limit_wait(Duration::from_secs(10));
    let client: Client = builder.build().unwrap();
    let begin = Instant::now();
    let bytes = client.download().download().bytes().await.unwrap();
    assert_eq!((bytes, away.received().len()), ("abc".into(), 2));
    assert!(begin.elapsed() >= Duration::from_secs(1));
    assert_eq!(api.received().len(), 1);
}

#[tokio::test]
async fn a_limit_of_the_api_affects_no_other_host() {
    let away = Server::start(|_| reply(200, &[], "abc")).await;
    let there = format!("{}/a", away.url);
    let api = Server::start(move |call| match call.target.contains("/things") {
        true => reply(403, &[("retry-after", "60")], ""),
        false => reply(302, &[("location", &there)], ""),
    })
    .await;
    let client = api::client(&api.url);
    let redirect = client.download().await.unwrap().into_body();
    let error: Error<ThingsError> = client.get("1").await.unwrap_err();
    limited(error);
    assert_eq!(redirect.download().bytes().await.unwrap(), "abc");
}
