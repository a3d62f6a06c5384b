//! Tests that the same rules apply to HTTP/2 as to HTTP/1.1.

use http::Request;

use crate::support::certified::{start, start_before};
use crate::support::world::SEATS;

#[tokio::test]
async fn the_rules_apply_to_http_2() {
    let gateway = start(&["--allow", "copilot/add-copilot-seats-for-users"]).await;
    let url = |path: &str| format!("https://gateway.example{path}");
    let path = "/orgs/o/copilot/billing/selected_users";
    let host = [("host", "gateway.example")];
    let json = [("content-type", "application/json")];
    type Case<'a> = (
        &'a str,
        String,
        &'a [(&'a str, &'a str)],
        &'a [u8],
        u16,
        &'a str,
    );
    let cases: [Case<'_>; 13] = [
        ("GET", url(SEATS), &[], b"", 200, "[]"),
        ("GET", url(SEATS), &host, b"", 200, "[]"),
        (
            "GET",
            url(SEATS),
            &[("host", "evil.example")],
            b"",
            421,
            "host",
        ),
        (
            "GET",
            format!("https://evil.example{SEATS}"),
            &[],
            b"",
            421,
            "host",
        ),
        (
            "GET",
            format!("https://evil.example{SEATS}"),
            &host,
            b"",
            421,
            "host",
        ),
        (
            "GET",
            format!("https://user@gateway.example{SEATS}"),
            &[],
            b"",
            421,
            "host",
        ),
        (
            "GET",
            url("/orgs/%2e%2e/copilot/billing/seats"),
            &[],
            b"",
            400,
            "path",
        ),
        (
            "GET",
            url("//evil.example/orgs/a/copilot/billing/seats"),
            &[],
            b"",
            400,
            "path",
        ),
        (
            "GET",
            url(SEATS),
            &[("origin", "https://evil.example")],
            b"",
            403,
            "origin",
        ),
        ("GET", url(SEATS), &[], b"{}", 400, "undeclared-body"),
        ("POST", url(path), &json, b"{}", 200, "[]"),
        ("DELETE", url(path), &json, b"{}", 403, "not-allowed"),
        ("GET", url("/user"), &[], b"", 404, "no-operation"),
    ];
    for (method, uri, headers, body, status, says) in cases {
        let before = gateway.world.upstream.lines().len();
        let (got, _, text) = gateway.send(method, &uri, headers, body).await.unwrap();
        assert_eq!(got, status, "{method} {uri} {headers:?}: {text}");
        assert!(text.contains(says), "{method} {uri}: {text}");
        assert_eq!(
            gateway.world.upstream.lines().len() - before,
            usize::from(status == 200)
        );
    }
    let arrived = gateway.world.upstream.arrived();
    assert!(
        arrived
            .iter()
            .all(|it| it.header("host") == Some(&*gateway.world.upstream.address.to_string()))
    );
    gateway.world.end().await;
}

#[tokio::test]
async fn invalid_http_2_requests_are_not_forwarded() {
    let gateway = start(&["--allow", "copilot/add-copilot-seats-for-users"]).await;
    let url = "https://gateway.example/orgs/o/copilot/billing/selected_users";
    for headers in [
        &[("transfer-encoding", "chunked")][..],
        &[("connection", "close")],
        &[("content-length", "1")],
        &[("content-length", "3")],
        &[("content-length", "2"), ("content-length", "3")],
        &[("upgrade", "h2c")],
        &[("te", "gzip")],
        &[("keep-alive", "1")],
    ] {
        let got = gateway.send("POST", url, headers, b"{}").await;
        let is_refused = got.as_ref().is_none_or(|(status, ..)| *status >= 400);
        let arrived = gateway.world.upstream.arrived();
        // The upstream request is framed by the received length of the body, not by the declared length.
        let is_same = arrived
            .iter()
            .all(|it| it.body == b"{}" || it.body.starts_with(b"2\r\n{}\r\n0"));
        assert!(is_same, "{headers:?}: {arrived:?}");
        assert!(
            arrived
                .iter()
                .all(|it| !it.head.contains("upgrade") && !it.head.contains("keep-alive"))
        );
        assert!(
            is_refused
                || headers[0].0 == "te"
                || headers[0].0 == "upgrade"
                || headers[0].0 == "keep-alive"
                || headers[0].0 == "connection",
            "{headers:?}: {got:?}"
        );
    }
    gateway.world.end().await;
}

