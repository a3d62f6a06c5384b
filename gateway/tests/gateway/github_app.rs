//! Tests of a GitHub App as credential source: one token for each installation, requested once.

use tokio::task::JoinSet;

use crate::support::upstream::{json, response};
use crate::support::world::{CANARY, SEATS, World, secret_file};

const KEY: &str = include_str!("../../../runtime/tests/keys/test-rsa.pkcs1.pem");

#[tokio::test]
async fn an_app_has_one_token_per_account() {
    let folder = tempfile::tempdir().unwrap();
    let key = secret_file(&folder, "key.pem", KEY);
    let installed = "[{\"id\":7,\"account\":{\"login\":\"Octo-Org\"},\"target_type\":\"Organization\"},{\"id\":8,\"account\":{\"slug\":\"deep\"},\"target_type\":\"Enterprise\"}]";
    let world = World::start(
        &["--credential", &format!("app:12@{key}")],
        move |arrived| match arrived.line() {
            line if line.starts_with("GET /app/installations?") => json(installed),
            line if line.starts_with("POST /app/installations/") => {
                let id = line.split('/').nth(3).unwrap();
                response(
                    "201 Created",
                    "",
                    &format!(
                        "{{\"token\":\"{CANARY}-{id}\",\"expires_at\":\"2099-01-01T00:00:00Z\"}}"
                    ),
                )
            }
            _ => json("[]"),
        },
    )
    .await;
    assert_eq!(world.get(SEATS).await.status, 200);
    assert_eq!(
        world
            .get("/enterprises/deep/copilot/metrics/reports/enterprise-28-day/latest")
            .await
            .status,
        200
    );
    for _ in 0..3 {
        assert_eq!(
            world.get("/orgs/elsewhere/copilot/billing").await.problem(),
            "no-credential"
        );
        assert_eq!(
            world.get("/orgs/deep/copilot/billing").await.problem(),
            "no-credential"
        );
    }
    let address = world.address;
    let mut calls = JoinSet::new();
    for _ in 0..20 {
        calls.spawn(async move {
            use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
            let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
            stream
                .write_all(
                    format!("GET {SEATS} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
                        .as_bytes(),
                )
                .await
                .unwrap();
            stream.read_to_end(&mut Vec::new()).await.unwrap()
        });
    }
    calls.join_all().await;
    let lines = world.upstream.lines();
    let count = |begin: &str| lines.iter().filter(|it| it.starts_with(begin)).count();
    assert_eq!(count("GET /app/installations?"), 1, "{lines:?}");
    assert_eq!(
        (
            count("POST /app/installations/7/"),
            count("POST /app/installations/8/")
        ),
        (1, 1)
    );
    let bearer = |id: u32| format!("Bearer {CANARY}-{id}");
    let arrived = world.upstream.arrived();
    let sent = |path: &str| {
        arrived
            .iter()
            .find(|it| it.line().starts_with(path))
            .unwrap()
            .header("authorization")
            .unwrap()
            .to_owned()
    };
    assert_eq!(
        (sent("GET /orgs/"), sent("GET /enterprises/")),
        (bearer(7), bearer(8))
    );
    world.end().await;
}

#[tokio::test]
async fn a_rejected_token_is_renewed_once() {
    let folder = tempfile::tempdir().unwrap();
    let key = secret_file(&folder, "key.pem", KEY);
    let number = std::sync::atomic::AtomicU32::new(0);
    let world = World::start(&["--credential", &format!("app:12/7@{key}")], move |arrived| {
        let old = format!("Bearer {CANARY}-0");
        match arrived.line() {
            line if line.starts_with("POST") => {
                let number = number.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                response("201 Created", "", &format!("{{\"token\":\"{CANARY}-{number}\",\"expires_at\":\"2099-01-01T00:00:00Z\"}}"))
            }
            _ if arrived.header("authorization") == Some(&old) => response("401 Unauthorized", "", "{}"),
            _ => json("[]"),
        }
    })
    .await;
    assert_eq!(world.get(SEATS).await.status, 200);
    assert_eq!(world.upstream.lines().len(), 4);
    world.end().await;
}
