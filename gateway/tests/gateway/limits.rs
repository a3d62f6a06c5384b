//! Tests of limits: request rate, reserve of the upstream's rate limit, sizes and connections.

use std::time::Duration;

use crate::caller_tokens::{TOKEN, with_callers};
use crate::support::upstream::{json, response};
use crate::support::world::{SEATS, World};

#[tokio::test]
async fn a_caller_that_exceeds_its_rate_limit_must_wait() {
    let (world, _folder) = with_callers(&["--requests-per-second", "1", "--burst", "2"]).await;
    let send = |token: &str| {
        let header = format!("x-tagsmith-token: {token}\r\n");
        let world = &world;
        async move { world.send("GET", SEATS, &header, "").await }
    };
    assert_eq!(
        (send(TOKEN).await.status, send(TOKEN).await.status),
        (200, 200)
    );
    let got = send(TOKEN).await;
    assert_eq!((got.status, got.problem().as_str()), (429, "caller-limit"));
    assert!(got.header("retry-after").is_some());
    assert_eq!(send("another-token-0123456789-abc").await.status, 200);
    world.end().await;
}

#[tokio::test]
async fn the_reserve_of_the_upstreams_rate_limit_stays_unused() {
    let world = World::start(&["--reserve", "10"], |_| response("200 OK", "x-ratelimit-remaining: 11\r\nx-ratelimit-reset: 99999999999\r\nx-ratelimit-resource: core\r\n", "[]")).await;
    assert_eq!(world.get(SEATS).await.status, 200);
    assert_eq!(world.get(SEATS).await.status, 200);
    let world_2 = World::start(&["--reserve", "10"], |_| {
        response(
            "200 OK",
            "x-ratelimit-remaining: 10\r\nx-ratelimit-reset: 99999999999\r\n",
            "[]",
        )
    })
    .await;
    assert_eq!(world_2.get(SEATS).await.status, 200);
    let got = world_2.get(SEATS).await;
    assert_eq!((got.status, got.problem().as_str()), (429, "reserve"));
    assert!(
        got.header("retry-after").is_some() && got.text().contains("copilot/list-copilot-seats")
    );
    assert_eq!(world_2.upstream.lines().len(), 1);
    world.end().await;
    world_2.end().await;
}

#[tokio::test]
async fn bodies_and_heads_that_are_too_large_are_refused() {
    let add = "copilot/add-copilot-seats-for-users";
    let world = World::start(&["--allow", add, "--max-request-body", "1KiB"], |_| {
        json("{}")
    })
    .await;
    let path = "/orgs/o/copilot/billing/selected_users";
    let body = "a".repeat(2000);
    let got = world.send("POST", path, "", &body).await;
    assert_eq!(
        (got.status, got.problem().as_str()),
        (413, "request-too-large")
    );
    let chunked = format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n7d0\r\n{body}\r\n0\r\n\r\n"
    );
    let got = world.raw(chunked).await;
    assert!(got.starts_with("HTTP/1.1 413"), "{got}");
    assert!(world.upstream.arrived().is_empty());
    world.end().await;
}

#[tokio::test]
async fn connections_beyond_the_limits_are_closed() {
    let world = World::start(&["--max-connections-per-address", "2"], |_| json("[]")).await;
    let (first, _second) = (world.connect().await, world.connect().await);
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(
        world
            .raw(format!("GET {SEATS} HTTP/1.1\r\nhost: localhost\r\n\r\n"))
            .await,
        ""
    );
    drop(first);
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(world.get(SEATS).await.status, 200);
    world.end().await;
}
