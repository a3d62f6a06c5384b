//! Tests against request smuggling. The bytes of one request lead to at most one request at the upstream, and that
//! request is the same.

use std::time::Duration;

use tokio::io::AsyncWriteExt as _;

use crate::support::upstream::{Act, json};
use crate::support::world::{SEATS, World};

const POST: &str = "/orgs/octo-org/copilot/billing/selected_users";
const ADD: &str = "copilot/add-copilot-seats-for-users";

/// A request that is hidden in the bytes of a body.
fn hidden() -> String {
    format!("GET {SEATS}?page=666 HTTP/1.1\r\nhost: localhost\r\n\r\n")
}

#[tokio::test]
async fn ambiguous_framing_is_refused_and_the_connection_closed() {
    let world = World::start(&["--allow", ADD], |_| json("{}")).await;
    let hidden = hidden();
    let length = hidden.len();
    let long = "a".repeat(20_000);
    for head in [
        format!("content-length: 2\r\ncontent-length: {length}\r\n"),
        format!("content-length: {length}\r\ncontent-length: {length}\r\n"),
        format!("content-length: 2, {length}\r\n"),
        "content-length: 2\r\nContent-Length: 2\r\ncontent-length: 2\r\n".to_owned(),
        format!("content-length: {}2\r\n", "0".repeat(60)),
        "content-length: +2\r\n".to_owned(),
        "content-length: -1\r\n".to_owned(),
        "content-length: 0x2\r\n".to_owned(),
        "content-length: 2 2\r\n".to_owned(),
        "content-length: \r\n".to_owned(),
        "content-length: 99999999999999999999999\r\n".to_owned(),
        "content-length : 2\r\n".to_owned(),
        " content-length: 2\r\n".to_owned(),
        "content-length\t: 2\r\n".to_owned(),
        "content-length: 2\r\ntransfer-encoding: chunked\r\n".to_owned(),
        "transfer-encoding: chunked\r\ncontent-length: 2\r\n".to_owned(),
        "transfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n".to_owned(),
        "transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n".to_owned(),
        "transfer-encoding: identity\r\n".to_owned(),
        "transfer-encoding: identity, chunked\r\n".to_owned(),
        "transfer-encoding: chunked, identity\r\n".to_owned(),
        "transfer-encoding: gzip, chunked\r\n".to_owned(),
        "transfer-encoding: xchunked\r\n".to_owned(),
        "transfer-encoding: \"chunked\"\r\n".to_owned(),
        "transfer-encoding : chunked\r\n".to_owned(),
        "transfer-encoding:\x0bchunked\r\n".to_owned(),
        "transfer-encoding: chunked\x00\r\n".to_owned(),
        "x: a\r\n b\r\ncontent-length: 2\r\n".to_owned(),
        "x: a\r\n\tcontent-length: 2\r\n".to_owned(),
        "x: a\ncontent-length: 2\r\n".to_owned(),
        "x: a\rcontent-length: 2\r\n".to_owned(),
        "x: a\r\r\ncontent-length: 2\r\n".to_owned(),
        "x\0y: a\r\n".to_owned(),
        "x: a\0b\r\n".to_owned(),
        "x y: a\r\n".to_owned(),
        ": a\r\n".to_owned(),
        "no colon\r\n".to_owned(),
        format!("x: {long}\r\n"),
        format!("{long}: x\r\n"),
        "a: b\r\n".repeat(300),
    ] {
        let request =
            format!("POST {POST} HTTP/1.1\r\nhost: localhost\r\n{head}\r\n{hidden}{hidden}");
        let got = world.raw(&request).await;
        assert!(got.starts_with("HTTP/1.1 4"), "{head}: {got}");
        assert_eq!(got.matches("HTTP/1.1 ").count(), 1, "{head}: {got}");
        world.upstream.assert_unused(&head);
    }
    world.end().await;
}

