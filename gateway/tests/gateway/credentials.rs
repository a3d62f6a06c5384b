//! Tests of credentials: the startup check, the selection by account, reloads and renewals.

use std::time::Duration;

use crate::support::program::{get, launched, program, rest, signal};
use crate::support::upstream::{Arrived, Upstream, json, response};
use crate::support::world::{CANARY, Output, SEATS, World, configured, secret_file};

#[tokio::test]
async fn the_credential_is_checked_at_startup() {
    let scopes = |arrived: &Arrived| {
        assert_eq!(arrived.line(), "GET /rate_limit HTTP/1.1");
        assert_eq!(
            arrived.header("authorization"),
            Some(&*format!("Bearer {CANARY}"))
        );
        response(
            "200 OK",
            "x-oauth-scopes: repo, manage_billing:copilot, delete_repo\r\n",
            "{}",
        )
    };
    let world = World::start(&["--require-credential"], scopes).await;
    let log = world.end().await;
    assert!(
        log.contains("\"delete_repo\"") && log.contains("no allowed operation needs"),
        "{log}"
    );

    let upstream = Upstream::start(|_| response("401 Unauthorized", "", "{}")).await;
    let url = format!("http://{}", upstream.address);
    let folder = tempfile::tempdir().unwrap();
    let token = format!("file:{}", secret_file(&folder, "token", CANARY));
    for (flags, is_fatal) in [(&["--require-credential"][..], true), (&[], false)] {
        let all = [
            &[
                "--listen",
                "127.0.0.1:0",
                "--upstream",
                &url,
                "--credential",
                &token,
            ][..],
            flags,
        ]
        .concat();
        let config = configured(&all).unwrap();
        let output = Output::default();
        match tagsmith_gateway::server::start::start(config, output.clone()).await {
            Ok(running) => {
                assert!(!is_fatal);
                let log = running.gateway().log().clone();
                running.stop().await;
                log.finish().await;
                assert!(output.text().contains("rejected it"), "{}", output.text());
            }
            Err(error) => assert!(
                is_fatal && error.to_string().contains("rejected it"),
                "{error}"
            ),
        }
    }
}

#[tokio::test]
async fn accounts_have_their_own_credentials() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| {
        format!(
            "file:{}",
            secret_file(&folder, name, &format!("{CANARY}-{name}"))
        )
    };
    let (octo, deep) = (
        format!("octo-org={}", file("octo")),
        format!("enterprises/deep={}", file("deep")),
    );
    let world = World::start(&["--credential", &octo, "--credential", &deep], |_| {
        json("[]")
    })
    .await;
    let enterprise = |name: &str| {
        format!("/enterprises/{name}/copilot/metrics/reports/enterprise-28-day/latest")
    };
    for (path, expected) in [
        (SEATS.to_owned(), Some("octo")),
        ("/orgs/OCTO-org/copilot/billing".to_owned(), Some("octo")),
        ("/orgs/deep/copilot/billing".to_owned(), None),
        (enterprise("deep"), Some("deep")),
        (enterprise("octo-org"), None),
    ] {
        let before = world.upstream.arrived().len();
        let got = world.get(&path).await;
        match expected {
            Some(name) => assert_eq!(
                world.upstream.arrived()[before].header("authorization"),
                Some(&*format!("Bearer {CANARY}-{name}"))
            ),
            None => assert_eq!(
                (got.problem().as_str(), world.upstream.arrived().len()),
                ("no-credential", before),
                "{path}"
            ),
        }
    }
    world.end().await;
}

#[tokio::test]
async fn a_changed_file_and_sighup_reload_the_credential() {
    let world = World::start(&[], |_| response("200 OK", "", "[]")).await;
    assert_eq!(world.get(SEATS).await.status, 200);
    let other = format!("{CANARY}-2");
    secret_file(&world.folder, "token", &other);
    tokio::time::sleep(Duration::from_millis(2500)).await;
    assert_eq!(world.get(SEATS).await.status, 200);
    // An unusable file changes nothing.
    let path = world.folder.path().join("token");
    std::fs::remove_file(&path).unwrap();
    world.running.as_ref().unwrap().reload();
    assert_eq!(world.get(SEATS).await.status, 200);
    let third = format!("{CANARY}-3");
    secret_file(&world.folder, "token", &third);
    world.running.as_ref().unwrap().reload();
    assert_eq!(world.get(SEATS).await.status, 200);
    let sent: Vec<_> = world
        .upstream
        .arrived()
        .iter()
        .map(|it| it.header("authorization").unwrap().to_owned())
        .collect();
    let expected = [CANARY, &other, &other, &third].map(|it| format!("Bearer {it}"));
    assert_eq!(sent, expected);
    let log = world.end().await;
    assert!(
        log.contains("was reloaded") && log.contains("the old one stays in use"),
        "{log}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rejected_token_of_gh_is_requested_again() {
    use std::os::unix::fs::PermissionsExt as _;
    let upstream = Upstream::start(|arrived| match arrived.header("authorization") {
        Some(sent) if sent.ends_with("-2") => json("[]"),
        _ => response("401 Unauthorized", "", "{}"),
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let gh = folder.path().join("gh");
    let asked = folder.path().join("asked");
    let asked = asked.display();
    let script = format!(
        "#!/bin/sh\necho \"$*\" >>{asked}\nif [ $(wc -l <{asked}) -gt 1 ]; then echo {CANARY}-2; else echo {CANARY}; fi\n"
    );
    std::fs::write(&gh, script).unwrap();
    std::fs::set_permissions(&gh, std::fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = program();
    let path = format!("{}:/usr/bin:/bin", folder.path().display());
    command.env("PATH", path).args(["--credential", "gh"]);
    let (child, address, errors) = launched(&mut command, &upstream);
    assert!(get(&address).await.starts_with("HTTP/1.1 200"));
    assert!(get(&address).await.starts_with("HTTP/1.1 200"));
    assert_eq!(upstream.lines().len(), 3);
    let asked = std::fs::read_to_string(asked.to_string()).unwrap();
    assert_eq!(asked, "auth token --hostname 127.0.0.1\n".repeat(2));
    signal(&child, "TERM");
    assert_eq!(rest(child, errors).0, Some(0));
}