#[tokio::test]
async fn a_caller_without_flow_control_window_is_disconnected() {
    let times = ["--total-timeout", "500ms", "--stall-timeout", "300ms"];
    let gateway = start_before(&times, &"a".repeat(1 << 20)).await;
    let mut builder = h2::client::Builder::new();
    let mut client = gateway.connect_with(builder.initial_window_size(0)).await;
    let request = Request::get(format!("https://gateway.example{SEATS}"));
    let (response, _) = client
        .send_request(request.body(()).unwrap(), true)
        .unwrap();
    let mut body = response.await.unwrap().into_body();
    let piece = tokio::time::timeout(std::time::Duration::from_secs(10), body.data());
    let piece = piece
        .await
        .expect("the gateway did not disconnect the caller in time");
    assert!(!matches!(piece, Some(Ok(_))), "{piece:?}");
    gateway.world.end().await;
}

#[tokio::test]
async fn a_too_large_http_2_head_is_logged() {
    let gateway = start(&["--max-head", "8KiB"]).await;
    let url = format!("https://gateway.example{SEATS}");
    let long = "a".repeat(9000);
    let many: Vec<String> = (0..101).map(|it| format!("x-{it}")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|it| (it.as_str(), "")).collect();
    let query = format!("{url}?page={long}");
    for (url, headers) in [
        (&url, &[("x-long", long.as_str())][..]),
        (&url, &many),
        (&query, &[]),
    ] {
        let (status, headers, body) = gateway.send("GET", url, headers, b"").await.unwrap();
        assert_eq!(
            (status, headers["x-tagsmith-problem"].to_str().unwrap()),
            (431, "head-too-large")
        );
        assert!(body.contains("#head-too-large"), "{body}");
    }
    assert_eq!(
        gateway
            .send("GET", &url, &[("x-some", &long[..7000])], b"")
            .await
            .unwrap()
            .0,
        200
    );
    let log = gateway.world.end().await;
    assert_eq!(log.matches("\"status\":431").count(), 3, "{log}");
}

#[tokio::test]
async fn a_head_that_h2_refuses_is_logged() {
    let gateway = start(&["--max-head", "8KiB"]).await;
    let url = format!("https://gateway.example{SEATS}");
    // Beyond four times the limit, h2 itself sends a response. Far beyond, h2 closes the connection.
    let long = "a".repeat(9000);
    let names: Vec<String> = (0..99).map(|it| format!("x-{it}")).collect();
    let many: Vec<(&str, &str)> = names.iter().map(|it| (it.as_str(), &*long)).collect();
    let (status, headers, body) = gateway.send("GET", &url, &many[..4], b"").await.unwrap();
    assert_eq!((status, headers.len(), &*body), (431, 0, ""));
    assert_eq!(gateway.send("GET", &url, &many, b"").await, None);
    // The same connection serves further requests.
    let mut client = gateway.connect().await;
    for (headers, expected) in [(&many[..4], 431), (&many[..0], 200), (&many[..5], 431)] {
        let mut request = Request::get(&url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (response, _) = client
            .send_request(request.body(()).unwrap(), true)
            .unwrap();
        assert_eq!(response.await.unwrap().status(), expected);
    }
    let log = gateway.world.end().await;
    let lines = |status: &str| {
        let refused = log.lines().filter(|it| it.contains("\"head-too-large\""));
        refused.filter(|it| it.contains(status)).count()
    };
    assert_eq!(lines("\"status\":431"), 3, "{log}");
    assert_eq!(lines("\"status\":null"), 1, "{log}");
}
