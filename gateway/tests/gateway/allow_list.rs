//! Tests of the allow-list: the gateway forwards only allowed operations, and refuses ambiguous paths.

use tagsmith_gateway::operations::allow::{Choice, allowed};

use crate::support::descriptions::file;
use crate::support::upstream::{json, response};
use crate::support::world::{SEATS, World};

#[tokio::test]
async fn a_denied_or_unknown_operation_is_refused_and_named() {
    let world = World::start(&[], |_| json("[]")).await;
    for (method, target, body, status, problem, says) in [
        (
            "GET",
            "/user",
            "",
            404,
            "no-operation",
            "the most similar operation is",
        ),
        (
            "GET",
            "/orgs/octo-org/copilot/billing/saets",
            "",
            404,
            "no-operation",
            "copilot/list-copilot-seats",
        ),
        (
            "POST",
            SEATS,
            "",
            405,
            "method",
            "copilot/list-copilot-seats",
        ),
        ("HEAD", SEATS, "", 405, "", ""),
        ("OPTIONS", SEATS, "", 405, "method", ""),
        ("TRACE", SEATS, "", 405, "method", ""),
        ("get", SEATS, "", 405, "method", ""),
        (
            "POST",
            "/orgs/o/copilot/billing/selected_users",
            "{}",
            403,
            "not-allowed",
            "copilot/add-copilot-seats-for-users",
        ),
        (
            "DELETE",
            "/orgs/o/copilot/billing/selected_users",
            "",
            403,
            "not-allowed",
            "--allow-writes",
        ),
        (
            "GET",
            "/orgs/o/copilot/billing/seats?org=x",
            "",
            400,
            "undeclared-parameter",
            "per_page",
        ),
        (
            "GET",
            "/orgs/o/copilot/billing/seats?_method=DELETE",
            "",
            400,
            "undeclared-parameter",
            "",
        ),
        (
            "GET",
            "/orgs/o/copilot/billing/seats?access_token=x",
            "",
            400,
            "undeclared-parameter",
            "",
        ),
        (
            "GET",
            "/orgs/o/copilot/billing/seats?page=1&pag%65=2",
            "",
            400,
            "query",
            "is repeated",
        ),
        (
            "GET",
            "/orgs/o/copilot/billing/seats?page=%00",
            "",
            400,
            "query",
            "",
        ),
        (
            "GET",
            SEATS,
            "{}",
            400,
            "undeclared-body",
            "description declares no body",
        ),
    ] {
        let got = world.send(method, target, "", body).await;
        assert_eq!(got.status, status, "{method} {target}: {got:?}");
        if method != "HEAD" {
            assert_eq!(got.problem(), problem, "{method} {target}");
            assert!(
                got.text().contains(says),
                "{method} {target}: {}",
                got.text()
            );
        }
    }
    let got = world
        .send("POST", "/orgs/o/copilot/billing/selected_users", "", "{}")
        .await;
    let body: serde_json::Value = serde_json::from_slice(&got.body).unwrap();
    assert_eq!(body["operation"], "copilot/add-copilot-seats-for-users");
    world.upstream.assert_unused("");
    world.end().await;
}

#[tokio::test]
async fn a_chunked_body_of_a_read_is_refused() {
    let world = World::start(&[], |_| json("[]")).await;
    let own = world.address;
    for body in ["0\r\n\r\n", "1\r\na\r\n0\r\n\r\n"] {
        let got = world
            .raw(format!(
                "GET {SEATS} HTTP/1.1\r\nhost: {own}\r\ntransfer-encoding: chunked\r\n\r\n{body}"
            ))
            .await;
        assert!(
            got.starts_with("HTTP/1.1 400") && got.contains("undeclared-body"),
            "{got}"
        );
    }
    world.upstream.assert_unused("");
    world.end().await;
}

#[tokio::test]
async fn an_allowed_write_is_forwarded_with_its_body() {
    let add = "copilot/add-copilot-seats-for-users";
    let world = World::start(&["--allow", add], |_| json("{\"seats_created\":1}")).await;
    let path = "/orgs/octo-org/copilot/billing/selected_users";
    let body = "{\"selected_usernames\":[\"octocat\"]}";
    let got = world
        .send("POST", path, "content-type: application/json\r\n", body)
        .await;
    assert_eq!(
        (got.status, got.text().as_str()),
        (200, "{\"seats_created\":1}")
    );
    let got = world
        .send(
            "POST",
            path,
            "content-type: application/x-www-form-urlencoded\r\n",
            body,
        )
        .await;
    assert_eq!((got.status, got.problem().as_str()), (415, "media-type"));
    let got = world.send("DELETE", path, "", body).await;
    assert_eq!(got.problem(), "not-allowed");
    let own = world.address;
    let chunked = format!(
        "POST {path} HTTP/1.1\r\nhost: {own}\r\ntransfer-encoding: chunked\r\ntrailer: authorization\r\n\r\n2\r\n{{}}\r\n0\r\nauthorization: x\r\n\r\n"
    );
    let got = world.raw(chunked).await;
    assert!(
        got.starts_with("HTTP/1.1 200") && got.contains("connection: close"),
        "{got}"
    );
    let arrived = world.upstream.arrived();
    assert_eq!(arrived.len(), 2);
    assert_eq!(arrived[0].body, body.as_bytes());
    assert_eq!(arrived[0].header("content-type"), Some("application/json"));
    assert_eq!(arrived[1].body, b"2\r\n{}\r\n0\r\n\r\n");
    assert!(!arrived[1].head.contains("trailer"));
    world.end().await;
}

