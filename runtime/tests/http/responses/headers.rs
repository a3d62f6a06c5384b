//! Tests of typed values of response headers.

use std::time::Duration;

use tagsmith_runtime::jiff::Timestamp;
use tagsmith_runtime::{ConditionalResponse, Error, OperationExt as _};

use crate::api;
use crate::server::{Server, json, reply};

const THING: &str = r#"{"id":1,"name":"a"}"#;

fn time(text: &str) -> Option<Timestamp> {
    Some(text.parse().unwrap())
}

async fn get(
    headers: &'static [(&'static str, &'static str)],
) -> tagsmith_runtime::Response<api::Thing> {
    let server = Server::start(move |_| reply(200, headers, THING)).await;
    api::client(&server.url).get("1").await.unwrap()
}

#[tokio::test]
async fn headers_are_typed() {
    let response = get(&[
        ("etag", "\"a\""),
        ("last-modified", "Sun, 06 Nov 1994 08:49:37 GMT"),
        ("sunset", "Sat, 31 Dec 2022 23:59:59 GMT"),
        ("x-poll-interval", "60"),
        (
            "github-authentication-token-expiration",
            "2026-12-01 10:00:00 UTC",
        ),
        ("x-oauth-scopes", "repo, read:org"),
        ("x-accepted-oauth-scopes", ""),
        (
            "x-accepted-github-permissions",
            "issues=write,contents=read; pull_requests=write",
        ),
        (
            "x-github-sso",
            "partial-results; organizations=21955855, 20582480",
        ),
    ])
    .await;
    let facts = response.facts();
    assert_eq!(facts.etag(), Some("\"a\""));
    assert_eq!(facts.last_modified(), time("1994-11-06T08:49:37Z"));
    assert_eq!(facts.sunset(), time("2022-12-31T23:59:59Z"));
    assert_eq!(facts.poll_interval(), Some(Duration::from_secs(60)));
    assert_eq!(facts.token_expires(), time("2026-12-01T10:00:00Z"));
    assert_eq!(facts.scopes(), Some(vec!["repo", "read:org"]));
    assert_eq!(facts.accepted_scopes(), Some(Vec::new()));
    let permissions = facts.accepted_permissions().unwrap();
    assert_eq!(permissions[0], [("issues", "write"), ("contents", "read")]);
    assert_eq!(permissions[1], [("pull_requests", "write")]);
    let sso = facts.sso().unwrap();
    assert_eq!((sso.url, sso.left_out), (None, vec![21955855, 20582480]));
}

#[tokio::test]
async fn missing_and_malformed_headers_are_absent() {
    for headers in [
        &[][..],
        &[
            ("last-modified", "yesterday"),
            ("sunset", "1"),
            ("x-poll-interval", "-1"),
            ("github-authentication-token-expiration", "soon"),
            ("deprecation", "false"),
            ("link", "<https://x/?page=2>; rel=\"next\""),
        ],
    ] {
        let response = get(headers).await;
        let facts = response.facts();
        assert_eq!(facts.last_modified(), None);
        assert_eq!(facts.sunset(), None);
        assert_eq!(facts.poll_interval(), None);
        assert_eq!(facts.token_expires(), None);
        assert_eq!(facts.deprecation(), None);
        assert_eq!(facts.page_count(), None);
        assert_eq!((facts.scopes(), facts.sso()), (None, None));
        assert_eq!(facts.accepted_permissions(), None);
    }
    let response = get(&[(
        "github-authentication-token-expiration",
        "2026-08-05 14:03:00 -0400",
    )])
    .await;
    assert_eq!(
        response.facts().token_expires(),
        time("2026-08-05T18:03:00Z")
    );
}

#[tokio::test]
async fn a_deprecation_date_is_parsed_in_each_format() {
    const LINK: &str = "<https://example.org/why>; rel=\"deprecation\"; type=\"text/html\"";
    let date = time("2023-06-30T23:59:59Z");
    for (text, since) in [
        ("@1688169599", date),
        ("Fri, 30 Jun 2023 23:59:59 GMT", date),
        ("true", None),
        ("?1", None),
    ] {
        let server =
            Server::start(move |_| reply(200, &[("deprecation", text), ("link", LINK)], THING))
                .await;
        let response = api::client(&server.url).get("1").await.unwrap();
        let deprecation = response.facts().deprecation().unwrap();
        assert_eq!(deprecation.since, since, "{text}");
        assert_eq!(deprecation.url, Some("https://example.org/why"));
    }
}

#[tokio::test]
async fn the_page_count_is_the_number_of_the_last_page() {
    for (link, count) in [
        (
            "</all?page=2>; rel=\"next\", </all?per_page=3&page=7>; rel=\"last\"",
            Some(7),
        ),
        (
            "<https://x/all?page=6>; rel=\"prev\", </all?page=1>; rel=\"first\"",
            Some(7),
        ),
        (
            "</all?after=x>; rel=\"next\", </all?before=y>; rel=\"last\"",
            None,
        ),
        ("</all?page=x>; rel=\"last\"", None),
        ("</all?page=18446744073709551615>; rel=\"prev\"", None),
    ] {
        let server = Server::start(move |_| reply(200, &[("link", link)], "[]")).await;
        let response = api::client(&server.url).list_all().await.unwrap();
        assert_eq!(response.facts().page_count(), count, "{link}");
    }
}

#[tokio::test]
async fn the_url_is_the_one_after_redirects_and_not_in_debug_output() {
    let server = Server::knowing_itself(|url| {
        move |call| match call.target.as_str() {
            "/things/old" => reply(301, &[("location", &format!("{url}/new?sig=canary"))], ""),
            _ => json(200, THING),
        }
    })
    .await;
    let response = api::client(&server.url).get("old").await.unwrap();
    assert_eq!(
        response.facts().url(),
        format!("{}/new?sig=canary", server.url)
    );
    let displayed = format!("{response:?} {:?}", response.facts());
    assert!(!displayed.contains("canary"), "{displayed}");
}

#[tokio::test]
async fn unchanged_responses_and_errors_have_facts_too() {
    let server = Server::start(|call| match call.target.as_str() {
        "/things/same" => reply(304, &[("x-poll-interval", "5")], ""),
        _ => reply(
            403,
            &[(
                "x-github-sso",
                "required; url=https://github.com/orgs/o/sso?x=1",
            )],
            "",
        ),
    })
    .await;
    let client = api::client(&server.url);
    let same = client.get("same").if_none_match("\"a\"").await.unwrap();
    let ConditionalResponse::NotModified(head) = same else {
        panic!()
    };
    assert_eq!(head.facts().poll_interval(), Some(Duration::from_secs(5)));
    let Error::Api(error) = client.get("1").await.unwrap_err() else {
        panic!()
    };
    let sso = error.facts().sso().unwrap();
    assert_eq!(sso.url, Some("https://github.com/orgs/o/sso?x=1"));
}
