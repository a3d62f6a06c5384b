//! Tests of slow callers and idle connections. Timeouts release their connection slots.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::support::upstream::{Act, json, response};
use crate::support::world::{SEATS, World};

#[tokio::test]
async fn a_slow_caller_times_out() {
    let add = "copilot/add-copilot-seats-for-users";
    let flags = [
        "--allow",
        add,
        "--head-timeout",
        "300ms",
        "--idle-timeout",
        "600ms",
        "--stall-timeout",
        "300ms",
    ];
    let world = World::start(&flags, |_| json("{}")).await;
    let ends_after = |sent: String, drip: Option<&'static str>| {
        let address = world.address;
        async move {
            let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
            stream.write_all(sent.as_bytes()).await.unwrap();
            let begin = Instant::now();
            let mut got = Vec::new();
            loop {
                if let Some(drip) = drip {
                    let _ = stream.write_all(drip.as_bytes()).await;
                }
                match tokio::time::timeout(Duration::from_millis(50), stream.read_buf(&mut got))
                    .await
                {
                    Ok(Ok(0) | Err(_)) => break,
                    _ if begin.elapsed() > Duration::from_secs(5) => {
                        panic!("it holds a place: {sent}")
                    }
                    _ => {}
                }
            }
            begin.elapsed()
        }
    };
    let near = |took: Duration, expected: u64| {
        let expected = Duration::from_millis(expected);
        assert!(
            took >= expected / 2 && took < expected + Duration::from_millis(1500),
            "{took:?} {expected:?}"
        );
    };
    near(ends_after(String::new(), None).await, 600);
    near(ends_after("GET / HT".to_owned(), None).await, 300);
    near(
        ends_after("GET / HTTP/1.1\r\n".to_owned(), Some("a")).await,
        300,
    );
    near(
        ends_after("GET / HTTP/1.1\r\n".to_owned(), Some("a: b\r\n")).await,
        300,
    );
    near(
        ends_after(
            format!("GET {SEATS} HTTP/1.1\r\nhost: localhost\r\n\r\n"),
            None,
        )
        .await,
        600,
    );
    let half = "POST /orgs/o/copilot/billing/selected_users HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\nabc";
    near(ends_after(half.to_owned(), None).await, 300);
    world.end().await;
}

#[tokio::test]
async fn a_caller_that_does_not_read_times_out() {
    let large = "a".repeat(32 << 20);
    let world = World::start(&["--stall-timeout", "300ms"], move |_| {
        response("200 OK", "", &large)
    })
    .await;
    let mut stream = world.begin(SEATS).await;
    tokio::time::sleep(Duration::from_millis(2500)).await;
    let mut got = Vec::new();
    let _ = tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut got))
        .await
        .unwrap();
    assert!(got.len() < 32 << 20, "{}", got.len());
    world.end().await;
}

#[tokio::test]
async fn a_request_ends_at_its_total_timeout() {
    let piece = format!("1000\r\n{}\r\n", "a".repeat(4096)).into_bytes();
    let mut pieces = vec![b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_vec()];
    pieces.extend(std::iter::repeat_n(piece, 1000));
    let world = World::start(&["--total-timeout", "1s"], move |_| {
        Act::Slowly(pieces.clone())
    })
    .await;
    let begin = Instant::now();
    let got = world.get(SEATS).await;
    assert!(!got.is_whole && begin.elapsed() < Duration::from_secs(4));
    world.end().await;
}

#[tokio::test]
async fn the_idle_timeout_starts_after_the_request() {
    let piece = format!("5\r\n{}\r\n", "a".repeat(5)).into_bytes();
    let mut pieces = vec![b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_vec()];
    pieces.extend(std::iter::repeat_n(piece, 40));
    pieces.push(b"0\r\n\r\n".to_vec());
    let world = World::start(&["--idle-timeout", "300ms"], move |_| {
        Act::Slowly(pieces.clone())
    })
    .await;
    let mut stream = world.begin(SEATS).await;
    let begin = Instant::now();
    let mut got = Vec::new();
    let ended = stream.read_to_end(&mut got);
    tokio::time::timeout(Duration::from_secs(20), ended)
        .await
        .unwrap()
        .unwrap();
    let got = String::from_utf8(got).unwrap();
    assert!(got.contains("200 OK") && got.contains("aaaaa"), "{got}");
    assert!(begin.elapsed() > Duration::from_millis(300));
    world.end().await;
}
