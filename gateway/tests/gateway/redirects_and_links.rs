//! Tests of redirects and `Link` headers. A target is an allowed operation, or on another host.

use crate::support::descriptions::file;
use crate::support::upstream::{Upstream, response};
use crate::support::world::{SEATS, World};

#[tokio::test]
async fn a_redirect_target_is_an_allowed_operation_or_another_host() {
    let cases = [
        (
            "{upstream}/orgs/other/copilot/billing/seats?page=2",
            Some("/orgs/other/copilot/billing/seats?page=2"),
        ),
        (
            "?page=2",
            Some("/orgs/octo-org/copilot/billing/seats?page=2"),
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
            response(status, &format!("location: {location}\r\n"), "moved")
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

#[tokio::test]
async fn links_to_the_upstream_become_links_to_the_gateway() {
    let folder = tempfile::tempdir().unwrap();
    let operations = [
        (
            "get",
            "/repos/{owner}/{repo}/issues",
            "issues/list-for-repo",
        ),
        (
            "get",
            "/repos/{owner}/{repo}/commits/{ref}",
            "repos/get-commit",
        ),
        ("delete", "/user", "users/delete"),
    ];
    let description = file(&folder, &operations, |_, operation| {
        let parameters = operation["parameters"].as_array_mut().unwrap();
        parameters.push(
            serde_json::json!({"name": "page", "in": "query", "schema": {"type": "integer"}}),
        );
    });
    let links = [
        (
            "<{up}/repos/o/r/issues?page=2>; rel=\"next\"",
            "<{own}/repos/o/r/issues?page=2>; rel=\"next\"",
        ),
        // GitHub's link contains the number of the repository that the request identifies by name.
        (
            "<{up}/repositories/12/issues?page=2>; rel=\"next\", <{up}/repositories/12/issues?page=9>; rel=\"last\"",
            "<{own}/repos/o/r/issues?page=2>; rel=\"next\", <{own}/repos/o/r/issues?page=9>; rel=\"last\"",
        ),
        (
            "</repos/o/r/issues?page=2>; rel=next",
            "<{own}/repos/o/r/issues?page=2>; rel=next",
        ),
        (
            "<?page=2>; rel=next",
            "<{own}/repos/o/r/issues?page=2>; rel=next",
        ),
        // A link to an unknown operation is rewritten too, so that the gateway refuses it.
        (
            "<{up}/repositories/12/pulls>; rel=a",
            "<{own}/repositories/12/pulls>; rel=a",
        ),
        ("<{up}/user>; rel=a", "<{own}/user>; rel=a"),
        (
            "<{up}/repos/o/r/issues?after=x>; rel=next",
            "<{own}/repos/o/r/issues?after=x>; rel=next",
        ),
        // A path that only shares a text prefix with the upstream is not a path of the upstream, and stays unchanged.
        (
            "<{up}.evil.example/x>; rel=next",
            "<{up}.evil.example/x>; rel=next",
        ),
        (
            "<https://docs.example/a>; rel=\"deprecation\"",
            "<https://docs.example/a>; rel=\"deprecation\"",
        ),
        (
            "<//evil.example/a>; rel=next",
            "<//evil.example/a>; rel=next",
        ),
        ("no link", "no link"),
    ];
    for prefix in ["", "/api/v3"] {
        let upstream = Upstream::start(move |arrived| {
            let url = format!("http://{}{prefix}", arrived.header("host").unwrap());
            let mut link = links[arrived.page()].0.replace("{up}", &url);
            if !prefix.is_empty() {
                link = link.replace("</repos", &format!("<{prefix}/repos"));
            }
            response(
                "200 OK",
                &format!("content-type: application/json\r\nlink: {link}\r\n"),
                "[]",
            )
        })
        .await;
        let url = format!("http://{}{prefix}", upstream.address);
        let flags = ["--upstream", &url, "--description", &description];
        let world = World::with(upstream, &flags).await;
        for (page, (link, expected)) in links.into_iter().enumerate() {
            let got = world.get(&format!("/repos/o/r/issues?page={page}")).await;
            let up = format!("http://{}{prefix}", world.upstream.address);
            let expected = expected.replace("{own}", &format!("http://{}", world.address));
            let expected = expected.replace("{up}", &up);
            assert_eq!(got.header("link"), Some(&*expected), "{prefix} {link}");
        }
        world.end().await;
    }
}

#[tokio::test]
async fn a_refused_redirect_contains_its_target() {
    let world = World::start(&[], |_| {
        response(
            "301 Moved",
            "location: /organizations/7/copilot/billing/seats?token=signed#signed\r\n",
            "",
        )
    })
    .await;
    let got = world.get(SEATS).await;
    assert_eq!(got.problem(), "redirect");
    let body: serde_json::Value = serde_json::from_slice(&got.body).unwrap();
    let path = "/organizations/7/copilot/billing/seats";
    assert!(body["detail"].as_str().unwrap().contains(path), "{body}");
    let url = format!("http://{}{path}", world.upstream.address);
    assert_eq!(body["location"], url);
    assert!(!got.text().contains("signed"), "{body}");
    world.end().await;
}
