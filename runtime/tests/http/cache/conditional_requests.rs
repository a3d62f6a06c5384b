//! Tests of conditional requests and the cache.

use tagsmith_runtime::cache::MemoryCache;
use tagsmith_runtime::jiff::Timestamp;
use tagsmith_runtime::{ConditionalResponse, Error, OperationExt as _};

use crate::api::{self, Client, Thing};
use crate::server::{Received, Server, reply};

/// Serves one version of a resource, and responds with 304 to its ETag.
fn versioned(call: &Received) -> axum::response::Response {
    let headers = [
        ("etag", "\"v1\""),
        ("x-ratelimit-limit", "60"),
        ("x-ratelimit-reset", "1700000000"),
    ];
    let left = |left| [&headers[..], &[("x-ratelimit-remaining", left)]].concat();
    match call.header("if-none-match") {
        Some("\"v1\"") => reply(304, &left("42"), ""),
        _ => reply(200, &left("41"), r#"{"id":1,"name":"a"}"#),
    }
}

#[tokio::test]
async fn an_unchanged_resource_returns_304_without_a_body() {
    let server = Server::start(versioned).await;
    let client = api::client(&server.url);
    let ConditionalResponse::Modified(response) =
        client.get("1").if_none_match("\"v0\"").await.unwrap()
    else {
        panic!()
    };
    let etag = response.etag().unwrap().to_owned();
    let ConditionalResponse::NotModified(head) =
        client.get("1").if_none_match(&etag).await.unwrap()
    else {
        panic!()
    };
    assert_eq!(head.status(), 304);
    assert_eq!(head.etag(), Some("\"v1\""));
    assert_eq!(head.rate_limit().unwrap().remaining, 42);
}

#[tokio::test]
async fn a_time_is_sent_as_an_http_date() {
    let server = Server::start(|_| reply(304, &[], "")).await;
    let client = api::client(&server.url);
    let time: Timestamp = "1994-11-06T08:49:37.9Z".parse().unwrap();
    let call = client.get("1").if_modified_since(time);
    let outcome = call.if_none_match("W/\"a\"").await.unwrap();
    assert!(outcome.into_modified().is_none());
    let received = &server.received()[0];
    let since = received.header("if-modified-since");
    assert_eq!(since, Some("Sun, 06 Nov 1994 08:49:37 GMT"));
    assert_eq!(received.header("if-none-match"), Some("W/\"a\""));
}

#[tokio::test]
async fn a_304_to_an_unconditional_request_is_an_error() {
    let server = Server::start(|_| reply(304, &[], "")).await;
    let error = api::client(&server.url).get("1").await.unwrap_err();
    let Error::Api(error) = error else { panic!() };
    assert_eq!(error.status(), 304);
}

#[tokio::test]
async fn errors_are_unchanged_and_invalid_etags_are_not_sent() {
    let server = Server::start(|_| reply(404, &[], "{}")).await;
    let client = api::client(&server.url);
    let error = client.get("1").if_none_match("\"a\"").await.unwrap_err();
    assert!(matches!(error, Error::Api(_)), "{error:?}");
    let error = client.get("1").if_none_match("a\nb").await.unwrap_err();
    assert!(matches!(error, Error::Argument(_)), "{error:?}");
    assert_eq!(server.received().len(), 1);
}

fn caching(url: &str, bytes: u64) -> Client {
    let builder = api::builder(url).cache(MemoryCache::new(bytes));
    builder.build().unwrap()
}

#[tokio::test]
async fn a_cached_response_is_returned_if_it_is_unchanged() {
    let server = Server::start(versioned).await;
    let client = caching(&server.url, 1 << 20);
    let first = client.get("1").await.unwrap();
    let second = client.get("1").await.unwrap();
    assert_eq!(
        (second.status(), second.bytes()),
        (first.status(), first.bytes())
    );
    assert_eq!(second.name, "a");
    assert_eq!(second.rate_limit().unwrap().remaining, 42);
    let asked: Vec<_> = server.received();
    let asked: Vec<_> = asked.iter().map(|it| it.header("if-none-match")).collect();
    assert_eq!(asked, [None, Some("\"v1\"")]);
}

#[tokio::test]
async fn a_cached_response_does_not_repeat_headers_of_its_first_request() {
    let server = Server::start(|call| match call.header("if-none-match") {
        Some(_) => reply(304, &[], ""),
        None => {
            let headers = [
                ("etag", "\"v1\""),
                ("x-github-request-id", "AB:12"),
                ("x-ratelimit-limit", "60"),
                ("x-ratelimit-remaining", "0"),
                ("x-ratelimit-reset", "1"),
                ("x-ratelimit-resource", "core"),
            ];
            reply(200, &headers, r#"{"id":1,"name":"a"}"#)
        }
    });
    let client = caching(&server.await.url, 1 << 20);
    let first = client.get("1").await.unwrap();
    assert_eq!(first.rate_limit().unwrap().remaining, 0);
    let again = client.get("1").await.unwrap();
    assert_eq!((again.name.as_str(), again.etag()), ("a", Some("\"v1\"")));
    assert_eq!((again.rate_limit(), again.request_id()), (None, None));
}

#[tokio::test]
async fn a_cached_response_keeps_the_headers_of_its_body() {
    let server = Server::start(|call| match call.header("if-none-match") {
        Some(_) => {
            let headers = [
                ("content-type", "text/html"),
                ("link", "<https://example.org/1>; rel=\"first\""),
                ("link", "<https://example.org/9>; rel=\"last\""),
            ];
            reply(304, &headers, "")
        }
        None => {
            let headers = [
                ("etag", "\"a\""),
                ("content-type", "application/json"),
                ("link", "<https://example.org/8>; rel=\"last\""),
            ];
            reply(200, &headers, r#"{"id":1,"name":"a"}"#)
        }
    });
    let client = caching(&server.await.url, 1 << 20);
    client.get("1").await.unwrap();
    let again = client.get("1").await.unwrap();
    assert_eq!(again.headers()["content-type"], "application/json");
    let links: Vec<_> = again.headers().get_all("link").iter().collect();
    let expected = [
        "<https://example.org/1>; rel=\"first\"",
        "<https://example.org/9>; rel=\"last\"",
    ];
    assert_eq!(links, expected);
}

#[tokio::test]
async fn the_cache_is_separated_by_account_and_request() {
    let server = Server::start(versioned).await;
    let cache = std::sync::Arc::new(MemoryCache::new(1 << 20));
    let with = |token: Option<&str>, version: &str| {
        let builder = api::anonymous(&server.url).cache(cache.clone());
        let builder = builder.api_version(version);
        match token {
            Some(token) => builder.token(token).build().unwrap(),
            None => builder.build().unwrap(),
        }
    };
    for client in [
        with(Some("canary"), "1"),
        with(Some("other"), "1"),
        with(None, "1"),
        with(None, "2"),
    ] {
        client.get("1").await.unwrap();
        client.get("2").await.unwrap();
        let raw = client.get("1").accept("text/plain");
        raw.text().await.unwrap();
    }
    let received = server.received();
    assert_eq!(received.len(), 12);
    assert!(
        received
            .iter()
            .all(|it| it.header("if-none-match").is_none())
    );
    with(Some("other"), "1").get("2").await.unwrap();
    let last = server.received().pop().unwrap();
    assert_eq!(last.header("if-none-match"), Some("\"v1\""));
}

#[tokio::test]
async fn no_store_is_respected_and_large_responses_are_evicted() {
    let forbidden = Server::start(|_| {
        let headers = [("etag", "\"a\""), ("cache-control", "private, no-store")];
        reply(200, &headers, r#"{"id":1,"name":"a"}"#)
    });
    let forbidden = forbidden.await;
    let large = Server::start(|call| {
        let body = format!(r#"{{"id":1,"name":"{}"}}"#, "a".repeat(4000));
        let etag = format!("\"{}\"", call.target);
        reply(200, &[("etag", etag.as_str())], body)
    });
    let large = large.await;
    let client = caching(&forbidden.url, 1 << 20);
    for _ in 0..2 {
        client.get("1").await.unwrap();
    }
    let client = caching(&large.url, 64 * 1024);
    for round in 0..3 {
        for thing in 0..100 {
            client.get(format!("{thing}")).await.unwrap();
        }
        assert_eq!(large.received().len(), (round + 1) * 100);
    }
    let asked = |server: &Server| {
        let received = server.received();
        received
            .iter()
            .filter(|it| it.header("if-none-match").is_some())
            .count()
    };
    assert_eq!(asked(&forbidden), 0);
    // In each round, the cache contains at most 64 KiB of responses.
    assert!(asked(&large) < 2 * 16, "{}", asked(&large));
}

#[tokio::test]
async fn a_write_is_not_cached() {
    let server =
        Server::start(|_| reply(201, &[("etag", "\"a\"")], r#"{"id":1,"name":"a"}"#)).await;
    let client = caching(&server.url, 1 << 20);
    for _ in 0..2 {
        client.create(&Thing::default()).await.unwrap();
    }
    let received = server.received();
    assert!(
        received
            .iter()
            .all(|it| it.header("if-none-match").is_none())
    );
}
