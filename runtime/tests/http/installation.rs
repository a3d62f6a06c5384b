//! Installation tokens: one renewal for all who wait, in time, and not for ever without.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use tagsmith_runtime::auth::{Api, Credential, CredentialError, CredentialSource, Installation};
use tagsmith_runtime::jiff::{SignedDuration, Timestamp};
use tagsmith_runtime::transport::Stage;
use tagsmith_runtime::{BoxFuture, Error};
use tokio::task::JoinSet;
use tokio::time::{advance, sleep, timeout};

use crate::api::{self, Client, ThingsError};
use crate::app::{accepts_jwt, app, date};
use crate::fakes::{Asked, BEGIN, Network, Said, broken, clock, say};
use crate::server::{Server, json};

const URL: &str = "https://api.example.org";
const THING: &str = r#"{"id":1,"name":"a"}"#;
const MINUTE: Duration = Duration::from_secs(60);

/// Returns an answer with a token that holds for so many seconds.
fn token(number: usize, asked: &Asked, holds: i64) -> Said {
    let end = BEGIN + i64::try_from(asked.at.as_secs()).unwrap() + holds;
    let end = Timestamp::from_second(end).unwrap();
    let body = format!(r#"{{"token":"ghs_{number}","expires_at":"{end}"}}"#);
    say(201, body).with("date", date(asked, 0))
}

/// A network that gives tokens by a script, which hears the how many-th it is; all else works.
fn network(script: impl Fn(usize, &Asked) -> Said + Send + Sync + 'static) -> Network {
    let tokens = AtomicUsize::new(0);
    Network::new(move |asked| {
        if !asked.target.ends_with("/access_tokens") {
            return say(200, THING);
        }
        assert_eq!(
            asked.target,
            format!("{URL}/app/installations/7/access_tokens")
        );
        script(tokens.fetch_add(1, Ordering::SeqCst) + 1, asked)
    })
}

fn with(network: &Network, source: impl CredentialSource) -> Client {
    let builder = api::anonymous(URL).credentials(source);
    let builder = builder.transport(network.clone()).clock(clock(0));
    builder.timeout(10 * MINUTE).build().unwrap()
}

fn client(network: &Network) -> Client {
    with(network, app().installation(7))
}

fn tokens(network: &Network) -> usize {
    network.count("/access_tokens")
}

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
async fn a_thousand_calls_wait_for_one_token_that_takes_its_time() {
    let network = network(|number, asked| token(number, asked, 3600).after(20));
    for result in at_once(&client(&network), 1000).await {
        result.unwrap();
    }
    assert_eq!(tokens(&network), 1);
    assert_eq!(network.asked().len(), 1001);
}

#[tokio::test(start_paused = true)]
async fn a_token_is_asked_for_by_jwt_and_limited_as_it_was_said() {
    let network = network(|number, asked| {
        assert!(accepts_jwt(asked, 0));
        token(number, asked, 3600)
    });
    client(&network).get("1").await.unwrap();
    assert_eq!(network.asked()[0].body, "");
    let limited = app()
        .installation(7)
        .repositories(["a", "b"])
        .repository_ids([1])
        .permissions([("contents", "read"), ("issues", "write")]);
    with(&network, limited).get("1").await.unwrap();
    let body: serde_json::Value = serde_json::from_str(&network.asked()[2].body).unwrap();
    assert_eq!(
        body,
        serde_json::json!({
            "repositories": ["a", "b"],
            "repository_ids": [1],
            "permissions": {"contents": "read", "issues": "write"},
        })
    );
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_before_its_end_while_other_calls_go_on_with_it() {
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
async fn a_renewal_ahead_of_time_that_fails_or_stalls_does_no_harm() {
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
        // It is tried again after a while.
        advance(Duration::from_secs(30)).await;
        client.get("1").await.unwrap();
        assert_eq!(tokens(&network), 3);
    }
}

#[tokio::test(start_paused = true)]
async fn all_who_wait_get_the_one_failure_and_the_next_call_tries_again() {
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
            "things/get: no credential: the app has no such installation: check the id, and whether it \
             is still installed there (status 404); GitHub says: Not Found"
        );
    }
    assert_eq!(tokens(&network), 1);
    client.get("1").await.unwrap();
    assert_eq!(tokens(&network), 2);
}

