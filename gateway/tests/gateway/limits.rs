//! Rules 7 and 10: callers, and what bounds them.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::support::world::{Act, Got, SEATS, World, answer, json, secret_file};

const TOKEN: &str = "canary-caller-token-0123456789";

async fn with_callers(flags: &[&str]) -> (World, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let line = |name, token| tagsmith_gateway::callers::tokens::line(name, token).unwrap();
    let lines = format!(
        "{}\n{}\n",
        line("ci", TOKEN),
        line("other", "another-token-0123456789-abc")
    );
    let file = secret_file(&folder, "callers", &lines);
    let world = World::start(&[&["--caller-tokens", &file], flags].concat(), |_| {
        json("[]")
    })
    .await;
    (world, folder)
}

#[tokio::test]
async fn callers_have_to_be_known_and_guessing_is_slow() {
    let (world, _folder) = with_callers(&[]).await;
    let good = format!("x-tagsmith-token: {TOKEN}\r\n");
    assert_eq!(world.send("GET", SEATS, &good, "").await.status, 200);
    assert_eq!(
        world.send("GET", "/-/gateway", "", "").await.problem(),
        "caller"
    );
    for headers in [
        String::new(),
        "x-tagsmith-token: \r\n".to_owned(),
        format!("x-tagsmith-token: {TOKEN}x\r\n"),
        format!("{good}{good}"),
    ] {
        let got = world.send("GET", SEATS, &headers, "").await;
        assert_eq!(
            (got.status, got.problem().as_str()),
            (401, "caller"),
            "{headers}"
        );
    }
    assert_eq!(
        world
            .send("GET", SEATS, "authorization: Bearer x\r\n", "")
            .await
            .problem(),
        "caller"
    );
    let got = world.send("GET", SEATS, &good, "").await;
    assert_eq!((got.status, got.problem().as_str()), (429, "attempts"));
    assert!(got.header("retry-after").unwrap().parse::<u64>().unwrap() <= 11);
    assert_eq!(world.upstream.lines().len(), 1);
    let log = world.end().await;
    assert!(
        log.contains("\"caller\":\"ci\"") && !log.contains(TOKEN),
        "{log}"
    );
}

#[tokio::test]
async fn who_guesses_is_known_by_what_the_proxy_says_and_by_nothing_else() {
    let host = "host: gateway.example\r\nconnection: close\r\n";
    let attempt = |world: &World, forwarded: String| {
        let request = format!("GET {SEATS} HTTP/1.1\r\n{host}x-forwarded-for: {forwarded}\r\n\r\n");
        let (address, got) = (world.address, world.got.clone());
        async move {
            let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
            stream.write_all(request.as_bytes()).await.unwrap();
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).await.unwrap();
            got.lock().unwrap().extend_from_slice(&answer);
            Got::read(&answer, true).status
        }
    };
    let (world, _folder) =
        with_callers(&["--behind-tls-proxy", "--allow-host", "gateway.example"]).await;
    // What stands before the last address, a caller may have written; a network of IPv6 is one caller's.
    for (index, expected) in (0..7).zip([401, 401, 401, 401, 401, 401, 429]) {
        let v4 = format!("192.0.2.{index}, 198.51.100.1");
        assert_eq!(attempt(&world, v4).await, expected, "{index}");
        let v6 = format!("2001:db8:0:1::{index}");
        assert_eq!(attempt(&world, v6).await, expected, "{index}");
    }
    for other in ["198.51.100.1, 198.51.100.2", "2001:db8:0:2::1"] {
        assert_eq!(attempt(&world, other.to_owned()).await, 401);
    }
    // As Azure's and other proxies write it, whichever port the caller has.
    for (index, expected) in (0..7).zip([401, 401, 401, 401, 401, 401, 429]) {
        let with_port = format!("203.0.113.1:{}", 4000 + index);
        assert_eq!(attempt(&world, with_port).await, expected, "{index}");
        let with_zone = format!("[fe80::1%eth0]:{}", 4000 + index);
        assert_eq!(attempt(&world, with_zone).await, expected, "{index}");
    }
    // An address that cannot be read is not that of all callers.
    for index in 0..20 {
        let unknown = ["unknown", "unix:", "", "192.0.2.1:x"][index % 4];
        assert_eq!(attempt(&world, unknown.to_owned()).await, 401, "{index}");
    }
    let log = world.end().await;
    assert!(log.contains("\"address\":\"198.51.100.1\""), "{log}");
    assert!(log.contains("\"address\":null"), "{log}");
    assert_eq!(log.matches("X-Forwarded-For").count(), 1, "{log}");

    let (world, _folder) = with_callers(&["--allow-host", "gateway.example"]).await;
    for (index, expected) in (0..7).zip([401, 401, 401, 401, 401, 401, 429]) {
        let forwarded = format!("192.0.2.{index}");
        assert_eq!(attempt(&world, forwarded).await, expected, "{index}");
    }
    world.end().await;
}

