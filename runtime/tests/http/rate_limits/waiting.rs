//! Tests of GitHub's rate limits: detection, tracking and waiting. Time is paused.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tagsmith_runtime::{Error, LimitKind, OperationExt as _, RateLimitError};

use crate::api::{Client, Thing, ThingsError};
use crate::stage::{Act, Play, Sent};

const QUICK: Duration = Duration::from_millis(10);
const MINUTE: Duration = Duration::from_secs(60);
const BEGIN: i64 = 1_700_000_000;

/// Returns a response of a window that resets this many seconds after the start.
fn rated(status: u16, remaining: i64, ends: i64, resource: &str) -> Act {
    Act::status(status)
        .with("x-ratelimit-limit", 60)
        .with("x-ratelimit-remaining", remaining)
        .with("x-ratelimit-reset", BEGIN + ends)
        .with("x-ratelimit-resource", resource)
}

fn limited(error: Error<ThingsError>) -> RateLimitError {
    match error {
        Error::RateLimited(error) => *error,
        error => panic!("{error:?}"),
    }
}

/// Returns a client. The server's script receives the seconds since the start.
fn client(play: &Play, patience: Duration, script: fn(i64) -> Act) -> Client {
    let script = move |sent: &Sent| script(sent.at.as_secs().try_into().unwrap());
    let builder = play.builder(QUICK, script).rate_limit_wait(patience);
    builder.build().unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_limit_fails_at_once_and_calls_that_would_exceed_it_are_not_sent() {
    let play = Play::begin();
    let client = client(&play, Duration::ZERO, |at| match at {
        0..100 => rated(403, 0, 100, "core"),
        _ => rated(200, 59, 3700, "core"),
    });
    let error = limited(client.get("1").await.unwrap_err());
    assert_eq!(error.limit().kind, LimitKind::Primary);
    assert_eq!(error.limit().until.as_second() - BEGIN, 100);
    assert_eq!(error.status().unwrap(), 403);
    assert_eq!(
        error.to_string(),
        "things/get: 403 Forbidden: the rate limit of `core` is exhausted until \
         2023-11-14T22:15:00Z, for another 100 s (set `rate_limit_wait` to wait)"
    );
    for _ in 0..3 {
        let error = limited(client.get("1").await.unwrap_err());
        assert!(error.status().is_none());
        let line = error.to_string();
        assert!(
            line.contains(": not sent: the rate limit of `core`"),
            "{line}"
        );
    }
    assert_eq!(play.sent().len(), 1);
    tokio::time::sleep(Duration::from_secs(100)).await;
    client.get("1").await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn after_the_last_call_of_a_window_the_next_one_is_not_sent() {
    let play = Play::begin();
    let client = client(&play, Duration::ZERO, |_| rated(200, 0, 100, "core"));
    client.get("1").await.unwrap();
    limited(client.get("1").await.unwrap_err());
    assert_eq!(play.sent().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_window_resets_by_the_servers_clock_and_within_a_day() {
    // The server's clock is 1000 seconds behind, then ahead.
    for (date, ends, expected) in [
        ("Tue, 14 Nov 2023 21:56:40 GMT", -900, 100),
        ("Tue, 14 Nov 2023 22:30:00 GMT", 1100, 100),
        ("Tue, 14 Nov 2023 22:13:20 GMT", 1 << 37, 24 * 60 * 60),
    ] {
        let play = Play::begin();
        let script = move |_: &Sent| rated(200, 0, ends, "core").with("date", date);
        let client = play.builder(QUICK, script).build().unwrap();
        client.get("1").await.unwrap();
        let error = limited(client.get("1").await.unwrap_err());
        assert_eq!(error.limit().until.as_second() - BEGIN, expected, "{date}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_response_with_remaining_requests_ends_the_limit_of_its_account_and_resource() {
    for (resource, is_ended) in [("core", true), ("search", false)] {
        let play = Play::begin();
        let script = move |sent: &Sent| match sent.url.contains("/found") {
            true => rated(200, 50, 100, resource),
            false if sent.at < QUICK => rated(403, 0, 100, "core"),
            false => rated(200, 49, 100, "core"),
        };
        let client = play.builder(QUICK, script).build().unwrap();
        limited(client.get("1").await.unwrap_err());
        limited(client.get("1").await.unwrap_err());
        let found = client.find("a").await;
        assert!(!matches!(found, Err(Error::RateLimited(_))));
        assert_eq!(client.get("1").await.is_ok(), is_ended, "{resource}");
        assert_eq!(play.sent().len(), if is_ended { 3 } else { 2 });
    }
}

#[tokio::test(start_paused = true)]
async fn an_outdated_response_does_not_end_a_limit() {
    let play = Play::begin();
    let script = |sent: &Sent| match sent.url.contains("/found") {
        true => rated(200, 1, 100, "core"),
        false => rated(403, 0, 100, "core"),
    };
    let client = play.builder(QUICK, script).build().unwrap();
    let get = tokio::spawn(client.get("1").into_future());
    let find = tokio::spawn(client.find("a").into_future());
    limited(get.await.unwrap().unwrap_err());
    let _ = find.await.unwrap();
    limited(client.get("1").await.unwrap_err());
    limited(client.find("a").await.unwrap_err());
    assert_eq!(play.sent().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_shorter_limit_does_not_replace_a_longer_one() {
    let play = Play::begin();
    let script = |sent: &Sent| {
        let wait = if sent.url.ends_with("/1") { 600 } else { 5 };
        Act::status(403).with("retry-after", wait)
    };
    let client = play.builder(QUICK, script).build().unwrap();
    // Both calls are in flight before the first response.
    let calls = [client.get("1"), client.get("2")].map(|it| tokio::spawn(it.into_future()));
    for call in calls {
        limited(call.await.unwrap().unwrap_err());
    }
    tokio::time::sleep(Duration::from_secs(30)).await;
    limited(client.get("1").await.unwrap_err());
    assert_eq!(play.sent().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn repeated_limits_back_off() {
    for act in [
        || Act::status(429).with("retry-after", 0),
        || rated(403, 0, 0, "core"),
    ] {
        let play = Play::begin();
        let builder = play.builder(QUICK, move |_| act());
        let builder = builder.rate_limit_wait(Duration::from_secs(3600));
        let client = builder.build().unwrap();
        let call = client.get("1").timeout(Duration::from_secs(3600));
        call.await.unwrap_err();
        assert!(play.sent().len() < 20, "{}", play.sent().len());
    }
}

#[tokio::test(start_paused = true)]
async fn rate_limit_wait_waits_for_the_reset() {
    let play = Play::begin();
    let client = client(&play, MINUTE, |at| match at {
        0..30 => rated(429, 0, 30, "core"),
        _ => rated(200, 59, 3700, "core"),
    });
    let response = client.get("1").await.unwrap();
    assert_eq!(response.rate_limit().unwrap().remaining, 59);
    let [first, second] = play.times()[..] else {
        panic!()
    };
    assert_eq!(first, 0);
    assert!((30_000..30_200).contains(&second), "{second}");
}

#[tokio::test(start_paused = true)]
async fn a_rate_limited_write_is_retried() {
    let play = Play::begin();
    let client = client(&play, MINUTE, |at| match at {
        0..5 => Act::status(403).with("retry-after", 5),
        _ => Act::status(201),
    });
    client.create(&Thing::default()).await.unwrap();
    assert_eq!(play.sent().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn no_call_waits_longer_than_its_timeout_or_rate_limit_wait() {
    for (patience, timeout) in [(MINUTE, 20), (Duration::from_secs(20), 120)] {
        let play = Play::begin();
        let client = client(&play, patience, |_| rated(403, 0, 30, "core"));
        let call = client.get("1").timeout(Duration::from_secs(timeout));
        limited(call.await.unwrap_err());
        assert_eq!(play.times(), [0]);
        assert_eq!(play.now().as_second(), BEGIN);
    }
}

#[tokio::test(start_paused = true)]
async fn a_secondary_limit_affects_all_operations_and_a_primary_one_its_resource() {
    let secondary = Arc::new(AtomicBool::new(false));
    let is_secondary = secondary.clone();
    let play = Play::begin();
    let script = move |sent: &Sent| match sent.url.contains("/found") {
        true if is_secondary.load(Ordering::SeqCst) => Act::status(403).with("retry-after", 60),
        true => rated(403, 0, 60, "search"),
        false => rated(200, 50, 60, "core"),
    };
    let client = play.builder(QUICK, script).build().unwrap();
    let found = client.find("a").await.unwrap_err();
    assert_eq!(limited(found).limit().kind, LimitKind::Primary);
    client.get("1").await.unwrap();
    tokio::time::sleep(MINUTE).await;

    secondary.store(true, Ordering::SeqCst);
    let found = client.find("a").await.unwrap_err();
    assert_eq!(limited(found).limit().kind, LimitKind::Secondary);
    let error = limited(client.get("1").await.unwrap_err());
    assert_eq!(error.limit().kind, LimitKind::Secondary);
    assert!(error.status().is_none());
}

#[tokio::test(start_paused = true)]
async fn a_missing_permission_is_an_api_error() {
    let play = Play::begin();
    let client = client(&play, MINUTE, |_| rated(403, 12, 60, "core"));
    let error = client.get("1").await.unwrap_err();
    assert!(matches!(error, Error::Api(_)), "{error:?}");
    assert_eq!(play.sent().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn max_concurrent_is_not_exceeded() {
    let play = Play::begin();
    let builder = play.builder(Duration::from_secs(1), |_| Act::status(200));
    let client = builder.max_concurrent(4).build().unwrap();
    let calls: Vec<_> = (0..12)
        .map(|_| tokio::spawn(client.get("1").into_future()))
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let seconds: Vec<_> = play.sent().iter().map(|it| it.at.as_secs()).collect();
    assert_eq!(seconds, [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]);
}

#[tokio::test(start_paused = true)]
async fn writes_are_a_second_apart_and_reads_do_not_wait() {
    let play = Play::begin();
    let builder = play.builder(QUICK, |sent| match sent.method.as_str() {
        "POST" => Act::status(201),
        _ => Act::status(200),
    });
    let client = builder.pace_writes(true).build().unwrap();
    let thing = Thing::default();
    let calls: Vec<_> = (0..3)
        .map(|_| tokio::spawn(client.create(&thing).into_future()))
        .collect();
    client.get("1").await.unwrap();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let mut seconds: Vec<_> = play.sent().iter().map(|it| it.at.as_secs()).collect();
    seconds.sort_unstable();
    assert_eq!(seconds, [0, 0, 1, 2]);
}

#[tokio::test(start_paused = true)]
async fn writes_are_a_second_apart_even_if_others_delay_them() {
    let play = Play::begin();
    let builder = play.builder(Duration::from_secs(5), |_| Act::status(201));
    let builder = builder.pace_writes(true).max_concurrent(2);
    let client = builder.build().unwrap();
    let others = [client.get("1"), client.get("1")].map(|it| tokio::spawn(it.into_future()));
    tokio::time::sleep(QUICK).await;
    let thing = Thing::default();
    let calls = [(); 2].map(|()| tokio::spawn(client.create(&thing).into_future()));
    for call in calls {
        call.await.unwrap().unwrap();
    }
    for other in others {
        let _ = other.await.unwrap();
    }
    let posts = play.sent().into_iter().filter(|it| it.method == "POST");
    let seconds: Vec<_> = posts.map(|it| it.at.as_secs()).collect();
    // The writes are also sent one after the other.
    assert_eq!(seconds, [5, 10]);
}

#[tokio::test(start_paused = true)]
async fn writes_of_all_methods_are_sent_one_after_the_other() {
    let play = Play::begin();
    let builder = play.builder(Duration::from_millis(2500), |sent| {
        Act::status(match sent.method.as_str() {
            "DELETE" => 204,
            _ => 201,
        })
    });
    let client = builder.pace_writes(true).build().unwrap();
    let thing = Thing::default();
    let creates = [(); 2].map(|()| tokio::spawn(client.create(&thing).into_future()));
    let upload = tokio::spawn(client.upload("abc").into_future());
    let delete = tokio::spawn(client.delete(1).into_future());
    for create in creates {
        create.await.unwrap().unwrap();
    }
    upload.await.unwrap().unwrap();
    delete.await.unwrap().unwrap();
    let mut times = play.times();
    times.sort_unstable();
    assert_eq!(times, [0, 2500, 5000, 7500]);
}

#[tokio::test(start_paused = true)]
async fn a_dropped_write_releases_the_queue() {
    let play = Play::begin();
    let builder = play.builder(QUICK, |sent| match sent.url.ends_with("/image") {
        true => Act::Never,
        false => Act::status(201),
    });
    let client = builder.pace_writes(true).build().unwrap();
    let stuck = tokio::spawn(client.upload("abc").into_future());
    tokio::time::sleep(QUICK).await;
    let next = tokio::spawn(client.create(&Thing::default()).into_future());
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert_eq!(play.sent().len(), 1);
    stuck.abort();
    next.await.unwrap().unwrap();
    assert_eq!(play.sent().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_rate_limited_call_does_not_queue() {
    let play = Play::begin();
    let builder = play.builder(QUICK, |_| Act::status(403).with("retry-after", 60));
    let client = builder.pace_writes(true).build().unwrap();
    let thing = Thing::default();
    for _ in 0..5 {
        limited(client.create(&thing).await.unwrap_err());
    }
    assert!(play.now().as_second() - BEGIN < 1);
}
