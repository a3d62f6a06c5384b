//! Tests of browser protections: the Host allow-list (DNS rebinding), Origin checks (CORS, CSRF), preflights and the
//! required header.

use crate::support::upstream::json;
use crate::support::world::{SEATS, World, secret_file};

const PAGE: &str = "https://docs.example";

#[tokio::test]
async fn only_the_gateways_host_names_are_accepted() {
    let world = World::start(&["--allow-host", "gateway.example"], |_| json("[]")).await;
    let port = world.address.port();
    for (host, is_own) in [
        (format!("127.0.0.1:{port}"), true),
        (format!("localhost:{port}"), true),
        ("localhost".to_owned(), true),
        ("gateway.example".to_owned(), true),
        ("GATEWAY.example:443".to_owned(), true),
        (format!("evil.example:{port}"), false),
        ("".to_owned(), false),
        ("localhost.evil.example".to_owned(), false),
        ("user@localhost".to_owned(), false),
        ("localhost, evil.example".to_owned(), false),
        ("gateway.example.".to_owned(), false),
        ("0.0.0.0".to_owned(), false),
        ("127.1".to_owned(), false),
        ("api.github.com".to_owned(), false),
    ] {
        let got = world
            .raw(format!(
                "GET {SEATS} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n"
            ))
            .await;
        assert_eq!(got.starts_with("HTTP/1.1 200"), is_own, "{host}: {got}");
    }
    for head in [
        format!("GET {SEATS} HTTP/1.1\r\nconnection: close\r\n\r\n"),
        format!("GET {SEATS} HTTP/1.0\r\n\r\n"),
        format!(
            "GET {SEATS} HTTP/1.1\r\nhost: localhost\r\nhost: localhost\r\nconnection: close\r\n\r\n"
        ),
        format!(
            "GET {SEATS} HTTP/1.1\r\nhost: localhost\r\nhost: evil.example\r\nconnection: close\r\n\r\n"
        ),
    ] {
        let got = world.raw(&head).await;
        assert!(
            got.starts_with("HTTP/1.1 4") || got.starts_with("HTTP/1.0 4"),
            "{head}: {got}"
        );
    }
    assert_eq!(world.upstream.lines().len(), 5);
    world.end().await;
}

#[tokio::test]
async fn only_allowed_origins_may_send_requests() {
    let world = World::start(&["--allow-origin", PAGE], |_| json("[]")).await;
    let own = format!("http://{}", world.address);
    for (headers, expected) in [
        (
            format!("origin: {PAGE}\r\nx-tagsmith-gateway: 1\r\nsec-fetch-site: cross-site\r\n"),
            "",
        ),
        (
            format!("origin: {own}\r\nx-tagsmith-gateway: 1\r\nsec-fetch-site: same-origin\r\n"),
            "",
        ),
        ("sec-fetch-site: same-origin\r\n".to_owned(), ""),
        ("sec-fetch-site: none\r\n".to_owned(), ""),
        (format!("origin: {PAGE}\r\n"), "mark"),
        (format!("origin: {own}\r\n"), "mark"),
        (
            format!("origin: {PAGE}\r\nx-tagsmith-gateway: 0\r\n"),
            "mark",
        ),
        (
            format!("origin: {PAGE}\r\nx-tagsmith-gateway: 1\r\nx-tagsmith-gateway: 1\r\n"),
            "mark",
        ),
        (
            "origin: null\r\nx-tagsmith-gateway: 1\r\n".to_owned(),
            "origin",
        ),
        (
            "origin: https://evil.example\r\nx-tagsmith-gateway: 1\r\n".to_owned(),
            "origin",
        ),
        (
            format!("origin: {PAGE}.evil.example\r\nx-tagsmith-gateway: 1\r\n"),
            "origin",
        ),
        (
            format!("origin: {PAGE}:443\r\nx-tagsmith-gateway: 1\r\n"),
            "origin",
        ),
        (
            format!("origin: {PAGE}\r\norigin: https://evil.example\r\nx-tagsmith-gateway: 1\r\n"),
            "origin",
        ),
        (
            "origin: http://localhost:1\r\nx-tagsmith-gateway: 1\r\n".to_owned(),
            "origin",
        ),
        (
            "sec-fetch-site: cross-site\r\nx-tagsmith-gateway: 1\r\n".to_owned(),
            "origin",
        ),
        ("sec-fetch-site: same-site\r\n".to_owned(), "origin"),
        (
            "sec-fetch-site: none\r\nsec-fetch-site: cross-site\r\n".to_owned(),
            "origin",
        ),
    ] {
        let before = world.upstream.lines().len();
        let got = world.send("GET", SEATS, &headers, "").await;
        assert_eq!(got.problem(), expected, "{headers}");
        assert_eq!(
            world.upstream.lines().len() - before,
            usize::from(expected.is_empty())
        );
        assert_eq!(got.header("vary"), Some("Origin"));
        assert_eq!(got.header("access-control-allow-credentials"), None);
        let allowed = got.header("access-control-allow-origin");
        let origin = headers
            .strip_prefix("origin: ")
            .and_then(|it| it.lines().next());
        let readable = origin.filter(|_| expected != "origin");
        assert_eq!(allowed, readable, "{headers}");
        if allowed.is_some() {
            let exposed = got.header("access-control-expose-headers").unwrap();
            assert!(exposed.contains("x-github-request-id") && !exposed.contains('*'));
        }
    }
    world.end().await;
}

