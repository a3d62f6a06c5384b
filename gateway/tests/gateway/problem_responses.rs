//! Tests of the gateway's own errors: RFC 9457 problems, and the header that marks them.

use crate::support::upstream::{json, response};
use crate::support::world::{SEATS, World};

#[tokio::test]
async fn clients_that_prefer_another_json_type_get_the_same_problem_as_json() {
    let world = World::start(&[], |_| json("[]")).await;
    let mut bodies = Vec::new();
    for (accept, expected) in [
        ("", "application/problem+json"),
        ("accept: */*\r\n", "application/problem+json"),
        (
            "accept: application/json\r\n",
            "application/json; charset=utf-8",
        ),
        // The `Accept` header that Octokit sends.
        (
            "accept: application/vnd.github.v3+json\r\n",
            "application/json; charset=utf-8",
        ),
        (
            "accept: application/problem+json, application/json\r\n",
            "application/problem+json",
        ),
    ] {
        let got = world.send("GET", "/user", accept, "").await;
        assert_eq!(got.problem(), "no-operation");
        assert_eq!(got.header("content-type"), Some(expected), "{accept}");
        bodies.push(got.text());
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1, "{bodies:?}");
    let body: serde_json::Value = serde_json::from_str(&bodies[0]).unwrap();
    let message = body["message"].as_str().unwrap();
    assert!(
        message.starts_with("tagsmith-gateway: the description declares no operation"),
        "{message}"
    );
    world.end().await;
}

#[tokio::test]
async fn the_problem_header_of_the_upstream_is_removed() {
    let world = World::start(&[], |_| {
        response("403 Forbidden", "x-tagsmith-problem: origin\r\n", "{}")
    })
    .await;
    let got = world.get(SEATS).await;
    assert_eq!((got.status, got.header("x-tagsmith-problem")), (403, None));
    world.end().await;
}