#[tokio::test]
async fn a_refused_head_gets_a_problem_and_a_log_line() {
    let world = World::start(&[], |_| json("[]")).await;
    let good = format!("GET {SEATS} HTTP/1.1\r\nhost: localhost\r\n\r\n");
    let many = format!(
        "GET {SEATS} HTTP/1.1\r\nhost: localhost\r\n{}\r\n",
        "a: b\r\n".repeat(100)
    );
    let bad = [
        good.replacen("\r\n", "\n", 1),
        good.replace("seats", "seats#a"),
        format!("\r\n\r\n{good}"),
        good.replace("localhost", &"a".repeat(20_000)),
        many,
    ];
    for bad in &bad {
        // The invalid head is cut at every position. A valid head precedes and follows it.
        for cut in [1, 20, bad.len() - 1] {
            let mut stream = world.connect().await;
            let (first, second) = bad.split_at(cut);
            for piece in [&format!("{good}{first}"), &format!("{second}{good}")] {
                stream.write_all(piece.as_bytes()).await.unwrap();
                tokio::time::sleep(Duration::from_millis(30)).await;
            }
            let got = world.rest(&mut stream).await;
            let (taken, refused) = got.split_at(got.rfind("HTTP/1.1 ").unwrap());
            assert!(taken.starts_with("HTTP/1.1 200"), "{bad}: {got}");
            let (status, problem) = match bad.len() {
                ..300 => ("HTTP/1.1 400", "PROBLEMS.md#head\""),
                _ => ("HTTP/1.1 431", "PROBLEMS.md#head-too-large\""),
            };
            assert!(refused.starts_with(status), "{bad}: {got}");
            assert!(refused.contains("connection: close\r\n"), "{bad}: {got}");
            assert!(refused.contains(problem), "{bad}: {got}");
        }
    }
    assert_eq!(world.upstream.lines().len(), bad.len() * 3);
    // A head that hyper refuses has a log line, but no problem body.
    let got = world.raw(good.replace("GET", "G\"ET")).await;
    assert!(got.starts_with("HTTP/1.1 400"), "{got}");
    let log = world.end().await;
    let refused = log.lines().filter(|it| it.contains("\"problem\":\"head"));
    let whole =
        refused.filter(|it| it.contains("\"status\":4") && it.contains("\"outcome\":\"whole\""));
    assert_eq!(whole.count(), bad.len() * 3 + 1, "{log}");
}

#[tokio::test]
async fn other_line_endings_than_crlf_are_refused() {
    let world = World::start(&[], |_| json("{}")).await;
    let good = format!("GET {SEATS} HTTP/1.1\r\nhost: localhost\r\n\r\n");
    let long = "a".repeat(20_000);
    for request in [
        good.replace("\r\n", "\n"),
        good.replacen("\r\n", "\n", 1),
        good.replace("localhost\r\n\r\n", "localhost\r\n\n"),
        good.replace("localhost\r\n\r\n", "localhost\n\r\n"),
        good.replace("\r\n", "\r"),
        format!("\r\n\r\n{good}"),
        format!("\n{good}"),
        format!("\r\n\n{good}"),
        format!("\r\n {good}"),
        format!(" {good}"),
        good.replace(" HTTP", "\tHTTP"),
        good.replace(" HTTP", "  HTTP"),
        good.replace("HTTP/1.1", "HTTP/1.2"),
        good.replace("HTTP/1.1", "HTTP/2.0"),
        good.replace("HTTP/1.1", "http/1.1"),
        good.replace("HTTP/1.1", "HTTP/1.1 "),
        good.replace(" HTTP/1.1", ""),
        good.replace("GET", "G ET"),
        good.replace("GET", "GE\0T"),
        good.replace("seats", "se ats"),
        good.replace("seats", &format!("seats?{long}")),
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(),
        "\x16\x03\x01\x02\x00\x01\x00\x01\x7c\x03\x03\r\n\r\n".to_owned(),
    ] {
        let got = world.raw(&request).await;
        assert!(
            got.is_empty() || got.starts_with("HTTP/1.1 4"),
            "{request}: {got}"
        );
        world.upstream.assert_unused(&request);
    }
    world.end().await;
}

#[tokio::test]
async fn a_body_is_not_a_request_and_pipelining_works() {
    let world = World::start(&["--allow", ADD], |_| json("{}")).await;
    let hidden = hidden();
    let framed = format!(
        "POST {POST} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{hidden}",
        hidden.len()
    );
    let get = |page: u32| format!("GET {SEATS}?page={page} HTTP/1.1\r\nhost: localhost\r\n\r\n");
    let got = world
        .raw(format!("{}{framed}{}{}", get(1), get(2), get(3)))
        .await;
    assert_eq!(got.matches("HTTP/1.1 200").count(), 4, "{got}");
    let lines = world.upstream.lines();
    let expected = [
        format!("GET {SEATS}?page=1 HTTP/1.1"),
        format!("POST {POST} HTTP/1.1"),
        format!("GET {SEATS}?page=2 HTTP/1.1"),
        format!("GET {SEATS}?page=3 HTTP/1.1"),
    ];
    assert_eq!(lines, expected);
    assert_eq!(world.upstream.arrived()[1].body, hidden.as_bytes());
    // After a chunked body, the connection accepts no further request.
    let chunked = format!(
        "POST {POST} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{{}}\r\n0\r\n\r\n"
    );
    let got = world.raw(format!("{chunked}{}", get(4))).await;
    assert_eq!(got.matches("HTTP/1.1 ").count(), 1, "{got}");
    assert_eq!(world.upstream.lines().len(), 5);
    world.end().await;
}

