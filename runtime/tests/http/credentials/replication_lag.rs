//! Tests of replication lag: a server rejects a token that it has just issued.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::response::Response;
use tagsmith_runtime::RetryPolicy;
use tagsmith_runtime::auth::{Credential, UserToken};
use tagsmith_runtime::jiff::{SignedDuration, Timestamp};
use tokio::time::advance;

use crate::api::{self, Client, Thing};
use crate::credentials::github_app::app;
use crate::credentials::installation::{self, MINUTE, THING, token, tokens};
use crate::fakes::{Network, say};
use crate::server::{Server, json, reply};

const UNKNOWN: &str = r#"{"message":"Bad credentials"}"#;
const DENIED: &str = r#"{"message":"Resource not accessible by integration"}"#;

/// Starts a server that issues tokens and refuses the first calls. The script receives the number of the call.
async fn refusing(script: impl Fn(usize) -> Option<Response> + Send + Sync + 'static) -> Server {
    let (calls, issued) = (AtomicUsize::new(0), AtomicUsize::new(0));
    Server::start(move |call| {
        if call.target.ends_with("/access_tokens") {
            let number = issued.fetch_add(1, Ordering::SeqCst) + 1;
            let end = Timestamp::now() + SignedDuration::from_hours(1);
            let body = format!(r#"{{"token":"ghs_{number}","expires_at":"{end}"}}"#);
            return json(201, body);
        }
        let number = calls.fetch_add(1, Ordering::SeqCst) + 1;
        script(number).unwrap_or_else(|| json(200, THING))
    })
    .await
}

fn client(server: &Server) -> Client {
    let builder = api::anonymous(&server.url).credentials(app().installation(7));
    // A retry for replication lag does not count as a retry under the retry policy.
    builder.retry(RetryPolicy::never()).build().unwrap()
}

/// Returns the credentials of all calls except token requests.
fn sent(server: &Server) -> Vec<String> {
    let received = server.received().into_iter();
    let calls = received.filter(|it| !it.target.ends_with("/access_tokens"));
    calls
        .map(|it| it.header("authorization").unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_rejected_new_token_is_retried() {
    for (status, body) in [(401, UNKNOWN), (403, DENIED), (401, "")] {
        let server = refusing(move |number| (number <= 2).then(|| json(status, body))).await;
        let client = client(&server);
        client.get("1").await.unwrap();
        assert_eq!(sent(&server), ["Bearer ghs_1"; 3], "{status}");
        // The next call uses the same token.
        client.get("1").await.unwrap();
        assert_eq!(sent(&server), ["Bearer ghs_1"; 4], "{status}");
    }
}

#[tokio::test]
async fn a_write_with_a_new_token_is_retried_too() {
    let server = refusing(|number| (number == 1).then(|| json(401, UNKNOWN))).await;
    let thing = Thing {
        id: 1,
        name: "a".to_owned(),
    };
    client(&server).create(&thing).await.unwrap();
    assert_eq!(sent(&server), ["Bearer ghs_1"; 2]);
    let bodies = server.received().into_iter().skip(1).map(|it| it.body);
    assert!(
        bodies
            .collect::<Vec<_>>()
            .windows(2)
            .all(|it| it[0] == it[1])
    );
}

#[tokio::test]
async fn other_refusals_are_not_replication_lag() {
    type Refusal = (u16, &'static [(&'static str, &'static str)], &'static str);
    let limit: Refusal = (
        403,
        &[
            ("x-ratelimit-limit", "5000"),
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-resource", "core"),
            ("x-ratelimit-reset", "4000000000"),
        ],
        r#"{"message":"API rate limit exceeded for installation"}"#,
    );
    let sso: Refusal = (
        403,
        &[("x-github-sso", "required; url=https://github.example/sso")],
        DENIED,
    );
    for (status, headers, body) in [
        limit,
        sso,
        (403, &[], r#"{"message":"Repository access blocked"}"#),
        (404, &[], r#"{"message":"Not Found"}"#),
    ] {
        let server = refusing(move |_| Some(reply(status, headers, body))).await;
        client(&server).get("1").await.unwrap_err();
        assert_eq!(sent(&server).len(), 1, "{status} {body}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_old_token_is_replaced_at_once() {
    let network = Network::new(move |asked| {
        if asked.target.ends_with("/access_tokens") {
            let number = if asked.at < Duration::from_secs(1) {
                1
            } else {
                2
            };
            return token(number, asked, 3600);
        }
        match asked.authorization.as_deref() {
            Some("Bearer ghs_1") if asked.at > MINUTE => say(401, UNKNOWN),
            _ => say(200, THING),
        }
    });
    let client = installation::client(&network);
    client.get("1").await.unwrap();
    advance(2 * MINUTE).await;
    client.get("1").await.unwrap();
    let asked = network.asked();
    let (refused, renewed) = (&asked[asked.len() - 3], &asked[asked.len() - 1]);
    assert_eq!(refused.authorization.as_deref(), Some("Bearer ghs_1"));
    assert_eq!(renewed.authorization.as_deref(), Some("Bearer ghs_2"));
    assert_eq!((tokens(&network), renewed.at), (2, refused.at));
}

#[tokio::test(start_paused = true)]
async fn the_retries_end_within_five_seconds() {
    for (status, body, expected) in [(401, UNKNOWN, 6), (403, DENIED, 5)] {
        let network = installation::network(|number, asked| token(number, asked, 3600));
        let network = {
            let issuing = network.clone();
            Network::new(
                move |asked| match asked.target.ends_with("/access_tokens") {
                    true => issuing.say(asked),
                    false => say(status, body),
                },
            )
        };
        let error = installation::client(&network).get("1").await.unwrap_err();
        assert_eq!(error.status().unwrap(), status);
        assert_eq!(network.count("/things/1"), expected, "{status}");
        // After the retries, a 401 replaces the token, once.
        assert_eq!(tokens(&network), if status == 401 { 2 } else { 1 });
        let last = network.asked().last().unwrap().at;
        assert!(last < Duration::from_secs(5), "{last:?}");
    }
}

/// A source whose token was issued this many seconds ago.
fn issued(seconds: i64) -> Credential {
    let time = Timestamp::now() - SignedDuration::from_secs(seconds);
    Credential::bearer("own").unwrap().issued_at(time)
}

#[tokio::test]
async fn custom_sources_can_set_the_time_of_issue() {
    for (age, expected) in [(0, 2), (10, 1)] {
        let server = refusing(|number| (number == 1).then(|| json(401, UNKNOWN))).await;
        let builder = api::anonymous(&server.url).credentials(issued(age));
        let outcome = builder.build().unwrap().get("1").await;
        assert_eq!(outcome.is_ok(), age == 0);
        assert_eq!(sent(&server), vec!["Bearer own"; expected]);
    }
}

#[tokio::test]
async fn a_renewed_user_token_is_retried() {
    let network = Network::new(|_| say(200, r#"{"access_token":"ghu_1","expires_in":28800}"#));
    let server = refusing(|number| (number <= 2).then(|| json(401, UNKNOWN))).await;
    let source = UserToken::from_refresh_token("Iv1.x", "r1").transport(network.clone());
    let builder = api::anonymous(&server.url).credentials(source);
    builder.build().unwrap().get("1").await.unwrap();
    assert_eq!(sent(&server), ["Bearer ghu_1"; 3]);
    assert_eq!(network.asked().len(), 1);
}
