//! Tests of caller tokens: known callers, throttled guessing, and reloads of the file of hashes.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::support::response::Got;
use crate::support::upstream::json;
use crate::support::world::{SEATS, World, secret_file};

pub const TOKEN: &str = "canary-caller-token-0123456789";

pub async fn with_callers(flags: &[&str]) -> (World, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let line = |name, token| tagsmith_gateway::callers::tokens::line(name, token).unwrap();
    let lines = format!(
        "{}\n{}\n",
        line("ci", TOKEN),
        line("other", "another-token-0123456789-abc")
    );
    let file = secret_file(&folder, "callers", &lines);
    let world = World::start(&[&["--caller-tokens", &file], flags].concat(), |_| {
        json("[]")
    })
    .await;
    (world, folder)
}

#[tokio::test]
async fn unknown_callers_are_refused_and_guessing_is_throttled() {
    let (world, _folder) = with_callers(&[]).await;
    let good = format!("x-tagsmith-token: {TOKEN}\r\n");
    assert_eq!(world.send("GET", SEATS, &good, "").await.status, 200);
    assert_eq!(
        world.send("GET", "/-/gateway", "", "").await.problem(),
        "caller"
    );
    for headers in [
        String::new(),
        "x-tagsmith-token: \r\n".to_owned(),
        format!("x-tagsmith-token: {TOKEN}x\r\n"),
        format!("{good}{good}"),
    ] {
        let got = world.send("GET", SEATS, &headers, "").await;
        assert_eq!(
            (got.status, got.problem().as_str()),
            (401, "caller"),
            "{headers}"
        );
    }
    assert_eq!(
        world
            .send("GET", SEATS, "authorization: Bearer x\r\n", "")
            .await
            .problem(),
        "caller"
    );
    let got = world.send("GET", SEATS, &good, "").await;
    assert_eq!((got.status, got.problem().as_str()), (429, "attempts"));
    assert!(got.header("retry-after").unwrap().parse::<u64>().unwrap() <= 11);
    assert_eq!(world.upstream.lines().len(), 1);
    let log = world.end().await;
    assert!(
        log.contains("\"caller\":\"ci\"") && !log.contains(TOKEN),
        "{log}"
    );
}

#[tokio::test]
async fn guessing_is_throttled_by_the_address_from_the_proxy() {
    let host = "host: gateway.example\r\nconnection: close\r\n";
    let attempt = |world: &World, forwarded: String| {
        let request = format!("GET {SEATS} HTTP/1.1\r\n{host}x-forwarded-for: {forwarded}\r\n\r\n");
        let (address, got) = (world.address, world.got.clone());
        async move {
            let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
            stream.write_all(request.as_bytes()).await.unwrap();
            let mut response = Vec::new();
            stream.read_to_end(&mut response).await.unwrap();
            got.lock().unwrap().extend_from_slice(&response);
            Got::read(&response, true).status
        }
    };
    let (world, _folder) =
        with_callers(&["--behind-tls-proxy", "--allow-host", "gateway.example"]).await;
    // The caller may have forged every address except the last. An IPv6 network counts as one caller.
    for (index, expected) in (0..7).zip([401, 401, 401, 401, 401, 401, 429]) {
        let v4 = format!("192.0.2.{index}, 198.51.100.1");
        assert_eq!(attempt(&world, v4).await, expected, "{index}");
        let v6 = format!("2001:db8:0:1::{index}");
        assert_eq!(attempt(&world, v6).await, expected, "{index}");
    }
    for other in ["198.51.100.1, 198.51.100.2", "2001:db8:0:2::1"] {
        assert_eq!(attempt(&world, other.to_owned()).await, 401);
    }
    // The format of Azure and other proxies, which includes the caller's port.
    for (index, expected) in (0..7).zip([401, 401, 401, 401, 401, 401, 429]) {
        let with_port = format!("203.0.113.1:{}", 4000 + index);
        assert_eq!(attempt(&world, with_port).await, expected, "{index}");
        let with_zone = format!("[fe80::1%eth0]:{}", 4000 + index);
        assert_eq!(attempt(&world, with_zone).await, expected, "{index}");
    }
    // Callers with an invalid address do not share a limit.
    for index in 0..20 {
        let unknown = ["unknown", "unix:", "", "192.0.2.1:x"][index % 4];
        assert_eq!(attempt(&world, unknown.to_owned()).await, 401, "{index}");
    }
    let log = world.end().await;
    assert!(log.contains("\"address\":\"198.51.100.1\""), "{log}");
    assert!(log.contains("\"address\":null"), "{log}");
    assert_eq!(log.matches("X-Forwarded-For").count(), 1, "{log}");

    let (world, _folder) = with_callers(&["--allow-host", "gateway.example"]).await;
    for (index, expected) in (0..7).zip([401, 401, 401, 401, 401, 401, 429]) {
        let forwarded = format!("192.0.2.{index}");
        assert_eq!(attempt(&world, forwarded).await, expected, "{index}");
    }
    world.end().await;
}

#[tokio::test]
async fn caller_tokens_are_reloaded() {
    let (world, folder) = with_callers(&[]).await;
    let send = |token: &str| {
        let header = format!("x-tagsmith-token: {token}\r\n");
        let world = &world;
        async move { world.send("GET", SEATS, &header, "").await.status }
    };
    let new = "new-token-0123456789-0123456789";
    let reload = |text: &str| {
        secret_file(&folder, "callers", text);
        world.running.as_ref().unwrap().reload();
    };
    assert_eq!((send(TOKEN).await, send(new).await), (200, 401));
    reload(&tagsmith_gateway::callers::tokens::line("new", new).unwrap());
    assert_eq!((send(TOKEN).await, send(new).await), (401, 200));
    // An unusable file changes nothing, and adds no caller.
    for text in ["", "new", TOKEN, &"a b\n".repeat(1 << 19)] {
        reload(text);
        assert_eq!(send(new).await, 200);
    }
    let log = world.end().await;
    assert_eq!(
        log.matches("the new caller tokens are unusable; the old ones stay in use")
            .count(),
        4
    );
    assert!(log.contains("is larger than 1 MiB"), "{log}");
}
