//! Tests that there is only one upstream: nothing in a request selects the target host (SSRF).

use crate::support::upstream::{Act, Upstream, json};
use crate::support::world::{CANARY, SEATS, World, configured};

#[tokio::test]
async fn an_allowed_operation_is_forwarded_with_the_credential() {
    let world = World::start(&[], |_| json("[]")).await;
    let got = world.get(&format!("{SEATS}?per_page=5")).await;
    assert_eq!((got.status, got.text().as_str()), (200, "[]"), "{got:?}");
    let arrived = world.upstream.arrived();
    assert_eq!(
        arrived[0].line(),
        format!("GET {SEATS}?per_page=5 HTTP/1.1")
    );
    assert_eq!(
        arrived[0].header("authorization"),
        Some(&*format!("Bearer {}", CANARY))
    );
    assert_eq!(
        arrived[0].header("host"),
        Some(&*world.upstream.address.to_string())
    );
    assert_eq!(
        arrived[0].header("x-github-api-version"),
        Some("2022-11-28")
    );
    let names: Vec<_> = arrived[0]
        .head
        .lines()
        .skip(1)
        .filter_map(|it| it.split_once(':'))
        .map(|it| it.0.to_ascii_lowercase())
        .collect();
    let mut sorted = names.clone();
    sorted.sort();
    assert_eq!(
        sorted,
        [
            "accept",
            "accept-encoding",
            "authorization",
            "host",
            "user-agent",
            "x-github-api-version"
        ]
    );
    world.end().await;
}

#[tokio::test]
async fn localhost_is_this_machine() {
    let upstream = Upstream::start(|_| json("[]")).await;
    let port = upstream.address.port();
    for name in ["localhost", "LOCALHOST"] {
        let url = format!("http://{name}:{port}");
        let world = World::with(upstream.clone(), &["--upstream", &url]).await;
        assert_eq!(world.get(SEATS).await.status, 200, "{name}");
        let arrived = world.upstream.arrived().pop().unwrap();
        let host = arrived.header("host").unwrap();
        assert_eq!(host.to_ascii_lowercase(), format!("localhost:{port}"));
        world.end().await;
    }
    for url in [
        "http://localhost.evil.example",
        "http://notlocalhost",
        "http://localhost.",
    ] {
        let refused = configured(&["--upstream", url, "--credential", "env:A"]);
        let error = refused.unwrap_err().to_string();
        assert!(
            error.contains("plain http to another machine"),
            "{url}: {error}"
        );
    }
}

#[tokio::test]
async fn targets_that_name_a_host_are_refused() {
    let world = World::start(&[], |_| json("[]")).await;
    let (own, upstream) = (world.address, world.upstream.address);
    for target in [
        format!("http://{own}{SEATS}"),
        format!("http://{upstream}{SEATS}"),
        format!("https://evil.example{SEATS}"),
        format!("//evil.example{SEATS}"),
        format!("///{SEATS}"),
        "*".to_owned(),
        "evil.example:443".to_owned(),
        format!("\\\\evil.example{SEATS}"),
        format!("@evil.example{SEATS}"),
        format!(":80{SEATS}"),
    ] {
        for method in ["GET", "CONNECT", "OPTIONS"] {
            let got = world
                .raw(format!(
                    "{method} {target} HTTP/1.1\r\nhost: {own}\r\nconnection: close\r\n\r\n"
                ))
                .await;
            assert!(got.starts_with("HTTP/1.1 40"), "{method} {target}: {got}");
        }
    }
    let got = world
        .raw(format!(
            "CONNECT evil.example:443 HTTP/1.1\r\nhost: {own}\r\n\r\n"
        ))
        .await;
    assert!(got.starts_with("HTTP/1.1 400"), "{got}");
    world.upstream.assert_unused("");
    world.end().await;
}

#[tokio::test]
async fn headers_that_name_a_host_or_a_protocol_have_no_effect() {
    let world = World::start(&[], |_| json("[]")).await;
    let headers = "forwarded: host=evil.example;proto=http\r\nx-forwarded-host: evil.example\r\nx-forwarded-proto: http\r\n\
        x-forwarded-port: 1\r\nx-original-url: /user\r\nx-rewrite-url: /user\r\nx-host: evil.example\r\n\
        upgrade: websocket\r\nsec-websocket-key: a\r\nsec-websocket-version: 13\r\nhttp2-settings: AAAA\r\n";
    let got = world.send("GET", SEATS, headers, "").await;
    assert_eq!(got.status, 200);
    let arrived = world.upstream.arrived();
    assert_eq!(arrived.len(), 1);
    for name in [
        "forwarded",
        "x-forwarded",
        "x-original",
        "x-rewrite",
        "upgrade",
        "websocket",
        "evil",
        "http2",
    ] {
        assert!(
            !arrived[0].head.to_ascii_lowercase().contains(name),
            "{}",
            arrived[0].head
        );
    }
    // The header `Upgrade` does not change the forwarded request.
    let own = world.address;
    let got = world
        .raw(format!(
            "GET {SEATS} HTTP/1.1\r\nhost: {own}\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n"
        ))
        .await;
    assert!(got.starts_with("HTTP/1.1 200"), "{got}");
    world.end().await;
}

#[tokio::test]
async fn a_protocol_upgrade_of_the_upstream_is_refused() {
    let world = World::start(&[], |_| Act::Say(b"HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n".to_vec())).await;
    let got = world
        .send(
            "GET",
            SEATS,
            "connection: upgrade\r\nupgrade: websocket\r\n",
            "",
        )
        .await;
    assert_eq!(got.status, 502, "{got:?}");
    world.end().await;
}
