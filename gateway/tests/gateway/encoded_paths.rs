//! Tests of paths with an encoded slash or `%` in a value, as GitHub clients send such paths.

use serde_json::json;

use crate::support::descriptions::{VALUES, file};
use crate::support::upstream::response;
use crate::support::world::{CANARY, World, secret_file};

#[tokio::test]
async fn encoded_slashes_and_percents_in_values_are_forwarded() {
    let folder = tempfile::tempdir().unwrap();
    let description = file(&folder, VALUES, |_, _| {});
    let flags = ["--description", &description, "--allow-writes"];
    let world = World::start(&flags, |_| response("204 No Content", "", "")).await;
    let repo = "/repos/octo-org/r";
    for (method, target, expected) in [
        ("GET", "contents/src%2Flib.rs", "contents/src/lib.rs"),
        ("GET", "contents/src/a%2fb/c", "contents/src/a/b/c"),
        ("GET", "contents/100%25/a%2525", "contents/100%25/a%2525"),
        ("GET", "contents/", "contents/"),
        ("GET", "contents", "contents/"),
        ("GET", "git/ref/heads%2Fmain", "git/ref/heads/main"),
        ("GET", "git/ref/", "git/ref/"),
        ("GET", "commits/feature%2Fx", "commits/feature/x"),
        (
            "GET",
            "commits/feature%2Fx/status",
            "commits/feature/x/status",
        ),
        ("GET", "commits/feature%2Fstatus", "commits/feature/status"),
        ("GET", "commits", "commits"),
        ("GET", "labels/area%2Fapi", "labels/area%2Fapi"),
        ("DELETE", "labels/100%25", "labels/100%25"),
        ("GET", "labels/100%25%20off", "labels/100%25%20off"),
        ("GET", "labels/%231%3F", "labels/%231%3F"),
        ("GET", "contents/a%23/c%3F", "contents/a%23/c%3F"),
        ("GET", "environments/a%2Fb", "environments/a%2Fb"),
        (
            "GET",
            "environments/a%2Fb/secrets/X",
            "environments/a%2Fb/secrets/X",
        ),
    ] {
        let got = world
            .send(method, &format!("{repo}/{target}"), "", "")
            .await;
        assert_eq!(got.status, 204, "{method} {target}: {got:?}");
        let line = world.upstream.lines().pop().unwrap();
        assert_eq!(line, format!("{method} {repo}/{expected} HTTP/1.1"));
    }
    let got = world.get("/orgs/octo-org/packages/npm/@s%2Fn").await;
    assert_eq!(got.status, 204);
    let line = world.upstream.lines().pop().unwrap();
    assert_eq!(line, "GET /orgs/octo-org/packages/npm/%40s%2Fn HTTP/1.1");
    world.end().await;
}

#[tokio::test]
async fn values_that_could_be_dot_segments_or_other_owners_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let description = file(&folder, VALUES, |_, _| {});
    let world = World::start(&["--description", &description], |_| {
        response("204 No Content", "", "")
    })
    .await;
    for target in [
        "/repos/o/r/contents/a%2F..%2Fb",
        "/repos/o/r/contents/a/..%2f",
        "/repos/o/r/contents/%2Fa",
        "/repos/o/r/contents/a%2F",
        "/repos/o/r/contents/a/",
        "/repos/o/r/contents/a%2F%2Fb",
        "/repos/o/r/contents//",
        "/repos/o/r/contents/a%252fb",
        "/repos/o/r/contents/a%25252fb",
        "/repos/o/r/contents/%252e%252e",
        "/repos/o/r/contents/a%5cb",
        "/repos/o/r/contents/a%255cb",
        "/repos/o/r/contents/a%2500",
        "/repos/o/r/labels/%2e%2e%2f%2e%2e",
        "/repos/o/r/labels/..%2f..%2f..%2fother",
        "/repos/o/r/labels/a/",
        "/repos/o%2Fr/x/contents/a",
        "/repos/o%2561/r/contents/a",
        "/repos/o%3Fa/r/contents/a",
        "/repos/o%23a/r/contents/a",
        "/repos/o/r/labels/..%3Fa",
        "/repos/o/r/contents/a%2F..%23b",
        "/repos/o/r/environments/",
    ] {
        let got = world.get(target).await;
        assert_eq!(
            (got.status, &*got.problem()),
            (400, "path"),
            "{target}: {got:?}"
        );
    }
    world.upstream.assert_unused("");
    world.end().await;
}