#[tokio::test]
async fn ambiguous_paths_are_refused() {
    let world = World::start(&[], |_| json("[]")).await;
    let own = world.address;
    for path in [
        "/orgs/../copilot/billing/seats",
        "/orgs/./copilot/billing/seats",
        "/orgs/%2e%2e/copilot/billing/seats",
        "/orgs/.%2e/copilot/billing/seats",
        "/orgs/%2E/copilot/billing/seats",
        "/orgs/a%2fb/copilot/billing/seats",
        "/orgs/a%5cb/copilot/billing/seats",
        "/orgs/a\\b/copilot/billing/seats",
        "/orgs/a%00/copilot/billing/seats",
        "/orgs/a%0d%0a/copilot/billing/seats",
        "/orgs/a;x=1/copilot/billing/seats",
        "/orgs/a%3b/copilot/billing/seats",
        "/orgs//copilot/billing/seats",
        "//orgs/a/copilot/billing/seats",
        "/orgs/a/copilot/billing/seats/",
        "/orgs/a%252e%252e%252f/copilot/billing/seats",
        "/orgs/a%252fb/copilot/billing/seats",
        "/orgs/%252e%252e/copilot/billing/seats",
        "/orgs/%c0%af/copilot/billing/seats",
        "/orgs/%c0%ae%c0%ae/copilot/billing/seats",
        "/orgs/%ff/copilot/billing/seats",
        "/orgs/%/copilot/billing/seats",
        "/orgs/%zz/copilot/billing/seats",
        "/orgs/a/copilot/billing/seats#f",
        "/orgs/a/copilot/billing/seats?page=1#f",
        "/orgs/a/copilot/billing/Seats",
        "/orgs/\u{e9}/copilot/billing/seats",
    ] {
        let got = world
            .raw(format!(
                "GET {path} HTTP/1.1\r\nhost: {own}\r\nconnection: close\r\n\r\n"
            ))
            .await;
        assert!(got.starts_with("HTTP/1.1 400"), "{path}: {got}");
    }
    world.upstream.assert_unused("");
    let got = world
        .get("/orgs/%61-b%2b/copilot/%62illing/seats?per%5Fpage=%31")
        .await;
    assert_eq!(got.status, 200);
    assert_eq!(
        world.upstream.lines(),
        ["GET /orgs/a-b%2B/copilot/billing/seats?per_page=1 HTTP/1.1"]
    );
    world.end().await;
}

#[tokio::test]
async fn another_description_replaces_the_pinned_one() {
    let folder = tempfile::tempdir().unwrap();
    let operations = [
        ("get", "/things/{owner}", "things/get"),
        ("delete", "/things/{owner}", "things/delete"),
    ];
    let description = file(&folder, &operations, |_, _| {});
    let world = World::start(&["--description", &description], |_| {
        response("204 No Content", "", "")
    })
    .await;
    assert_eq!(world.get("/things/octo").await.status, 204);
    let got = world.send("DELETE", "/things/octo", "", "").await;
    assert_eq!(got.problem(), "not-allowed");
    assert_eq!(world.get(SEATS).await.problem(), "no-operation");
    assert_eq!(world.upstream.lines(), ["GET /things/octo HTTP/1.1"]);
    world.end().await;
}

/// The gateway could not distinguish operations of one path that differ only by a query.
#[test]
fn a_description_with_queries_in_paths_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let operations = [
        ("get", "/things?action=list", "things/list"),
        ("get", "/things?action=delete", "things/delete"),
    ];
    let description = file(&folder, &operations, |_, _| {});
    let choice = Choice {
        description: Some(description.into()),
        deny: vec!["things/delete".to_owned()],
        ..Choice::default()
    };
    let error = allowed(&choice).unwrap_err().to_string();
    assert!(error.contains("`/things?action="), "{error}");
}
