//! Tests of the header allow-lists, in both directions. The caller's own credentials are never forwarded.

use crate::support::descriptions::file;
use crate::support::upstream::{json, response};
use crate::support::world::{CANARY, SEATS, World};

#[tokio::test]
async fn the_callers_own_credentials_are_not_forwarded() {
    let world = World::start(&[], |_| json("[]")).await;
    let headers = "authorization: Bearer caller\r\ncookie: a=caller\r\nproxy-authorization: Basic caller\r\n\
        connection: authorization, accept, close\r\nkeep-alive: 5\r\nte: trailers\r\nx-http-method-override: DELETE\r\n\
        x-http-method: DELETE\r\nx-method-override: DELETE\r\nrange: bytes=0-1\r\nexpect: 100-continue\r\n\
        x-tagsmith-token: caller\r\nx-tagsmith-gateway: 1\r\nx-forwarded-for: caller\r\nif-none-match: \"e\"\r\n\
        accept: application/vnd.github.raw+json\r\nx-github-api-version: 2022-11-28\r\nuser-agent: caller\r\n";
    assert_eq!(world.send("GET", SEATS, headers, "").await.status, 200);
    let arrived = &world.upstream.arrived()[0];
    assert!(
        !arrived.head.contains("caller") && !arrived.head.contains("DELETE"),
        "{}",
        arrived.head
    );
    assert_eq!(arrived.header("if-none-match"), Some("\"e\""));
    assert_eq!(
        arrived.header("accept"),
        Some("application/vnd.github.raw+json")
    );
    assert_eq!(
        arrived.header("authorization"),
        Some(&*format!("Bearer {CANARY}"))
    );
    assert_eq!(
        arrived
            .head
            .lines()
            .filter(|it| it.starts_with("authorization"))
            .count(),
        1
    );
    assert_eq!(arrived.head.lines().count(), 9);
    let lists =
        "accept: a/b\r\naccept: c/d;q=0.1\r\nif-none-match: \"a\"\r\nif-none-match: \"b\"\r\n";
    assert_eq!(world.send("GET", SEATS, lists, "").await.status, 200);
    let arrived = &world.upstream.arrived()[1];
    assert_eq!(arrived.header("accept"), Some("a/b, c/d;q=0.1"));
    assert_eq!(arrived.header("if-none-match"), Some("\"a\", \"b\""));
    let got = world
        .send("GET", SEATS, "x-github-api-version: 2026-03-10\r\n", "")
        .await;
    assert_eq!(got.problem(), "header");
    world.end().await;
}

#[tokio::test]
async fn only_documented_response_headers_are_forwarded() {
    let headers = "content-type: application/json\r\nset-cookie: a=b\r\nserver: upstream\r\netag: \"e\"\r\nx-oauth-scopes: repo\r\n\
        link: <https://api.github.com/organizations/1/copilot/billing/seats?page=2>; rel=\"next\"\r\nx-secret: a\r\n\
        x-ratelimit-remaining: 4000\r\nx-ratelimit-reset: 99999999999\r\nx-github-request-id: AB:12\r\n\
        access-control-allow-origin: *\r\ncontent-security-policy: none\r\nstrict-transport-security: max-age=1\r\n\
        cache-control: public, max-age=60\r\nvary: Accept\r\nalt-svc: h3=\":1\"\r\nrefresh: 0;url=x\r\n";
    let world = World::start(&[], move |_| response("200 OK", headers, "[]")).await;
    let got = world.get(SEATS).await;
    let mut names: Vec<&str> = got.headers.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    let expected = [
        "cache-control",
        "connection",
        "content-length",
        "content-security-policy",
        "content-type",
        "cross-origin-resource-policy",
        "date",
        "etag",
        "link",
        "vary",
        "x-content-type-options",
        "x-github-request-id",
        "x-ratelimit-remaining",
        "x-ratelimit-reset",
    ];
    assert_eq!(names, expected);
    assert_eq!(got.header("vary"), Some("Origin"));
    assert_eq!(got.header("cache-control"), Some("private, no-cache"));
    // The link leads to a host other than this test's upstream.
    assert!(
        got.header("link")
            .unwrap()
            .contains("https://api.github.com/organizations/1")
    );
    world.end().await;
}

#[tokio::test]
async fn the_upstreams_own_errors_are_unchanged() {
    let world = World::start(&[], |_| {
        response(
            "404 Not Found",
            "content-type: application/json; charset=utf-8\r\n",
            "{\"message\":\"Not Found\"}",
        )
    })
    .await;
    let got = world.get(SEATS).await;
    assert_eq!(
        (got.status, got.text().as_str()),
        (404, "{\"message\":\"Not Found\"}")
    );
    assert_eq!(
        got.header("content-type"),
        Some("application/json; charset=utf-8")
    );
    world.end().await;
}

#[tokio::test]
async fn declared_header_parameters_are_forwarded() {
    let folder = tempfile::tempdir().unwrap();
    let operations = [("get", "/a", "a/declares"), ("get", "/b", "a/declares-not")];
    let names = [
        "X-Tenant",
        "Idempotency-Key",
        "X-Tagsmith-Token",
        "X-Forwarded-Host",
        "Cookie",
        "X-HTTP-Method-Override",
        "X-Original-URL",
        "X-Rewrite-URL",
        "X-Original-Host",
        "X-Host",
        "X-Client-IP",
        "True-Client-IP",
        "Range",
        "If-Range",
    ];
    let description = file(&folder, &operations, |id, operation| {
        if id == "a/declares" {
            let all = names.map(|it| {
                serde_json::json!({"name": it, "in": "header", "required": it == "X-Tenant", "schema": {"type": "string"}})
            });
            operation["parameters"] = all.into_iter().collect();
        }
    });
    let page = "https://docs.example.org";
    let flags = ["--description", &description, "--allow-origin", page];
    let world = World::start(&flags, |_| response("204 No Content", "", "")).await;
    let sent: String = names.iter().map(|it| format!("{it}: own\r\n")).collect();
    for (path, passed) in [("/a", 2), ("/b", 0)] {
        assert_eq!(world.send("GET", path, &sent, "").await.status, 204);
        let arrived = world.upstream.arrived().pop().unwrap();
        assert_eq!(
            arrived.head.matches(": own\r\n").count(),
            passed,
            "{}",
            arrived.head
        );
    }
    let got = world
        .send("GET", "/a", "x-tenant: a\r\nx-tenant: b\r\n", "")
        .await;
    assert_eq!(got.problem(), "header");
    let asks = format!("origin: {page}\r\naccess-control-request-method: GET\r\n");
    let got = world.send("OPTIONS", "/a", &asks, "").await;
    let allowed = got.header("access-control-allow-headers").unwrap();
    assert!(
        allowed.contains("x-tenant") && allowed.contains("idempotency-key"),
        "{allowed}"
    );
    assert!(
        !allowed.contains("cookie") && !allowed.contains("forwarded"),
        "{allowed}"
    );
    world.end().await;
}
