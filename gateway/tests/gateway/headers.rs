//! Rules 4 and 6: headers that pass, and where an answer may lead.

use crate::world::{CANARY, SEATS, World, answer, json};

#[tokio::test]
async fn nothing_of_the_callers_own_credentials_passes() {
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
    let got = world
        .send("GET", SEATS, "accept: a/b\r\naccept: c/d\r\n", "")
        .await;
    assert_eq!(got.problem(), "header");
    let got = world
        .send("GET", SEATS, "x-github-api-version: 2026-03-10\r\n", "")
        .await;
    assert_eq!(got.problem(), "header");
    world.end().await;
}

#[tokio::test]
async fn of_an_answer_only_what_is_documented_passes() {
    let headers = "content-type: application/json\r\nset-cookie: a=b\r\nserver: upstream\r\netag: \"e\"\r\nx-oauth-scopes: repo\r\n\
        link: <https://api.github.com/organizations/1/copilot/billing/seats?page=2>; rel=\"next\"\r\nx-secret: a\r\n\
        x-ratelimit-remaining: 4000\r\nx-ratelimit-reset: 99999999999\r\nx-github-request-id: AB:12\r\n\
        access-control-allow-origin: *\r\ncontent-security-policy: none\r\nstrict-transport-security: max-age=1\r\n\
        cache-control: public, max-age=60\r\nvary: Accept\r\nalt-svc: h3=\":1\"\r\nrefresh: 0;url=x\r\n";
    let world = World::start(&[], move |_| answer("200 OK", headers, "[]")).await;
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
        answer(
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
async fn a_redirect_leads_to_an_allowed_operation_or_away() {
    let cases = [
        (
            "{upstream}/orgs/other/copilot/billing/seats?page=2",
            Some("/orgs/other/copilot/billing/seats?page=2"),
        ),
        (
            "/orgs/other/copilot/%62illing/seats",
            Some("/orgs/other/copilot/billing/seats"),
        ),
        (
            "https://elsewhere.example/a?b=c#d",
            Some("https://elsewhere.example/a?b=c#d"),
        ),
        ("{upstream}/user", None),
        ("{upstream}/orgs/o/copilot/billing/seats?evil=1", None),
        ("/organizations/1/copilot/billing/seats", None),
        ("/orgs/%2e%2e/copilot/billing/seats", None),
        ("//{authority}/user", None),
        ("javascript:alert(1)", None),
        ("data:text/html,a", None),
    ];
    for status in [
        "301 Moved",
        "302 Found",
        "307 Temporary Redirect",
        "308 Permanent Redirect",
    ] {
        let world = World::start(&[], move |arrived| {
            let authority = arrived.header("host").unwrap();
            let location = cases[arrived.page()]
                .0
                .replace("{upstream}", &format!("http://{authority}"));
            let location = location.replace("{authority}", authority);
            answer(status, &format!("location: {location}\r\n"), "moved")
        })
        .await;
        for (index, (location, expected)) in cases.into_iter().enumerate() {
            let got = world.get(&format!("{SEATS}?page={index}")).await;
            match expected {
                Some(expected) => {
                    assert_eq!(
                        got.header("location"),
                        Some(expected),
                        "{status} {location}: {got:?}"
                    );
                    assert_eq!(
                        (got.status.to_string().as_str(), got.text().as_str()),
                        (&status[..3], "moved")
                    );
                }
                None => assert_eq!(
                    (got.status, got.problem().as_str(), got.header("location")),
                    (502, "redirect", None),
                    "{location}"
                ),
            }
            assert_eq!(
                world.upstream.lines().len(),
                index + 1,
                "a redirect was followed"
            );
        }
        world.end().await;
    }
}