#[tokio::test]
async fn invalid_chunks_are_not_forwarded_as_a_complete_body() {
    let world = World::start(&["--allow", ADD], |_| json("{}")).await;
    for chunks in [
        "2\n{}\r\n0\r\n\r\n",
        "2\r\n{}0\r\n\r\n",
        "-2\r\n{}\r\n0\r\n\r\n",
        "zz\r\n{}\r\n0\r\n\r\n",
        "ffffffffffffffffff\r\n{}",
        " 2\r\n{}\r\n0\r\n\r\n",
        "2\r\n{}\r\n0\r\n\n",
        "2;a=\"\r\n\"\r\n{}\r\n0\r\n\r\n",
    ] {
        let before = world.upstream.arrived().len();
        let request = format!(
            "POST {POST} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n{chunks}{}",
            hidden()
        );
        let got = world.raw(&request).await;
        assert!(got.matches("HTTP/1.1 ").count() <= 1, "{chunks:?}: {got}");
        for arrived in &world.upstream.arrived()[before..] {
            assert!(
                arrived.line().starts_with("POST") && arrived.body.starts_with(b"2\r\n{}\r\n0"),
                "{chunks:?}: {arrived:?}"
            );
        }
    }
    world.end().await;
}

#[tokio::test]
async fn fragmented_heads_pass_the_guard_too() {
    let world = World::start(&[], |_| json("{}")).await;
    let good = format!("GET {SEATS} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    for (request, is_good) in [
        (good.clone(), true),
        (good.replace("localhost\r\n", "localhost\n"), false),
        (good.replace("seats", "seats#a"), false),
    ] {
        let mut stream = world.connect().await;
        stream.set_nodelay(true).unwrap();
        for byte in request.as_bytes().chunks(7) {
            let _ = stream.write_all(byte).await;
            tokio::time::sleep(Duration::from_millis(3)).await;
        }
        let got = world.rest(&mut stream).await;
        assert_eq!(got.starts_with("HTTP/1.1 200"), is_good, "{request}: {got}");
    }
    assert_eq!(world.upstream.lines().len(), 1);
    world.end().await;
}

#[tokio::test]
async fn an_empty_line_before_a_request_is_skipped() {
    let world = World::start(&[], |_| json("[]")).await;
    let good = format!("GET {SEATS} HTTP/1.1\r\nhost: localhost\r\n\r\n");
    for width in [1, 7, 1000] {
        let mut stream = world.connect().await;
        for piece in format!("\r\n{good}\r\n{good}\r\n").as_bytes().chunks(width) {
            stream.write_all(piece).await.unwrap();
            tokio::task::yield_now().await;
        }
        let got = world.rest(&mut stream).await;
        assert_eq!(got.matches("HTTP/1.1 200").count(), 2, "{width}: {got}");
        assert_eq!(got.matches("HTTP/1.1 ").count(), 2, "{width}: {got}");
    }
    assert_eq!(world.upstream.lines().len(), 6);
    world.end().await;
}

#[tokio::test]
async fn transfer_encoding_is_case_insensitive() {
    let add = "copilot/add-copilot-seats-for-users";
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n";
    let world = World::start(&["--allow", add], |_| Act::Say(chunked.into())).await;
    let request = format!(
        "POST {POST} HTTP/1.1\r\nhost: localhost\r\nTransfer-Encoding: Chunked\r\n\r\n2\r\n{{}}\r\n0\r\n\r\n"
    );
    let got = world.raw(request).await;
    assert!(
        got.starts_with("HTTP/1.1 200") && got.contains("\r\n\r\n{}"),
        "{got}"
    );
    assert_eq!(world.upstream.arrived()[0].body, b"2\r\n{}\r\n0\r\n\r\n");
    world.end().await;
}

#[tokio::test]
async fn tls_on_a_plain_port_is_refused_immediately() {
    let world = World::start(&[], |_| json("[]")).await;
    // The beginning of a TLS ClientHello, which contains no line break.
    let begun = std::time::Instant::now();
    let got = world
        .raw(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03")
        .await;
    assert!(
        got.starts_with("HTTP/1.1 400") && got.contains("#head\""),
        "{got}"
    );
    assert!(begun.elapsed() < Duration::from_millis(600));
    let log = world.end().await;
    assert!(log.contains("\"problem\":\"head\""), "{log}");
}