#[tokio::test]
async fn a_query_hidden_in_a_value_must_be_declared() {
    let folder = tempfile::tempdir().unwrap();
    let description = file(&folder, VALUES, |id, operation| {
        let name = match id {
            "repos/get-content" | "users/get" => "ref",
            "repos/list-for-user" => "per_page",
            _ => return,
        };
        let parameters = operation["parameters"].as_array_mut().unwrap();
        parameters.push(json!({"name": name, "in": "query", "schema": {"type": "string"}}));
    });
    let world = World::start(&["--description", &description], |_| {
        response("204 No Content", "", "")
    })
    .await;
    let repo = "/repos/octo-org/r";
    for (target, expected) in [
        ("contents/a%3Fref=b", "contents/a%3Fref%3Db"),
        ("contents/a%3Fref=b%2Fc", "contents/a%3Fref%3Db/c"),
        ("contents/a%3F?ref=b", "contents/a%3F?ref=b"),
        ("contents/a%3Fb", "contents/a%3Fb"),
        ("contents/a%3Fb%2Fc%23", "contents/a%3Fb/c%23"),
        ("contents/a+b%23c%3F.rs", "contents/a%2Bb%23c%3F.rs"),
        ("labels/why%3F%20really", "labels/why%3F%20really"),
        ("labels/a%23x=1", "labels/a%23x%3D1"),
    ] {
        let got = world.get(&format!("{repo}/{target}")).await;
        assert_eq!(got.status, 204, "{target}: {got:?}");
        let line = world.upstream.lines().pop().unwrap();
        assert_eq!(line, format!("GET {repo}/{expected} HTTP/1.1"));
    }
    let passed = world.upstream.lines().len();
    for (target, why) in [
        ("/repos/o/r/contents/a%3Fref=b&x=1", "not `x`"),
        ("/repos/o/r/contents/a%3F_method=DELETE", "not `_method`"),
        ("/repos/o/r/contents/a%3Fb&x=1", "not `x`"),
        ("/repos/o/r/contents/a/b%3Fx=1/c", "not `x`"),
        ("/repos/o/r/contents/a%253Fx=1", "not `x`"),
        ("/repos/o/r/contents/a%3Fref=b?ref=c", "`ref` is repeated"),
        ("/repos/o/r/labels/a%3Faccess_token=b", "not `access_token`"),
        ("/repos/o/r/environments/a%3Fx%3D1", "not `x`"),
        ("/users/octocat%2Frepos?ref=b", "not `ref`"),
        ("/users/octocat%3Fper_page=1", "not `per_page`"),
    ] {
        let got = world.get(target).await;
        assert_eq!(
            (got.status, &*got.problem()),
            (400, "path"),
            "{target}: {got:?}"
        );
        assert!(got.text().contains(why), "{target}: {got:?}");
    }
    assert_eq!(world.upstream.lines().len(), passed);
    world.end().await;
}

#[tokio::test]
async fn an_encoded_slash_cannot_reach_a_denied_operation() {
    let folder = tempfile::tempdir().unwrap();
    let description = file(&folder, VALUES, |_, _| {});
    let deny = |id| ["--description", &description, "--deny", id];
    for (denied, target) in [
        (
            "repos/get-combined-status-for-ref",
            "/repos/o/r/commits/a%2Fstatus",
        ),
        ("repos/get-commit", "/repos/o/r/commits/a%2Fstatus"),
        ("repos/get-commit", "/repos/o/r/commits/"),
        ("repos/list-commits", "/repos/o/r/commits/"),
        ("repos/list-for-user", "/users/octocat%2Frepos"),
        ("repos/list-for-user", "/users/octocat%2F%2572epos"),
        (
            "actions/get-environment-secret",
            "/repos/o/r/environments/a%2Fsecrets%2Fb",
        ),
        ("repos/get-content", "/repos/o/r/contents"),
        ("repos/list-for-user", "/users/octocat%2Frepos%3Fa"),
        ("repos/list-commits", "/repos/o/r/commits/%3Fa"),
        (
            "repos/get-environment",
            "/repos/o/r/environments/a%23/secrets/b",
        ),
        (
            "repos/get-environment",
            "/repos/o/r/environments/a%253F/secrets/b",
        ),
    ] {
        let world = World::start(&deny(denied), |_| response("204 No Content", "", "")).await;
        let got = world.get(target).await;
        assert_eq!(got.problem(), "not-allowed", "{denied} {target}: {got:?}");
        assert!(got.text().contains(denied), "{denied} {target}: {got:?}");
        world.upstream.assert_unused("");
        world.end().await;
    }
    // An operation with exactly this path takes precedence over an operation with an empty value.
    let world = World::start(&deny("repos/get-commit"), |_| {
        response("204 No Content", "", "")
    })
    .await;
    assert_eq!(world.get("/repos/o/r/commits").await.status, 204);
    world.end().await;
}

#[tokio::test]
async fn the_credential_belongs_to_the_owner_in_the_upstream_path() {
    let folder = tempfile::tempdir().unwrap();
    let description = file(&folder, VALUES, |_, _| {});
    let other = secret_file(&folder, "other", "ghp_otherOTHER0123456789otherOTHER01234");
    let main = secret_file(&folder, "main", CANARY);
    let (other, main) = (format!("octo-org=file:{other}"), format!("file:{main}"));
    let flags = [
        "--description",
        &description,
        "--credential",
        &main,
        "--credential",
        &other,
    ];
    let world = World::start(&flags, |_| response("204 No Content", "", "")).await;
    for (target, is_other) in [
        ("/repos/octo-org/r/contents/a%2Fb", true),
        ("/repos/%6Fcto-org/r/contents/a%2Fb", true),
        ("/repos/else/r/contents/octo-org%2Fr", false),
        ("/repos/else/r/labels/octo-org%2F100%25", false),
    ] {
        assert_eq!(world.get(target).await.status, 204, "{target}");
        let sent = world.upstream.arrived().pop().unwrap();
        let sent = sent.header("authorization").unwrap().contains("other");
        assert_eq!(sent, is_other, "{target}");
    }
    world.end().await;
}
