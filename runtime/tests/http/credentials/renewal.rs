//! Tests of credential renewal: once for all waiting calls, before expiry, and again after a failure.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use tagsmith_runtime::Error;
use tagsmith_runtime::jiff::{SignedDuration, Timestamp};
use tagsmith_runtime::transport::Stage;
use tokio::task::JoinSet;
use tokio::time::{advance, sleep, timeout};

use crate::api::{self, Client, ThingsError};
use crate::credentials::github_app::app;
use crate::credentials::installation::{MINUTE, THING, builder, client, network, token, tokens};
use crate::fakes::{BEGIN, Network, broken, say};
use crate::server::{Server, json};

/// Returns the token of the last request.
fn last(network: &Network) -> String {
    let asked = network.asked();
    let sent = asked.last().unwrap().authorization.clone().unwrap();
    sent.strip_prefix("Bearer ").unwrap().to_owned()
}

async fn at_once(client: &Client, calls: usize) -> Vec<Result<(), Error<ThingsError>>> {
    let mut set = JoinSet::new();
    for _ in 0..calls {
        let call = client.get("1");
        set.spawn(async { call.await.map(drop) });
    }
    set.join_all().await
}

#[tokio::test]
async fn a_thousand_calls_wait_for_one_token_of_a_real_server() {
    let server = Server::start(|call| {
        if call.target.ends_with("/access_tokens") {
            let end = Timestamp::now() + SignedDuration::from_hours(1);
            return json(201, format!(r#"{{"token":"ghs_1","expires_at":"{end}"}}"#));
        }
        json(200, THING)
    })
    .await;
    let builder = api::anonymous(&server.url).credentials(app().installation(7));
    let client: Client = builder.max_concurrent(100).build().unwrap();
    for result in at_once(&client, 1000).await {
        result.unwrap();
    }
    let received = server.received();
    let renewals = received
        .iter()
        .filter(|it| it.target.ends_with("/access_tokens"));
    assert_eq!(renewals.count(), 1);
    assert_eq!(received.len(), 1001);
    assert!(
        received[1..]
            .iter()
            .all(|it| it.header("authorization") == Some("Bearer ghs_1"))
    );
}

#[tokio::test(start_paused = true)]
async fn a_thousand_calls_wait_for_one_slow_token() {
    let network = network(|number, asked| token(number, asked, 3600).after(20));
    for result in at_once(&client(&network), 1000).await {
        result.unwrap();
    }
    assert_eq!(tokens(&network), 1);
    assert_eq!(network.asked().len(), 1001);
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_before_it_expires_while_other_calls_use_it() {
    let network = network(|number, asked| {
        let wait = if number == 1 { 0 } else { 8 };
        token(number, asked, 3600).after(wait)
    });
    let client = client(&network);
    client.get("1").await.unwrap();
    advance(55 * MINUTE - Duration::from_secs(1)).await;
    client.get("1").await.unwrap();
    assert_eq!((tokens(&network), last(&network)), (1, "ghs_1".to_owned()));
    advance(Duration::from_secs(1)).await;
    let renewing = tokio::spawn(client.get("1").into_future());
    sleep(Duration::from_secs(1)).await;
    for _ in 0..10 {
        let call = timeout(Duration::from_secs(1), client.get("1").into_future());
        call.await.unwrap().unwrap();
        assert_eq!((tokens(&network), last(&network)), (2, "ghs_1".to_owned()));
    }
    renewing.await.unwrap().unwrap();
    assert_eq!((tokens(&network), last(&network)), (2, "ghs_2".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn an_early_renewal_that_fails_or_stalls_fails_no_call() {
    for stalls in [false, true] {
        let network = network(move |number, asked| match number {
            1 => token(number, asked, 3600),
            _ if stalls => token(number, asked, 3600).after(3600),
            _ => say(500, "{}"),
        });
        let client = client(&network);
        client.get("1").await.unwrap();
        advance(55 * MINUTE).await;
        for _ in 0..10 {
            client.get("1").await.unwrap();
            assert_eq!((tokens(&network), last(&network)), (2, "ghs_1".to_owned()));
        }
        // The failed renewal is retried after a while.
        advance(Duration::from_secs(30)).await;
        client.get("1").await.unwrap();
        assert_eq!(tokens(&network), 3);
    }
}

#[tokio::test(start_paused = true)]
async fn all_waiting_calls_share_one_failure_and_the_next_call_retries() {
    let network = network(|number, asked| match number {
        1 => say(404, r#"{"message":"Not Found"}"#).after(5),
        _ => token(number, asked, 3600),
    });
    let client = client(&network);
    for result in at_once(&client, 1000).await {
        let error = result.unwrap_err();
        assert!(matches!(error, Error::Credential(_)), "{error:?}");
        assert_eq!(
            error.to_string(),
            "things/get: no credential: the app has no installation with this id: check the id, and whether the \
             app is still installed (status 404); GitHub says: Not Found"
        );
    }
    assert_eq!(tokens(&network), 1);
    client.get("1").await.unwrap();
    assert_eq!(tokens(&network), 2);
}

#[tokio::test(start_paused = true)]
async fn a_temporary_failure_is_retried_by_the_call() {
    let network = network(|number, asked| match number {
        1 => say(502, "<html>"),
        2 => broken(Stage::Send),
        _ => token(number, asked, 3600),
    });
    client(&network).get("1").await.unwrap();
    assert_eq!(tokens(&network), 3);
}

/// A network that issues no token for the first minute.
fn limited() -> Network {
    network(|number, asked| match asked.at < MINUTE {
        true => say(
            403,
            r#"{"message":"You have exceeded a secondary rate limit"}"#,
        )
        .with("retry-after", "60"),
        false => token(number, asked, 3600),
    })
}

#[tokio::test(start_paused = true)]
async fn rate_limit_wait_applies_to_token_requests() {
    let network = limited();
    let patient = builder(&network).rate_limit_wait(2 * MINUTE);
    for result in at_once(&patient.build().unwrap(), 100).await {
        result.unwrap();
    }
    assert_eq!(tokens(&network), 2);
    assert_eq!(network.count("/things/1"), 100);
}

#[tokio::test(start_paused = true)]
async fn a_rate_limited_token_request_is_an_error_until_the_reset() {
    let network = limited();
    let client = client(&network);
    for _ in 0..3 {
        let error = client.get("1").await.unwrap_err();
        let Error::Credential(error) = error else {
            panic!("{error:?}")
        };
        let until = error.limit().unwrap().until.as_second();
        assert_eq!(until, BEGIN + 60);
    }
    assert_eq!(tokens(&network), 1);
    advance(MINUTE).await;
    client.get("1").await.unwrap();
    assert_eq!(tokens(&network), 2);
}

#[tokio::test(start_paused = true)]
async fn a_dropped_call_leaves_the_renewal_to_the_next_one() {
    let network = network(|number, asked| token(number, asked, 3600).after(20));
    let client = client(&network);
    let first = tokio::spawn(client.get("1").into_future());
    sleep(Duration::from_secs(1)).await;
    let second = tokio::spawn(client.get("1").into_future());
    let third = tokio::spawn(client.get("1").into_future());
    sleep(Duration::from_secs(1)).await;
    assert_eq!(tokens(&network), 1);
    first.abort();
    second.await.unwrap().unwrap();
    third.await.unwrap().unwrap();
    assert_eq!(tokens(&network), 2);
    assert_eq!(last(&network), "ghs_2");
}

#[tokio::test(start_paused = true)]
async fn a_rejected_token_is_renewed_once_for_all_calls() {
    let revoked = Arc::new(AtomicBool::new(false));
    let is_revoked = Arc::clone(&revoked);
    let tokens_given = AtomicUsize::new(0);
    let network = Network::new(move |asked| {
        if asked.target.ends_with("/access_tokens") {
            return token(tokens_given.fetch_add(1, Ordering::SeqCst) + 1, asked, 3600).after(1);
        }
        let is_old = asked.authorization.as_deref() == Some("Bearer ghs_1");
        match is_old && is_revoked.load(Ordering::SeqCst) {
            true => say(401, r#"{"message":"Bad credentials"}"#).after(1),
            false => say(200, THING),
        }
    });
    let client = client(&network);
    client.get("1").await.unwrap();
    // At that time, all machines of the server accept the token.
    advance(Duration::from_secs(5)).await;
    revoked.store(true, Ordering::SeqCst);
    for result in at_once(&client, 100).await {
        result.unwrap();
    }
    assert_eq!(tokens(&network), 2);
    assert_eq!(network.count("/things/1"), 1 + 2 * 100);
}
