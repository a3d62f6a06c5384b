//! Tests of the reference site under `/reference/`: its headers, its compression, and its generated pages.

use std::io::Read as _;

use crate::support::upstream::json;
use crate::support::world::{SEATS, World};

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
        // Responses of the upstream are not compressed, because a compressed length can reveal secrets (BREACH).
        let got = world
            .send("GET", SEATS, "accept-encoding: br, gzip\r\n", "")
            .await;
        assert_eq!(got.header("content-encoding"), None);
        world.end().await;
    }
}

#[tokio::test]
async fn the_reference_site_is_generated_from_the_description() {
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
