//! Tests the example between a fake of GitHub and a fake collector.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::thread;

/// Starts a server that responds to everything with this body. Returns its URL and the received requests.
fn serve(response: &'static str) -> (String, Receiver<(String, String)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (tell, reported) = channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, tell) = (stream.unwrap(), tell.clone());
            thread::spawn(move || {
                let mut reader = BufReader::new(stream.try_clone().unwrap());
                let mut head = String::new();
                let mut length = 0;
                while reader.read_line(&mut head).unwrap() > 2 {
                    let line = head.lines().last().unwrap().to_lowercase();
                    if let Some(value) = line.strip_prefix("content-length:") {
                        length = value.trim().parse().unwrap();
                    }
                }
                let mut body = vec![0; length];
                reader.read_exact(&mut body).unwrap();
                tell.send((head, String::from_utf8(body).unwrap())).unwrap();
                let length = response.len();
                write!(
                    stream,
                    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\
                     connection: close\r\n\r\n{response}"
                )
                .unwrap();
            });
        }
    });
    (url, reported)
}

#[test]
fn a_call_is_exported_as_a_span_and_a_measurement_without_secrets() {
    let (github, calls) = serve(r#"{"total_seats":0,"seats":[]}"#);
    let (collector, exports) = serve("{}");
    let status = Command::new(env!("CARGO_BIN_EXE_otlp"))
        .arg("secret-org")
        .env("GITHUB_TOKEN", "canary")
        .env("GITHUB_API_URL", github)
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", collector)
        .env("NO_PROXY", "*")
        .status()
        .unwrap();
    assert!(status.success());
    let (head, _) = calls.try_recv().unwrap();
    assert!(head.starts_with("GET /orgs/secret-org/copilot/billing/seats HTTP/1.1"));

    let exports: Vec<_> = exports.try_iter().collect();
    let to = |path: &str| {
        let found = exports.iter().find(|(head, _)| head.starts_with(path));
        &found
            .unwrap_or_else(|| panic!("nothing for {path}: {exports:?}"))
            .1
    };
    let (spans, metrics) = (to("POST /v1/traces"), to("POST /v1/metrics"));
    for text in [
        r#""name": "GET /orgs/{org}/copilot/billing/seats""#,
        "url.template",
        "http.response.status_code",
        "copilot/list-copilot-seats",
    ] {
        assert!(spans.contains(text), "{text} in {spans}");
    }
    assert!(
        metrics.contains("http.client.request.duration"),
        "{metrics}"
    );
    for (_, body) in &exports {
        assert!(
            !body.contains("canary") && !body.contains("secret-org"),
            "{body}"
        );
    }
}
