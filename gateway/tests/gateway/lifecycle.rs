//! Rules 12 and 13: what is written down, and how it starts and stops.

use std::time::Duration;

use tokio::io::AsyncWriteExt as _;

use crate::support::world::{Act, CANARY, SEATS, Upstream, World, answer, json};

#[tokio::test]
async fn each_request_is_one_line_without_queries_and_bodies() {
    let world = World::start(&[], |_| {
        answer("200 OK", "x-github-request-id: A\"\u{9b}31m:1\r\n", "[1]")
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
async fn lines_of_text_are_harmless_too() {
    let world = World::start(&["--log", "text"], |_| {
        answer("200 OK", "x-github-request-id: A\u{9b}31m 200\r\n", "[1]")
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
async fn a_caller_that_goes_away_is_written_down() {
    let world = World::start(&[], |_| Act::SayAndStall(Vec::new())).await;
    let mut stream = world.connect().await;
    stream
        .write_all(format!("GET {SEATS} HTTP/1.1\r\nhost: localhost\r\n\r\n").as_bytes())
        .await
        .unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    drop(stream);
    tokio::time::sleep(Duration::from_millis(300)).await;
    let log = world.end().await;
    assert!(
        log.contains("\"outcome\":\"aborted\"") && log.contains("\"status\":null"),
        "{log}"
    );
}

async fn admin(world: &World, path: &str) -> String {
    let address = world.running.as_ref().unwrap().admin.unwrap();
    asked(world, address, path).await
}

async fn asked(world: &World, address: std::net::SocketAddr, path: &str) -> String {
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    stream
        .write_all(
            format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").as_bytes(),
        )
        .await
        .unwrap();
    world.rest(&mut stream).await
}

#[tokio::test]
async fn health_and_counts_are_on_a_listener_of_their_own() {
    let world = World::start(&["--admin", "127.0.0.1:0"], |_| {
        answer(
            "200 OK",
            "x-ratelimit-remaining: 4321\r\nx-ratelimit-reset: 99999999999\r\n",
            "[1]",
        )
    })
    .await;
    world.get(SEATS).await;
    world.get("/user").await;
    assert!(admin(&world, "/healthz").await.contains("200 OK"));
    assert!(admin(&world, "/readyz").await.contains("200 OK"));
    let text = admin(&world, "/metrics").await;
    for line in [
        "tagsmith_gateway_requests_total{operation=\"copilot/list-copilot-seats\",status=\"2xx\"} 1",
        "tagsmith_gateway_problems_total{problem=\"no-operation\"} 1",
        "tagsmith_gateway_request_seconds_count 2",
        "resource=\"core\"} 4321",
    ] {
        assert!(text.contains(line), "{line} is not in {text}");
    }
    let series = text.matches("tagsmith_gateway_requests_total{").count();
    assert_eq!(
        series, 2,
        "an operation that was not called has a series: {text}"
    );
    for path in ["/healthz", "/readyz", "/metrics"] {
        assert_eq!(world.get(path).await.problem(), "no-operation");
    }
    world.end().await;
}

#[tokio::test]
async fn what_is_under_way_ends_and_nothing_new_begins() {
    let pieces: Vec<Vec<u8>> =
        std::iter::once(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_vec())
            .chain(std::iter::repeat_n(b"1\r\na\r\n".to_vec(), 30))
            .chain(std::iter::once(b"0\r\n\r\n".to_vec()))
            .collect();
    let mut world = World::start(&[], move |_| Act::Slowly(pieces.clone())).await;
    let idle = world.connect().await;
    let running = world.running.take().unwrap();
    let address = world.address;
    let (got, is_ended) = tokio::join!(world.get(SEATS), async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        running.stop().await
    });
    assert!(is_ended && got.is_whole && got.status == 200, "{got:?}");
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
    drop(idle);
}

#[tokio::test]
async fn it_is_not_ready_while_it_stops() {
    let flags = ["--admin", "127.0.0.1:0", "--drain-timeout", "3s"];
    let mut world = World::start(&flags, |_| Act::SayAndStall(Vec::new())).await;
    let running = world.running.take().unwrap();
    let address = running.admin.unwrap();
    let mut stream = world.connect().await;
    let request = format!("GET {SEATS} HTTP/1.1\r\nhost: localhost\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    let (_, (ready, health)) = tokio::join!(running.stop(), async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        (
            asked(&world, address, "/readyz").await,
            asked(&world, address, "/healthz").await,
        )
    });
    assert!(
        ready.contains("503 ") && ready.contains("stopping"),
        "{ready}"
    );
    assert!(health.contains("200 OK"), "{health}");
}

#[tokio::test]
async fn what_does_not_end_in_time_is_broken_off() {
    let mut world = World::start(&["--drain-timeout", "300ms"], |_| {
        Act::SayAndStall(Vec::new())
    })
    .await;
    let running = world.running.take().unwrap();
    let mut stream = world.connect().await;
    stream
        .write_all(format!("GET {SEATS} HTTP/1.1\r\nhost: localhost\r\n\r\n").as_bytes())
        .await
        .unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(!running.stop().await);
}

#[tokio::test]
async fn the_credential_is_proved_before_the_start() {
    let scopes = |arrived: &crate::support::world::Arrived| {
        assert_eq!(arrived.line(), "GET /rate_limit HTTP/1.1");
        assert_eq!(
            arrived.header("authorization"),
            Some(&*format!("Bearer {CANARY}"))
        );
        answer(
            "200 OK",
            "x-oauth-scopes: repo, manage_billing:copilot, delete_repo\r\n",
            "{}",
        )
    };
    let world = World::start(&["--require-credential"], scopes).await;
    let log = world.end().await;
    assert!(
        log.contains("\"delete_repo\"") && log.contains("no allowed operation names"),
        "{log}"
    );

    let upstream = Upstream::start(|_| answer("401 Unauthorized", "", "{}")).await;
    let url = format!("http://{}", upstream.address);
    let folder = tempfile::tempdir().unwrap();
    let token = format!(
        "file:{}",
        crate::support::world::secret_file(&folder, "token", CANARY)
    );
    for (flags, is_fatal) in [(&["--require-credential"][..], true), (&[], false)] {
        let all = [
            &[
                "--listen",
                "127.0.0.1:0",
                "--upstream",
                &url,
                "--credential",
                &token,
            ][..],
            flags,
        ]
        .concat();
        let config = tagsmith_gateway::config::Config::new(
            tagsmith_gateway::settings::flags::settings(&all).unwrap(),
        )
        .unwrap();
        let output = crate::support::world::Output::default();
        match tagsmith_gateway::server::start::start(config, output.clone()).await {
            Ok(running) => {
                assert!(!is_fatal);
                let log = running.gateway().log().clone();
                running.stop().await;
                log.finish().await;
                assert!(
                    output.text().contains("does not accept it"),
                    "{}",
                    output.text()
                );
            }
            Err(error) => assert!(
                is_fatal && error.to_string().contains("does not accept it"),
                "{error}"
            ),
        }
    }
}

#[tokio::test]
async fn accounts_have_their_own_credentials() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| {
        format!(
            "file:{}",
            crate::support::world::secret_file(&folder, name, &format!("{CANARY}-{name}"))
        )
    };
    let (octo, deep) = (
        format!("octo-org={}", file("octo")),
        format!("enterprises/deep={}", file("deep")),
    );
    let world = World::start(&["--credential", &octo, "--credential", &deep], |_| {
        json("[]")
    })
    .await;
    let enterprise = |name: &str| {
        format!("/enterprises/{name}/copilot/metrics/reports/enterprise-28-day/latest")
    };
    for (path, expected) in [
        (SEATS.to_owned(), Some("octo")),
        ("/orgs/OCTO-org/copilot/billing".to_owned(), Some("octo")),
        ("/orgs/deep/copilot/billing".to_owned(), None),
        (enterprise("deep"), Some("deep")),
        (enterprise("octo-org"), None),
    ] {
        let before = world.upstream.arrived().len();
        let got = world.get(&path).await;
        match expected {
            Some(name) => assert_eq!(
                world.upstream.arrived()[before].header("authorization"),
                Some(&*format!("Bearer {CANARY}-{name}"))
            ),
            None => assert_eq!(
                (got.problem().as_str(), world.upstream.arrived().len()),
                ("no-credential", before),
                "{path}"
            ),
        }
    }
    world.end().await;
}