#[tokio::test]
async fn callers_are_read_anew() {
    let (world, folder) = with_callers(&[]).await;
    let send = |token: &str| {
        let header = format!("x-tagsmith-token: {token}\r\n");
        let world = &world;
        async move { world.send("GET", SEATS, &header, "").await.status }
    };
    let new = "new-token-0123456789-0123456789";
    let reload = |text: &str| {
        secret_file(&folder, "callers", text);
        world.running.as_ref().unwrap().reload();
    };
    assert_eq!((send(TOKEN).await, send(new).await), (200, 401));
    reload(&tagsmith_gateway::callers::tokens::line("new", new).unwrap());
    assert_eq!((send(TOKEN).await, send(new).await), (401, 200));
    // What cannot be read changes nothing, and lets nobody in.
    for text in ["", "new", TOKEN, &"a b\n".repeat(1 << 19)] {
        reload(text);
        assert_eq!(send(new).await, 200);
    }
    let log = world.end().await;
    assert_eq!(log.matches("the callers stay as they were").count(), 4);
    assert!(log.contains("is larger than 1 MiB"), "{log}");
}

#[tokio::test]
async fn a_caller_that_asks_too_often_waits() {
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
async fn the_reserve_of_the_upstreams_limit_is_left() {
    let world = World::start(&["--reserve", "10"], |_| answer("200 OK", "x-ratelimit-remaining: 11\r\nx-ratelimit-reset: 99999999999\r\nx-ratelimit-resource: core\r\n", "[]")).await;
    assert_eq!(world.get(SEATS).await.status, 200);
    assert_eq!(world.get(SEATS).await.status, 200);
    let world_2 = World::start(&["--reserve", "10"], |_| {
        answer(
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
async fn a_slow_caller_holds_no_place() {
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
async fn a_caller_that_takes_nothing_holds_no_place() {
    let large = "a".repeat(32 << 20);
    let world = World::start(&["--stall-timeout", "300ms"], move |_| {
        answer("200 OK", "", &large)
    })
    .await;
    let mut stream = world.connect().await;
    stream
        .write_all(format!("GET {SEATS} HTTP/1.1\r\nhost: localhost\r\n\r\n").as_bytes())
        .await
        .unwrap();
    tokio::time::sleep(Duration::from_millis(2500)).await;
    let mut got = Vec::new();
    let _ = tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut got))
        .await
        .unwrap();
    assert!(got.len() < 32 << 20, "{}", got.len());
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

#[tokio::test]
async fn a_request_ends_when_its_time_is_over() {
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
async fn a_connection_is_idle_after_a_request_that_took_longer() {
    let piece = format!("5\r\n{}\r\n", "a".repeat(5)).into_bytes();
    let mut pieces = vec![b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_vec()];
    pieces.extend(std::iter::repeat_n(piece, 40));
    pieces.push(b"0\r\n\r\n".to_vec());
    let world = World::start(&["--idle-timeout", "300ms"], move |_| {
        Act::Slowly(pieces.clone())
    })
    .await;
    let mut stream = world.connect().await;
    let request = format!("GET {SEATS} HTTP/1.1\r\nhost: localhost\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
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
