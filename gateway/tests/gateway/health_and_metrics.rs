//! Tests of the admin listener (health, readiness, metrics) and of the command `health`.

use std::io::{BufRead as _, Read as _};
use std::time::{Duration, Instant};

use tokio::io::AsyncWriteExt as _;

use crate::support::program::{program, rest, signal, started};
use crate::support::upstream::{Act, Upstream, json, response};
use crate::support::world::{SEATS, World};

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
async fn health_and_metrics_are_served_only_by_the_admin_listener() {
    let world = World::start(&["--admin", "127.0.0.1:0"], |_| {
        response(
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
        "the metrics contain a series of an operation that was not called: {text}"
    );
    for path in ["/healthz", "/readyz", "/metrics"] {
        assert_eq!(world.get(path).await.problem(), "no-operation");
    }
    world.end().await;
}

#[tokio::test]
async fn the_gateway_is_not_ready_while_it_stops() {
    let flags = ["--admin", "127.0.0.1:0", "--drain-timeout", "3s"];
    let mut world = World::start(&flags, |_| Act::SayAndStall(Vec::new())).await;
    let running = world.running.take().unwrap();
    let address = running.admin.unwrap();
    let _stream = world.begin(SEATS).await;
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

fn health(flags: &[&str]) -> (Option<i32>, String) {
    let output = program().arg("health").args(flags).output().unwrap();
    assert!(output.stdout.is_empty());
    let message = String::from_utf8(output.stderr).unwrap();
    (output.status.code(), message)
}

#[tokio::test(flavor = "multi_thread")]
async fn health_succeeds_while_a_gateway_serves() {
    let upstream = Upstream::start(|_| json("[]")).await;
    let (child, _, mut errors) = started(&upstream, &["--admin", "127.0.0.1:0"]);
    let mut admin = String::new();
    while !admin.starts_with("health and metrics: ") {
        admin.clear();
        assert!(errors.read_line(&mut admin).unwrap() > 0);
    }
    let admin = admin
        .trim()
        .trim_start_matches("health and metrics: http://");
    let admin = admin.trim_end_matches("/metrics").to_owned();
    let port = admin.rsplit(':').next().unwrap();
    for flag in [
        format!("--admin={admin}"),
        format!("--admin=0.0.0.0:{port}"),
    ] {
        assert_eq!(health(&[&flag]), (Some(0), String::new()));
    }
    let mut variable = program();
    variable.arg("health").env("TAGSMITH_GATEWAY_ADMIN", &admin);
    assert!(variable.status().unwrap().success());

    signal(&child, "TERM");
    rest(child, errors);
    let (code, message) = health(&["--admin", &admin]);
    assert_eq!(code, Some(1));
    let expected =
        format!("error: no healthy gateway at http://{admin}/healthz: connection refused");
    assert!(message.starts_with(&expected), "{message}");
    let (code, message) = health(&[]);
    assert_eq!(code, Some(1));
    assert!(
        message.contains("the admin listener is not set"),
        "{message}"
    );
}

#[test]
fn health_fails_without_a_healthy_gateway() {
    use std::io::Write as _;
    for (response, expected) in [
        (
            "HTTP/1.1 503 Service Unavailable\r\n\r\n",
            "it responds with 503",
        ),
        ("SSH-2.0-OpenSSH_9.2\r\n", "its response is not HTTP"),
        ("", "it closes the connection"),
    ] {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut head = [0; 512];
            let _ = stream.read(&mut head).unwrap();
            stream.write_all(response.as_bytes()).unwrap();
        });
        let (code, message) = health(&["--admin", &address]);
        server.join().unwrap();
        assert_eq!(code, Some(1));
        assert!(message.contains(expected), "{message}");
    }
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let begin = Instant::now();
    let (code, message) = health(&["--admin", &silent.local_addr().unwrap().to_string()]);
    assert_eq!(code, Some(1));
    assert!(message.contains("it does not respond in time"), "{message}");
    assert!(begin.elapsed() < Duration::from_secs(10));
}
