//! Tests which calls are retried, how often, and with which backoff. Time is paused.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tagsmith_runtime::transport::Stage;
use tagsmith_runtime::{Error, OperationExt as _, RetryPolicy, Upload};

use crate::api::{Client, Thing};
use crate::stage::{Act, Play};

const QUICK: Duration = Duration::from_millis(10);

/// Fails this many times, and then responds.
fn failing(play: &Play, times: usize, act: impl Fn() -> Act + Send + Sync + 'static) -> Client {
    let left = AtomicUsize::new(times);
    let less = |it: usize| it.checked_sub(1);
    let builder = play.builder(QUICK, move |sent| {
        let failed = left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, less);
        match (failed, sent.method.as_str()) {
            (Ok(_), _) => act(),
            (Err(_), "POST") => Act::status(201),
            (Err(_), "DELETE") => Act::status(204),
            (Err(_), _) => Act::status(200),
        }
    });
    builder.build().unwrap()
}

#[tokio::test(start_paused = true)]
async fn transient_errors_are_retried() {
    let acts: [fn() -> Act; 8] = [
        || Act::status(408),
        || Act::status(500),
        || Act::status(502),
        || Act::status(503),
        || Act::status(504),
        || Act::Breaks(Stage::Connect),
        || Act::Breaks(Stage::Send),
        || Act::Breaks(Stage::Receive),
    ];
    for act in acts {
        let play = Play::begin();
        failing(&play, 2, act).get("1").await.unwrap();
        assert_eq!(play.sent().len(), 3);
        let play = Play::begin();
        failing(&play, 2, act).delete(1).await.unwrap();
        assert_eq!(play.sent().len(), 3);
    }
}

#[tokio::test(start_paused = true)]
async fn permanent_errors_are_not_retried() {
    for status in [400, 401, 403, 404, 409, 410, 422, 501, 505] {
        let play = Play::begin();
        let client = failing(&play, 1, move || Act::status(status));
        let error = client.get("1").await.unwrap_err();
        assert_eq!(error.attempts(), 1);
        assert_eq!(play.sent().len(), 1, "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_post_is_retried_only_if_it_was_not_received_or_is_set_idempotent() {
    let acts: [(fn() -> Act, usize); 4] = [
        (|| Act::status(502), 1),
        (|| Act::Breaks(Stage::Send), 1),
        (|| Act::Breaks(Stage::Receive), 1),
        (|| Act::Breaks(Stage::Connect), 2),
    ];
    for (act, sent) in acts {
        let play = Play::begin();
        let client = failing(&play, 1, act);
        let _ = client.create(&Thing::default()).await;
        assert_eq!(play.sent().len(), sent);

        let play = Play::begin();
        let client = failing(&play, 1, act);
        let call = client.create(&Thing::default());
        call.idempotent(true).await.unwrap();
        assert_eq!(play.sent().len(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_consumed_reader_body_is_not_retried() {
    let play = Play::begin();
    let client = failing(&play, 1, || Act::status(503));
    let reader = Upload::reader(&b"abc"[..], 3);
    client.upload(reader).idempotent(true).await.unwrap_err();
    assert_eq!(play.sent().len(), 1);

    let play = Play::begin();
    let client = failing(&play, 1, || Act::status(503));
    let call = client.upload(Upload::from("abc"));
    call.idempotent(true).await.unwrap();
    assert_eq!(play.sent().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn the_error_contains_the_number_of_attempts() {
    let play = Play::begin();
    let client = failing(&play, 9, || Act::status(503));
    let error = client.get("1").await.unwrap_err();
    assert_eq!(error.attempts(), 3);
    assert_eq!(
        error.to_string(),
        "things/get: 503 Service Unavailable (after 3 attempts)"
    );
    let play = Play::begin();
    let client = failing(&play, 9, || Act::Breaks(Stage::Send));
    let call = client.get("1").retry(RetryPolicy::new().attempts(5));
    assert_eq!(
        call.await.unwrap_err().to_string(),
        "things/get: no response from api.example.org: it broke (after 5 attempts)"
    );
    assert_eq!(play.sent().len(), 5);
    let error = client
        .get("1")
        .retry(RetryPolicy::never())
        .await
        .unwrap_err();
    assert_eq!(error.attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_respected_within_the_timeout() {
    let play = Play::begin();
    let client = failing(&play, 1, || Act::status(503).with("retry-after", 7));
    client.get("1").await.unwrap();
    assert_eq!(play.times(), [0, 7010]);

    let play = Play::begin();
    let client = failing(&play, 1, || Act::status(503).with("retry-after", 61));
    let error = client.get("1").await.unwrap_err();
    assert_eq!((error.attempts(), play.sent().len()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn the_timeout_includes_all_attempts() {
    let play = Play::begin();
    let client = failing(&play, 9, || Act::Never);
    let seconds = Duration::from_secs;
    let call = client.get("1").timeout(seconds(10));
    let error = call.attempt_timeout(seconds(4)).await.unwrap_err();
    assert!(matches!(error, Error::Timeout(_)), "{error:?}");
    assert!(play.now().as_second() - 1_700_000_000 <= 10);
    assert_eq!(play.sent().len(), 3);
    assert_eq!(
        error.to_string(),
        "things/get: no complete response from api.example.org within 10s (after 3 attempts)"
    );
}

#[tokio::test(start_paused = true)]
async fn the_retry_budget_limits_retries_in_an_outage() {
    let play = Play::begin();
    let client = play.builder(QUICK, |_| Act::status(503)).build().unwrap();
    let mut calls = Vec::new();
    for _ in 0..6000 {
        let call = client.get("1").into_future();
        calls.push(tokio::spawn(call));
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    for call in calls {
        call.await.unwrap().unwrap_err();
    }
    let sent = play.sent().len();
    assert!(sent <= 7200, "{sent} requests for 6000 calls");
    assert!(sent > 6500, "{sent}: some are retried");
}

#[tokio::test(start_paused = true)]
async fn a_dropped_call_sends_nothing_more() {
    let play = Play::begin();
    let builder = play.builder(QUICK, |_| Act::Never).max_concurrent(1);
    let client = builder.build().unwrap();
    for _ in 0..3 {
        let call = client.get("1").into_future();
        let dropped = tokio::time::timeout(Duration::from_secs(1), call).await;
        dropped.unwrap_err();
    }
    assert_eq!(play.sent().len(), 3);
}
