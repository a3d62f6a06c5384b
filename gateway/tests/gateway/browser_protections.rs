//! Rule 8: by which name browsers ask, and for which pages.

use std::io::Read as _;

use crate::support::world::{SEATS, World, json, secret_file};

const PAGE: &str = "https://docs.example";

#[tokio::test]
async fn only_the_gateways_own_names_are_answered() {
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
async fn pages_of_allowed_origins_may_and_others_may_not() {
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
async fn browsers_are_told_what_pages_may_send() {
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
    assert!(world.upstream.lines().is_empty());
    world.end().await;
}

#[tokio::test]
async fn the_gateway_says_what_it_is_under_the_same_rules() {
    let world = World::start(&["--allow-origin", PAGE], |_| json("[]")).await;
    let got = world
        .send(
            "GET",
            "/-/gateway",
            &format!("origin: {PAGE}\r\nx-tagsmith-gateway: 1\r\n"),
            "",
        )
        .await;
    let body: serde_json::Value = serde_json::from_slice(&got.body).unwrap();
    assert_eq!(body["name"], "tagsmith-gateway");
    assert_eq!(
        body["upstream"],
        format!("http://{}", world.upstream.address)
    );
    assert_eq!(
        (&body["api_version"], &body["writes"]),
        (&"2022-11-28".into(), &false.into())
    );
    assert_eq!(body["operations"].as_array().unwrap().len(), 19);
    assert_eq!(
        world.send("POST", "/-/gateway", "", "").await.problem(),
        "method"
    );
    world.end().await;
}

#[tokio::test]
async fn a_page_of_a_refused_origin_can_read_that_it_is_refused_and_nothing_else() {
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
    // A page that has the gateway's address by its own name learns nothing.
    let raw = "GET /-/gateway HTTP/1.1\r\nhost: evil.example\r\norigin: https://evil.example\r\nconnection: close\r\n\r\n";
    let got = world.raw(raw).await;
    assert!(
        got.starts_with("HTTP/1.1 421") && !got.contains("access-control-allow-origin"),
        "{got}"
    );
    world.end().await;
}

#[tokio::test]
async fn the_reference_site_is_served_and_protected() {
    let site = tempfile::tempdir().unwrap();
    std::fs::create_dir(site.path().join("a")).unwrap();
    std::fs::write(site.path().join("index.html"), "<p>start").unwrap();
    std::fs::write(site.path().join("a/index.html"), "<p>a").unwrap();
    let flag = format!("--site={}", site.path().display());
    let world = World::start(&[&flag], |_| json("[]")).await;
    let got = world
        .send("GET", "/reference/", "sec-fetch-site: cross-site\r\n", "")
        .await;
    assert_eq!((got.status, got.text().as_str()), (200, "<p>start"));
    let policy = got.header("content-security-policy").unwrap();
    assert!(
        policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"),
        "{policy}"
    );
    assert_eq!(got.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(got.header("referrer-policy"), Some("no-referrer"));
    assert_eq!(
        world.get("/reference").await.header("location"),
        Some("/reference/")
    );
    assert_eq!(
        world.get("/reference/a").await.header("location"),
        Some("/reference/a/")
    );
    assert_eq!(world.get("/reference/a/").await.text(), "<p>a");
    let reader = "accept: text/html,application/xhtml+xml,*/*;q=0.8\r\n";
    let door = world.send("GET", "/", reader, "").await;
    assert_eq!(
        (door.status, door.header("location")),
        (307, Some("/reference/"))
    );
    let program = world
        .send("GET", "/", "accept: application/json\r\n", "")
        .await;
    assert!(program.status >= 400 && program.header("location").is_none());
    for path in [
        "/reference/../a",
        "/reference/%2e%2e/%2e%2e/etc/passwd",
        "/reference/none",
        "/reference//etc/passwd",
        "/reference/..%2f..%2fetc/passwd",
    ] {
        let got = world.get(path).await;
        assert!(got.status >= 400, "{path}: {got:?}");
    }
    std::fs::write(site.path().join("404.html"), "<p>none").unwrap();
    let missing = world.get("/reference/none/").await;
    assert_eq!((missing.status, missing.text().as_str()), (404, "<p>none"));
    assert!(world.get("/reference").await.text().is_empty());
    assert_eq!(world.send("POST", "/reference/", "", "").await.status, 405);
    let evil = world
        .raw("GET /reference/ HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n")
        .await;
    assert!(evil.starts_with("HTTP/1.1 421"), "{evil}");
    world.end().await;
}

#[tokio::test]
async fn the_reference_site_is_served_compressed() {
    let folder = tempfile::tempdir().unwrap();
    let page = format!("<p>{}", "start ".repeat(1000));
    std::fs::write(folder.path().join("index.html"), &page).unwrap();
    std::fs::write(folder.path().join("404.html"), &page).unwrap();
    let flag = format!("--site={}", folder.path().display());
    for site in ["--site", &flag] {
        let world = World::start(&[site], |_| json("[]")).await;
        for path in ["/reference/", "/reference/none/"] {
            let plain = world.get(path).await;
            assert_eq!(plain.header("content-encoding"), None);
            assert!(plain.body.len() > 5000, "{}", plain.body.len());
            for (asked, coding) in [("gzip, deflate, br, zstd", "br"), ("gzip", "gzip")] {
                let headers = format!("accept-encoding: {asked}\r\n");
                let got = world.send("GET", path, &headers, "").await;
                assert_eq!(got.status, plain.status, "{site} {path}");
                assert_eq!(
                    got.header("content-encoding"),
                    Some(coding),
                    "{site} {path}"
                );
                assert!(
                    got.body.len() * 3 < plain.body.len(),
                    "{site} {path}: {}",
                    got.body.len()
                );
                let varies = got.headers.iter().filter(|(name, _)| name == "vary");
                let varies: String = varies
                    .map(|(_, value)| value.to_ascii_lowercase())
                    .collect();
                assert!(
                    varies.contains("accept-encoding") && varies.contains("origin"),
                    "{varies}"
                );
                if site == "--site" && path == "/reference/" {
                    let tag = got.header("etag").unwrap();
                    assert_ne!(got.header("etag"), plain.header("etag"));
                    let again = format!("{headers}if-none-match: {tag}\r\n");
                    let again = world.send("GET", path, &again, "").await;
                    assert_eq!((again.status, again.body.len()), (304, 0));
                    let mut text = String::new();
                    match coding {
                        "br" => {
                            brotli::Decompressor::new(&*got.body, 4096).read_to_string(&mut text)
                        }
                        _ => flate2::read::GzDecoder::new(&*got.body).read_to_string(&mut text),
                    }
                    .unwrap();
                    assert_eq!(text, plain.text());
                }
            }
        }
        // What the upstream answers is not compressed: it could be told by its length what is beside a secret.
        let got = world
            .send("GET", SEATS, "accept-encoding: br, gzip\r\n", "")
            .await;
        assert_eq!(got.header("content-encoding"), None);
        world.end().await;
    }
}

#[tokio::test]
async fn the_reference_site_is_made_of_the_description() {
    const PAGE: &str = "/reference/copilot/get-copilot-seat-details-for-user/";
    let world = World::start(&["--site"], |_| json("[]")).await;
    let page = world.get(PAGE).await;
    assert_eq!(
        page.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert!(
        page.text().contains("<title>Get Copilot seat assignment"),
        "{page:?}"
    );
    let tag = page.header("etag").unwrap();
    let again = world
        .send("GET", PAGE, &format!("if-none-match: {tag}\r\n"), "")
        .await;
    assert_eq!((again.status, again.text().as_str()), (304, ""));
    let (folder, _) = PAGE.rsplit_once('/').unwrap();
    let led = world.get(folder).await;
    assert_eq!((led.status, led.header("location")), (308, Some(PAGE)));
    let missing = world.get("/reference/copilot/nothing").await;
    assert_eq!(missing.status, 404);
    assert!(
        missing.text().contains("href=\"/reference/index.html\""),
        "{missing:?}"
    );
    assert_eq!(missing.header("cache-control"), Some("no-cache"));
    for script in page.text().split("src=\"../../").skip(1) {
        let (path, _) = script.split_once('"').unwrap();
        let got = world.get(&format!("/reference/{path}")).await;
        assert_eq!(got.status, 200, "{path}");
        let kept = got.header("cache-control").unwrap();
        assert!(kept.ends_with("immutable"), "{path}: {kept}");
    }
    world.end().await;
}
