//! Tests of installation tokens: requests, restrictions and accounts.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tagsmith_runtime::auth::CredentialSource;
use tagsmith_runtime::jiff::Timestamp;
use tagsmith_runtime::{ClientBuilder, Error};
use tokio::time::advance;

use crate::api::{self, Client};
use crate::credentials::github_app::{accepts_jwt, app, date};
use crate::fakes::{Asked, BEGIN, Network, Scripted, clock, say};
use crate::server::{Server, json};

const URL: &str = "https://api.example.org";
pub const THING: &str = r#"{"id":1,"name":"a"}"#;
pub const MINUTE: Duration = Duration::from_secs(60);

/// Returns a response with a token that expires after this many seconds.
pub fn token(number: usize, asked: &Asked, holds: i64) -> Scripted {
    let end = BEGIN + i64::try_from(asked.at.as_secs()).unwrap() + holds;
    let end = Timestamp::from_second(end).unwrap();
    let body = format!(r#"{{"token":"ghs_{number}","expires_at":"{end}"}}"#);
    say(201, body).with("date", date(asked, 0))
}

/// A network that issues tokens by a script, which receives the number of the token. All other requests succeed.
pub fn network(script: impl Fn(usize, &Asked) -> Scripted + Send + Sync + 'static) -> Network {
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

fn with(network: &Network, source: impl CredentialSource) -> ClientBuilder<Client> {
    let builder = api::anonymous(URL).credentials(source);
    let builder = builder.transport(network.clone()).clock(clock(0));
    builder.timeout(10 * MINUTE)
}

pub fn builder(network: &Network) -> ClientBuilder<Client> {
    with(network, app().installation(7))
}

pub fn client(network: &Network) -> Client {
    builder(network).build().unwrap()
}

pub fn tokens(network: &Network) -> usize {
    network.count("/access_tokens")
}

#[tokio::test(start_paused = true)]
async fn a_token_is_requested_by_jwt_with_its_restrictions() {
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
    let client = with(&network, limited).build().unwrap();
    client.get("1").await.unwrap();
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
async fn wrong_clocks_prevent_neither_a_token_nor_its_renewal() {
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
async fn a_rate_limit_outlives_the_token_that_exceeded_it() {
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
async fn each_refusal_has_advice() {
    for (status, expected) in [
        (401, "check both"),
        (403, "suspended"),
        (404, "still installed"),
        (422, "repository or permission: check both"),
        (429, "a rate limit of GitHub is exhausted until 2027-"),
        (302, "status 302"),
        (201, "contains no installation token"),
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

#[tokio::test]
async fn a_token_is_sent_only_to_the_api_that_issued_it() {
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
            let builder = api::anonymous(&server.url).credentials(Arc::clone(&source));
            builder.build().unwrap().get("1").await.unwrap();
        }
    }
    for (server, own) in [(left, "Bearer left"), (right, "Bearer right")] {
        let received = server.received();
        let mut calls = received.iter().filter(|it| it.target == "/things/1");
        assert!(calls.all(|it| it.header("authorization") == Some(own)));
    }
}

#[tokio::test(start_paused = true)]
async fn an_id_that_is_not_positive_is_an_error_without_a_request() {
    for id in [0, -7, i64::MIN] {
        let network = network(|number, asked| token(number, asked, 3600));
        let client = with(&network, app().installation(id)).build().unwrap();
        let error = client.get("1").await.unwrap_err().to_string();
        assert!(
            error.contains(&format!("the installation id {id} given to")),
            "{error}"
        );
        assert!(network.asked().is_empty());
    }
}
