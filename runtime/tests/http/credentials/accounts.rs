//! Tests of clients for several accounts over shared connections.

use std::time::{Duration, Instant};

use tagsmith_runtime::auth::Credential;
use tagsmith_runtime::{Error, OperationExt as _, RetryPolicy};
use tokio::time::timeout;

use crate::api::{self, Client, Thing};
use crate::server::{Received, Server, json, reply};

const THING: &str = r#"{"id":1,"name":"a"}"#;

/// Returns a client of a different account, by its token.
fn other(client: &Client, token: &str) -> Client {
    let source = Credential::bearer(token).unwrap();
    client.core.with_credentials(source).unwrap().into()
}

fn token(call: &Received) -> Option<&str> {
    call.header("authorization")?.strip_prefix("Bearer ")
}

#[tokio::test]
async fn accounts_share_connections_and_not_tokens() {
    let server = Server::start(|_| json(200, THING)).await;
    let client = api::client(&server.url);
    client.get("1").await.unwrap();
    for number in 0..10 {
        other(&client, &number.to_string()).get("1").await.unwrap();
    }
    other(&other(&client, "a"), "b").get("1").await.unwrap();
    client.get("1").await.unwrap();
    assert_eq!(server.connections(), 1);
    let received = server.received();
    let tokens: Vec<_> = received.iter().filter_map(token).collect();
    let expected = [
        "canary", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "b", "canary",
    ];
    assert_eq!(tokens, expected);
}

#[tokio::test]
async fn a_rate_limit_of_one_account_does_not_affect_others() {
    let server = Server::start(|call| {
        let limit = [
            ("x-ratelimit-limit", "5000"),
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-resource", "core"),
            ("x-ratelimit-reset", "4000000000"),
        ];
        match token(call) {
            Some("canary") => reply(403, &limit, "{}"),
            _ => json(200, THING),
        }
    })
    .await;
    let client = api::client(&server.url);
    for _ in 0..2 {
        // The second call fails without a request.
        let error = client.get("1").await.unwrap_err();
        assert!(matches!(error, Error::RateLimited(_)), "{error:?}");
        assert_eq!(server.received().len(), 1);
    }
    other(&client, "other").get("1").await.unwrap();
    // The limit is stored by account, not by client.
    let error = other(&client, "canary").get("1").await.unwrap_err();
    assert!(matches!(error, Error::RateLimited(_)), "{error:?}");
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn the_concurrency_limit_of_one_account_does_not_affect_others() {
    let silent = crate::server::raw("", Duration::from_secs(60)).await;
    let client: Client = {
        let builder = api::builder(&silent).max_concurrent(1);
        builder.retry(RetryPolicy::never()).build().unwrap()
    };
    let pending = tokio::spawn(client.get("1").into_future());
    tokio::time::sleep(Duration::from_millis(50)).await;
    let second = Duration::from_millis(300);
    // The first call is in flight, and no longer in the queue.
    let other = other(&client, "other").get("1").attempt_timeout(second);
    let error = timeout(10 * second, other.into_future()).await.unwrap();
    assert!(matches!(error, Err(Error::Timeout(_))));
    // A second client of the busy account waits in the queue.
    for same in [client.clone(), self::other(&client, "canary")] {
        let waiting = same.get("1").attempt_timeout(second).into_future();
        timeout(2 * second, waiting).await.unwrap_err();
    }
    pending.abort();
}

#[tokio::test]
async fn writes_are_paced_per_account_across_clients() {
    let server = Server::start(|_| json(201, THING)).await;
    let builder = api::builder(&server.url).pace_writes(true);
    let client: Client = builder.build().unwrap();
    let begin = Instant::now();
    let thing = Thing::default();
    let write = |token: &'static str| {
        let call = other(&client, token).create(&thing).into_future();
        tokio::spawn(async move {
            call.await.unwrap();
            begin.elapsed().as_millis()
        })
    };
    let same = [write("canary"), write("canary"), write("canary")];
    let others = [write("b"), write("c"), write("d")];
    let mut times = Vec::new();
    for write in same {
        times.push(write.await.unwrap());
    }
    times.sort_unstable();
    assert!(times[1] >= 1000 && times[2] >= 2000, "{times:?}");
    for write in others {
        let time = write.await.unwrap();
        assert!(time < 900, "{time}");
    }
}

