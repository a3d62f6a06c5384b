//! Tests of the audit log: one line for each request, without queries, headers and bodies.

use std::time::Duration;

use crate::support::upstream::{Act, response};
use crate::support::world::{SEATS, World};

#[tokio::test]
async fn each_request_is_one_line_without_query_and_body() {
    let world = World::start(&[], |_| {
        response("200 OK", "x-github-request-id: A\"\u{9b}31m:1\r\n", "[1]")
    })
    .await;
    world.get(&format!("{SEATS}?page=987654")).await;
    world
        .send(
            "GET",
            "/%1b[31m/hostile?secret=hidden",
            "user-agent: hostile\r\n",
            "",
        )
        .await;
    let log = world.end().await;
    let lines: Vec<serde_json::Value> = log
        .lines()
        .map(|it| serde_json::from_str(it).unwrap())
        .collect();
    assert_eq!(lines.len(), 2, "{log}");
    let first = &lines[0];
    for (name, value) in [
        ("operation", "copilot/list-copilot-seats"),
        ("path", "/orgs/{org}/copilot/billing/seats"),
        ("method", "GET"),
        ("outcome", "whole"),
        ("address", "127.0.0.1"),
    ] {
        assert_eq!(first[name], value, "{first}");
    }
    assert_eq!(
        (&first["status"], &first["bytes"], &lines[1]["status"]),
        (&200.into(), &3.into(), &400.into())
    );
    assert!(first["milliseconds"].as_f64().unwrap() > 0.0 && first["timestamp"].is_string());
    assert!(
        !log.contains("987654")
            && !log.contains("hidden")
            && !log.contains("octo-org")
            && log.is_ascii()
            && !log.contains('\u{1b}'),
        "{log}"
    );
}

#[tokio::test]
async fn the_text_format_escapes_untrusted_text() {
    let world = World::start(&["--log", "text"], |_| {
        response("200 OK", "x-github-request-id: A\u{9b}31m 200\r\n", "[1]")
    })
    .await;
    world.get(SEATS).await;
    let log = world.end().await;
    assert_eq!(log.lines().count(), 1, "{log}");
    assert!(
        log.is_ascii() && log.contains(" request 127.0.0.1 - GET copilot/list-copilot-seats "),
        "{log}"
    );
}

#[tokio::test]
async fn a_caller_that_disconnects_is_logged() {
    let world = World::start(&[], |_| Act::SayAndStall(Vec::new())).await;
    let stream = world.begin(SEATS).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    drop(stream);
    tokio::time::sleep(Duration::from_millis(300)).await;
    let log = world.end().await;
    assert!(
        log.contains("\"outcome\":\"aborted\"") && log.contains("\"status\":null"),
        "{log}"
    );
}