#[tokio::test]
async fn a_preflight_response_lists_methods_and_headers() {
    let world = World::start(&["--allow-origin", PAGE], |_| json("[]")).await;
    let asks = "access-control-request-method: GET\r\naccess-control-request-headers: x-tagsmith-gateway\r\naccess-control-request-private-network: true\r\n";
    let got = world
        .send("OPTIONS", SEATS, &format!("origin: {PAGE}\r\n{asks}"), "")
        .await;
    assert_eq!(got.status, 204);
    assert_eq!(got.header("access-control-allow-origin"), Some(PAGE));
    assert_eq!(
        got.header("access-control-allow-private-network"),
        Some("true")
    );
    let headers = got.header("access-control-allow-headers").unwrap();
    assert!(
        headers.contains("x-tagsmith-gateway")
            && headers.contains("x-tagsmith-token")
            && !headers.contains("authorization")
    );
    for origin in ["https://evil.example", "null"] {
        let got = world
            .send("OPTIONS", SEATS, &format!("origin: {origin}\r\n{asks}"), "")
            .await;
        assert_eq!(
            (
                got.status,
                got.header("access-control-allow-origin"),
                got.header("access-control-allow-methods")
            ),
            (403, None, None)
        );
    }
    world.upstream.assert_unused("");
    world.end().await;
}

#[tokio::test]
async fn a_page_of_a_refused_origin_can_read_only_the_refusal() {
    let folder = tempfile::tempdir().unwrap();
    let callers = secret_file(
        &folder,
        "callers",
        &tagsmith_gateway::callers::tokens::line("a", "0123456789-0123456789-01").unwrap(),
    );
    let world = World::start(
        &["--allow-origin", PAGE, "--caller-tokens", &callers],
        |_| json("[]"),
    )
    .await;
    let own = format!("http://{}", world.address);
    let mut bodies = Vec::new();
    for headers in [
        "origin: null\r\n".to_owned(),
        "origin: https://evil.example\r\n".to_owned(),
        "origin: https://evil.example\r\nx-tagsmith-token: wrong\r\n".to_owned(),
        format!("origin: {PAGE}\r\norigin: {own}\r\n"),
    ] {
        let got = world.send("GET", "/-/gateway", &headers, "").await;
        assert_eq!((got.status, &*got.problem()), (403, "origin"), "{headers}");
        assert_eq!(got.header("access-control-allow-origin"), Some("*"));
        assert_eq!(
            got.header("access-control-expose-headers"),
            Some("x-tagsmith-problem")
        );
        bodies.push(got.text());
        for (method, target) in [
            ("GET", SEATS),
            ("GET", "/-/gateway/"),
            ("GET", "/-/Gateway"),
            ("POST", "/-/gateway"),
            ("OPTIONS", "/-/gateway"),
        ] {
            let asks = format!("{headers}access-control-request-method: GET\r\n");
            let got = world.send(method, target, &asks, "").await;
            assert_eq!(
                (got.status, &*got.problem()),
                (403, "origin"),
                "{method} {target}"
            );
            assert_eq!(
                got.header("access-control-allow-origin"),
                None,
                "{method} {target}"
            );
        }
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1, "{bodies:?}");
    for hidden in ["127.0.0.1", "copilot", PAGE, "0.1.0"] {
        assert!(!bodies[0].contains(hidden), "{bodies:?}");
    }
    // A page that resolves its own name to the gateway's address (DNS rebinding) must not read a response.
    let raw = "GET /-/gateway HTTP/1.1\r\nhost: evil.example\r\norigin: https://evil.example\r\nconnection: close\r\n\r\n";
    let got = world.raw(raw).await;
    assert!(
        got.starts_with("HTTP/1.1 421") && !got.contains("access-control-allow-origin"),
        "{got}"
    );
    world.end().await;
}