#[tokio::test]
async fn an_anonymous_client_creates_clients_with_tokens() {
    let server = Server::start(|_| json(200, THING)).await;
    let client: Client = api::anonymous(&server.url).build().unwrap();
    other(&client, "later").get("1").await.unwrap();
    client.get("1").await.unwrap();
    let received = server.received();
    assert_eq!(token(&received[0]), Some("later"));
    assert_eq!(token(&received[1]), None);
}

#[tokio::test]
async fn the_token_is_sent_to_the_same_servers_as_the_builders_token() {
    let elsewhere = Server::start(|_| json(200, THING)).await;
    let there = elsewhere.url.clone();
    let server = Server::start(move |_| reply(302, &[("location", &there)], "")).await;
    let client: Client = api::anonymous(&server.url).build().unwrap();
    other(&client, "canary").get("1").await.unwrap();
    assert_eq!(token(&server.received()[0]), Some("canary"));
    assert_eq!(token(&elsewhere.received()[0]), None);

    let plain: Client = api::anonymous("http://api.example.org").build().unwrap();
    let source = Credential::bearer("canary").unwrap();
    let error = plain.core.with_credentials(source).unwrap_err().to_string();
    assert_eq!(
        error,
        "a token is not sent over http to another machine: use an https URL"
    );
}

#[tokio::test]
async fn a_token_added_later_is_not_sent_over_http_through_a_proxy() {
    let proxy = Server::start(|_| json(200, THING)).await;
    let server = Server::start(|_| json(200, THING)).await;
    let url = proxy.url.clone();
    let builder = api::preset_with_system_proxy(&server.url);
    let builder = builder.http(move |http| http.proxy(reqwest::Proxy::all(&url).unwrap()));
    let client: Client = builder.build().unwrap();
    other(&client, "canary").get("1").await.unwrap();
    client.get("1").await.unwrap();
    assert!(proxy.received().is_empty());
    assert_eq!(server.received().len(), 2);
}

#[cfg(feature = "cache")]
#[tokio::test]
async fn a_shared_cache_is_separated_by_account() {
    use tagsmith_runtime::cache::MemoryCache;

    let server = Server::start(|call| {
        let name = token(call).unwrap();
        let body = format!(r#"{{"id":1,"name":"{name}"}}"#);
        match call.header("if-none-match") {
            Some(_) => reply(304, &[("etag", "\"1\"")], ""),
            None => reply(200, &[("etag", "\"1\"")], body),
        }
    })
    .await;
    let builder = api::builder(&server.url).cache(MemoryCache::new(1 << 20));
    let client: Client = builder.build().unwrap();
    for _ in 0..2 {
        assert_eq!(client.get("1").await.unwrap().name, "canary");
        let other = other(&client, "other");
        assert_eq!(other.get("1").await.unwrap().name, "other");
    }
    assert_eq!(server.received().len(), 4);
}

#[cfg(feature = "app")]
#[tokio::test(start_paused = true)]
async fn a_rate_limit_of_one_source_does_not_affect_others() {
    use crate::credentials::github_app::app;
    use crate::fakes::{Network, clock, say};

    const HOUR: Duration = Duration::from_secs(3600);
    let network = Network::new(|asked| {
        let limit = |end: u64| match asked.at.as_secs() {
            now if now < end => say(403, "{}").with("retry-after", (end - now).to_string()),
            _ => say(201, r#"{"token":"ghs_1"}"#),
        };
        match asked.target.split_once("/app/installations/") {
            Some((_, it)) if it.starts_with("7/") => limit(3000),
            Some(_) => limit(60),
            None => say(200, THING),
        }
    });
    let builder = api::anonymous("https://api.example.org").credentials(app().installation(7));
    let builder = builder.transport(network.clone()).clock(clock(0));
    let builder = builder.timeout(2 * HOUR).rate_limit_wait(HOUR);
    let slow: Client = builder.build().unwrap();
    let quick = slow.core.with_credentials(app().installation(8)).unwrap();
    let quick = Client::from(quick);
    let waiting = tokio::spawn(slow.get("1").into_future());
    tokio::time::sleep(Duration::from_secs(1)).await;
    let begin = tokio::time::Instant::now();
    quick.get("1").await.unwrap();
    let took = begin.elapsed();
    assert!(took < Duration::from_secs(62), "{took:?}");
    waiting.await.unwrap().unwrap();
}
