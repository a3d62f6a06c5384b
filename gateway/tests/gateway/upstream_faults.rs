//! Tests of invalid, slow and unreachable upstreams. The caller receives the right error in time.

use std::time::{Duration, Instant};

use tokio::io::AsyncWriteExt as _;

use crate::support::upstream::{Act, Upstream, response};
use crate::support::world::{SEATS, World};

fn bytes(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

#[tokio::test]
async fn a_broken_upstream_results_in_a_timely_error() {
    let flags = ["--upstream-timeout", "400ms", "--stall-timeout", "400ms"];
    let long = "a".repeat(100_000);
    let long = long.as_str();
    let cases: Vec<(&str, Act, u16, &str)> = vec![
        (
            "nothing",
            Act::SayAndEnd(Vec::new()),
            502,
            "upstream-unreachable",
        ),
        (
            "reset",
            Act::SayAndReset(Vec::new()),
            502,
            "upstream-unreachable",
        ),
        (
            "half a head",
            Act::SayAndEnd(bytes("HTTP/1.1 200 OK\r\ncontent-")),
            502,
            "upstream-unreachable",
        ),
        (
            "half a head, reset",
            Act::SayAndReset(bytes("HTTP/1.1 200 OK\r\ncontent-")),
            502,
            "upstream-unreachable",
        ),
        (
            "silence",
            Act::SayAndStall(Vec::new()),
            504,
            "upstream-timeout",
        ),
        (
            "silence in a head",
            Act::SayAndStall(bytes("HTTP/1.1 200 OK\r\n")),
            504,
            "upstream-timeout",
        ),
        (
            "silence in a body",
            Act::SayAndStall(bytes("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc")),
            504,
            "upstream-timeout",
        ),
        (
            "half a body",
            Act::SayAndEnd(bytes("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc")),
            502,
            "upstream-broken",
        ),
        (
            "half a body, reset",
            Act::SayAndReset(bytes("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc")),
            502,
            "upstream-broken",
        ),
        (
            "half a chunk",
            Act::SayAndEnd(bytes(
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\nabc",
            )),
            502,
            "upstream-broken",
        ),
        (
            "no last chunk",
            Act::SayAndEnd(bytes(
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n",
            )),
            502,
            "upstream-broken",
        ),
        (
            "no HTTP",
            Act::SayAndEnd(bytes("SSH-2.0-x\r\n\r\n")),
            502,
            "upstream-broken",
        ),
        (
            "two lengths",
            Act::SayAndEnd(bytes(
                "HTTP/1.1 200 OK\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\nabcd",
            )),
            502,
            "upstream-broken",
        ),
        (
            "gzip that ends before its first byte",
            Act::SayAndEnd(bytes(
                "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 9\r\n\r\n",
            )),
            502,
            "upstream-broken",
        ),
        (
            "gzip without a chunk",
            Act::SayAndEnd(bytes(
                "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ntransfer-encoding: chunked\r\n\r\n",
            )),
            502,
            "upstream-broken",
        ),
        (
            "deflate without a chunk, reset",
            Act::SayAndReset(bytes(
                "HTTP/1.1 200 OK\r\ncontent-encoding: deflate\r\ntransfer-encoding: chunked\r\n\r\n",
            )),
            502,
            "upstream-broken",
        ),
        (
            "no gzip",
            response("200 OK", "content-encoding: gzip\r\n", "no gzip"),
            502,
            "upstream-broken",
        ),
    ];
    for (name, act, status, problem) in cases {
        let world = World::start(&flags, move |_| act.clone()).await;
        let begin = Instant::now();
        let got = world.get(SEATS).await;
        assert_eq!(
            (got.status, got.problem().as_str()),
            (status, problem),
            "{name}: {got:?}"
        );
        assert!(begin.elapsed() < Duration::from_secs(5), "{name}");
        world.end().await;
    }
    // A response that is too long to buffer is cut off.
    for act in [
        Act::SayAndEnd(
            format!("HTTP/1.1 200 OK\r\ncontent-length: 200000\r\n\r\n{long}").into_bytes(),
        ),
        Act::SayAndStall(
            format!("HTTP/1.1 200 OK\r\ncontent-length: 200000\r\n\r\n{long}").into_bytes(),
        ),
        Act::SayAndReset(
            format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n20000\r\n{long}")
                .into_bytes(),
        ),
    ] {
        let world = World::start(&flags, move |_| act.clone()).await;
        let got = world.get(SEATS).await;
        assert!(got.status == 200 && !got.is_whole, "{}", got.status);
        world.end().await;
    }
}

#[tokio::test]
async fn an_unreachable_upstream_results_in_an_error() {
    let upstream = Upstream::start(|_| response("200 OK", "", "")).await;
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let world = World::with(upstream, &["--upstream", &format!("http://{free}")]).await;
    let got = world.get(SEATS).await;
    assert_eq!(
        (got.status, got.problem().as_str()),
        (502, "upstream-unreachable")
    );
    world.end().await;
}

#[tokio::test]
async fn a_too_large_response_is_refused_or_cut_off() {
    let large = "a".repeat(150_000);
    let chunked = format!(
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{:x}\r\n{large}\r\n0\r\n\r\n",
        large.len()
    );
    let piece = format!("7530\r\n{}\r\n", "a".repeat(0x7530)).into_bytes();
    let mut slow = vec![b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_vec()];
    slow.extend(std::iter::repeat_n(piece, 5));
    slow.push(b"0\r\n\r\n".to_vec());
    let world = World::start(
        &["--max-response-body", "100KB"],
        move |arrived| match arrived.line() {
            line if line.contains("page=2") => Act::Say(chunked.clone().into_bytes()),
            line if line.contains("page=3") => Act::Slowly(slow.clone()),
            _ => response("200 OK", "", &large),
        },
    )
    .await;
    assert_eq!(world.get(SEATS).await.problem(), "response-too-large");
    let got = world.get(&format!("{SEATS}?page=2")).await;
    let is_cut = !got.is_whole && got.body.len() <= 101_000;
    assert!(
        is_cut || got.problem() == "response-too-large",
        "{}",
        got.body.len()
    );
    // The gateway had already forwarded the beginning.
    let got = world.get(&format!("{SEATS}?page=3")).await;
    assert_eq!((got.status, got.is_whole), (200, false));
    let log = world.end().await;
    assert!(log.contains("\"outcome\":\"response-too-large\""), "{log}");
    let head = format!("x-a: {}\r\n", "a".repeat(80_000));
    let world = World::start(&[], move |_| response("200 OK", &head, "")).await;
    assert_eq!(world.get(SEATS).await.problem(), "upstream-broken");
    world.end().await;
}

#[tokio::test]
async fn the_upstream_timeout_starts_after_the_request_body() {
    let add = "copilot/add-copilot-seats-for-users";
    let flags = ["--allow", add, "--upstream-timeout", "400ms"];
    let world = World::start(&flags, |arrived| match arrived.body.len() {
        30 => response("201 Created", "", "{}"),
        _ => Act::SayAndStall(Vec::new()),
    })
    .await;
    for (pieces, expected) in [(15, "HTTP/1.1 201"), (14, "HTTP/1.1 504")] {
        let length = pieces * 2;
        let mut stream = world.connect().await;
        let head = format!(
            "POST /orgs/o/copilot/billing/selected_users HTTP/1.1\r\nhost: localhost\r\ncontent-length: {length}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        for _ in 0..pieces {
            tokio::time::sleep(Duration::from_millis(60)).await;
            stream.write_all(b"[]").await.unwrap();
        }
        let got = world.rest(&mut stream).await;
        assert!(got.starts_with(expected), "{got}");
    }
    world.end().await;
}

#[tokio::test]
async fn content_encoding_is_case_insensitive_and_ignored_for_empty_bodies() {
    let gzip = {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut encoder, b"[1]").unwrap();
        encoder.finish().unwrap()
    };
    let chunk = |body: &[u8]| {
        [
            format!("{:x}\r\n", body.len()).as_bytes(),
            body,
            b"\r\n0\r\n\r\n",
        ]
        .concat()
    };
    let head = |rest: &str| format!("HTTP/1.1 {rest}\r\n\r\n").into_bytes();
    let cases: Vec<(Vec<u8>, u16, &str)> = vec![
        (
            [
                head("200 OK\r\ncontent-encoding: GZIP\r\ntransfer-encoding: chunked"),
                chunk(&gzip),
            ]
            .concat(),
            200,
            "[1]",
        ),
        (
            [
                head("200 OK\r\ncontent-encoding: X-GZip\r\ntransfer-encoding: chunked"),
                chunk(&gzip),
            ]
            .concat(),
            200,
            "[1]",
        ),
        (
            [
                head("200 OK\r\ncontent-encoding: Identity\r\ncontent-length: 3"),
                b"[1]".to_vec(),
            ]
            .concat(),
            200,
            "[1]",
        ),
        (
            head("200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 0"),
            200,
            "",
        ),
        (
            [
                head("200 OK\r\ncontent-encoding: gzip\r\ntransfer-encoding: chunked"),
                b"0\r\n\r\n".to_vec(),
            ]
            .concat(),
            200,
            "",
        ),
        (
            [
                head("200 OK\r\ncontent-encoding: deflate\r\ntransfer-encoding: chunked"),
                b"0\r\n\r\n".to_vec(),
            ]
            .concat(),
            200,
            "",
        ),
        (
            head("200 OK\r\ncontent-encoding: br\r\ncontent-length: 0"),
            200,
            "",
        ),
        (head("204 No Content\r\ncontent-encoding: gzip"), 204, ""),
        (head("304 Not Modified\r\ncontent-encoding: gzip"), 304, ""),
        // A truncated compressed body is still invalid.
        (
            [
                head("200 OK\r\ncontent-encoding: gzip\r\ntransfer-encoding: chunked"),
                chunk(&gzip[..5]),
            ]
            .concat(),
            502,
            "",
        ),
    ];
    let message: Vec<Vec<u8>> = cases.iter().map(|it| it.0.clone()).collect();
    let world = World::start(&[], move |arrived| {
        Act::Say(message[arrived.page()].clone())
    })
    .await;
    for (page, (message, status, body)) in cases.iter().enumerate() {
        let got = world.get(&format!("{SEATS}?page={page}")).await;
        let message = String::from_utf8_lossy(message);
        assert_eq!(got.status, *status, "{message}: {got:?}");
        assert_eq!(got.header("content-encoding"), None);
        if *status < 500 {
            let chunks = if body.is_empty() { "0\r\n\r\n" } else { body };
            assert!(
                got.text() == *body || got.text() == chunks,
                "{message}: {got:?}"
            );
        }
    }
    world.end().await;
}