#[tokio::test(start_paused = true)]
async fn what_is_temporary_is_tried_again_by_the_call() {
    let network = network(|number, asked| match number {
        1 => say(502, "<html>"),
        2 => broken(Stage::Send),
        _ => token(number, asked, 3600),
    });
    client(&network).get("1").await.unwrap();
    assert_eq!(tokens(&network), 3);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_dropped_leaves_the_renewal_to_the_next_one() {
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
async fn a_token_that_is_not_accepted_is_renewed_once_for_all() {
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
    revoked.store(true, Ordering::SeqCst);
    for result in at_once(&client, 100).await {
        result.unwrap();
    }
    assert_eq!(tokens(&network), 2);
    assert_eq!(network.count("/things/1"), 1 + 2 * 100);
}

#[tokio::test(start_paused = true)]
async fn clocks_that_are_off_neither_prevent_a_token_nor_its_renewal() {
    for off in [-7200, -400, 400, 7200] {
        let network = network(move |number, asked| match accepts_jwt(asked, off) {
            true => {
                let end = BEGIN + off + i64::try_from(asked.at.as_secs()).unwrap() + 3600;
                let end = Timestamp::from_second(end).unwrap();
                let body = format!(r#"{{"token":"ghs_{number}","expires_at":"{end}"}}"#);
                say(201, body).with("date", date(asked, off))
            }
            false => say(
                401,
                r#"{"message":"'Expiration time' claim ('exp') is too far in the future"}"#,
            )
            .with("date", date(asked, off)),
        });
        let client = client(&network);
        client.get("1").await.unwrap();
        let first = tokens(&network);
        assert!(first <= 2, "{off}");
        advance(54 * MINUTE).await;
        client.get("1").await.unwrap();
        assert_eq!(tokens(&network), first, "{off}");
        advance(MINUTE).await;
        client.get("1").await.unwrap();
        assert_eq!(tokens(&network), first + 1, "{off}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_limit_outlives_the_token_that_met_it() {
    let given = AtomicUsize::new(0);
    let network = Network::new(move |asked| {
        if asked.target.ends_with("/access_tokens") {
            return token(given.fetch_add(1, Ordering::SeqCst) + 1, asked, 600);
        }
        say(403, "{}")
            .with("x-ratelimit-limit", "5000")
            .with("x-ratelimit-remaining", "0")
            .with("x-ratelimit-resource", "core")
            .with("x-ratelimit-reset", (BEGIN + 3600).to_string())
    });
    let client = client(&network);
    for expected in [1, 2] {
        let error = client.get("1").await.unwrap_err();
        assert!(matches!(error, Error::RateLimited(_)), "{error:?}");
        assert_eq!(tokens(&network), expected);
        assert_eq!(network.count("/things/1"), 1);
        advance(10 * MINUTE).await;
    }
}

#[tokio::test(start_paused = true)]
async fn each_refusal_says_what_to_do() {
    for (status, expected) in [
        (401, "check both"),
        (403, "suspended"),
        (404, "still installed"),
        (422, "check the repositories and permissions"),
        (429, "a limit of GitHub is used up until 2027-"),
        (302, "status 302"),
        (201, "has no installation token"),
    ] {
        let network = network(move |_, _| say(status, r#"{"message":"So it is"}"#));
        let error = client(&network).get("1").await.unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
        assert!(
            status == 201 || error.ends_with("GitHub says: So it is"),
            "{error}"
        );
        assert_eq!(tokens(&network), 1, "{status}");
    }
}

/// A source that several clients share.
struct Shared(Arc<Installation>);

impl CredentialSource for Shared {
    fn credential<'a>(
        &'a self,
        api: &'a Api<'a>,
    ) -> BoxFuture<'a, Result<Credential, CredentialError>> {
        self.0.credential(api)
    }
}

#[tokio::test]
async fn a_token_goes_to_no_other_api_than_the_one_that_gave_it() {
    let start = |token: &'static str| {
        Server::start(move |call| {
            if call.target.ends_with("/access_tokens") {
                return json(201, format!(r#"{{"token":"{token}"}}"#));
            }
            json(200, THING)
        })
    };
    let (left, right) = (start("left").await, start("right").await);
    let source = Arc::new(app().installation(7));
    for _ in 0..2 {
        for server in [&left, &right] {
            let builder = api::anonymous(&server.url).credentials(Shared(Arc::clone(&source)));
            builder.build().unwrap().get("1").await.unwrap();
        }
    }
    for (server, own) in [(left, "Bearer left"), (right, "Bearer right")] {
        let received = server.received();
        let mut calls = received.iter().filter(|it| it.target == "/things/1");
        assert!(calls.all(|it| it.header("authorization") == Some(own)));
    }
}
