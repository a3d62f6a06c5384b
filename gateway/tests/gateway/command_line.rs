//! The program itself: its environment, its arguments, its signals and its exit codes.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::support::world::{Act, CANARY, SEATS, Upstream, answer, assert_silent, json};

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tagsmith-gateway"));
    command
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn started(
    upstream: &Upstream,
    flags: &[&str],
) -> (Child, String, BufReader<std::process::ChildStderr>) {
    let mut command = program();
    command
        .env("GITHUB_TOKEN", CANARY)
        .args(["--credential", "env:GITHUB_TOKEN"]);
    launched(command.args(flags), upstream)
}

fn launched(
    command: &mut Command,
    upstream: &Upstream,
) -> (Child, String, BufReader<std::process::ChildStderr>) {
    let mut child = command
        .env("TAGSMITH_GATEWAY_LISTEN", "127.0.0.1:0")
        .env(
            "TAGSMITH_GATEWAY_UPSTREAM",
            format!("http://{}", upstream.address),
        )
        .arg("--no-credential-check")
        .spawn()
        .unwrap();
    let mut errors = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    errors.read_line(&mut line).unwrap();
    let address = line
        .strip_prefix("listening on http://")
        .and_then(|it| it.split(',').next());
    let address = address.unwrap_or_else(|| panic!("{line}")).to_owned();
    (child, address, errors)
}

fn signal(child: &Child, name: &str) {
    let kill = format!("kill -{name} {}", child.id());
    assert!(
        Command::new("sh")
            .args(["-c", &kill])
            .status()
            .unwrap()
            .success()
    );
}

fn rest(
    mut child: Child,
    mut errors: BufReader<std::process::ChildStderr>,
) -> (Option<i32>, String) {
    let (mut out, mut error) = (String::new(), String::new());
    child
        .stdout
        .take()
        .unwrap()
        .read_to_string(&mut out)
        .unwrap();
    errors.read_to_string(&mut error).unwrap();
    assert_silent(out.as_bytes());
    assert_silent(error.as_bytes());
    (child.wait().unwrap().code(), format!("{out}{error}"))
}

async fn get(address: &str) -> String {
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let request = format!("GET {SEATS} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut got = String::new();
    stream.read_to_string(&mut got).await.unwrap();
    got
}

#[tokio::test(flavor = "multi_thread")]
async fn it_works_without_configuration_and_ends_by_a_signal() {
    let upstream = Upstream::start(|_| json("[]")).await;
    let (child, address, errors) = started(&upstream, &[]);
    assert!(get(&address).await.starts_with("HTTP/1.1 200"));
    signal(&child, "HUP");
    assert!(get(&address).await.starts_with("HTTP/1.1 200"));
    let example = format!("curl --silent --fail 'http://{address}/orgs/ORG/copilot/billing'");
    let shell = Command::new("sh").arg("-c").arg(&example).output();
    assert_eq!(shell.unwrap().stdout, b"[]");
    let arguments = std::fs::read(format!("/proc/{}/cmdline", child.id())).unwrap();
    assert_silent(&arguments);
    signal(&child, "TERM");
    let (code, said) = rest(child, errors);
    assert_eq!(code, Some(0), "{said}");
    for expected in [
        "allowed: 19 operations, 0 of which write",
        "first request: curl 'http://127.0.0.1:",
        "/orgs/ORG/copilot/billing'",
        "copilot/list-copilot-seats",
        "stopping",
    ] {
        assert!(said.contains(expected), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_token_of_gh_is_asked_for_again_when_it_is_not_accepted() {
    use std::os::unix::fs::PermissionsExt as _;
    let upstream = Upstream::start(|arrived| match arrived.header("authorization") {
        Some(sent) if sent.ends_with("-2") => json("[]"),
        _ => answer("401 Unauthorized", "", "{}"),
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

#[tokio::test(flavor = "multi_thread")]
async fn a_second_signal_ends_it_at_once() {
    let upstream = Upstream::start(|_| Act::SayAndStall(Vec::new())).await;
    let (child, address, errors) = started(&upstream, &[]);
    let waiting = tokio::spawn(async move { get(&address).await });
    tokio::time::sleep(Duration::from_millis(300)).await;
    signal(&child, "TERM");
    tokio::time::sleep(Duration::from_millis(300)).await;
    let begin = Instant::now();
    signal(&child, "TERM");
    let (code, said) = rest(child, errors);
    assert_eq!(code, Some(1), "{said}");
    assert!(begin.elapsed() < Duration::from_secs(5));
    assert_eq!(waiting.await.unwrap(), "");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_nobody_reads_holds_nothing_up() {
    let upstream = Upstream::start(|_| json("[]")).await;
    let flags = ["--drain-timeout", "500ms", "--requests-per-second", "0"];
    let (mut child, address, errors) = started(&upstream, &flags);
    let one = format!("GET /user HTTP/1.1\r\nhost: {address}\r\n");
    let refused = format!("{one}\r\n").repeat(1000) + &one + "connection: close\r\n\r\n";
    for _ in 0..18 {
        let mut stream = tokio::net::TcpStream::connect(&address).await.unwrap();
        let (mut reader, mut writer) = stream.split();
        let mut got = Vec::new();
        let (_, read) = tokio::join!(
            writer.write_all(refused.as_bytes()),
            reader.read_to_end(&mut got)
        );
        read.unwrap();
    }
    // Nothing goes to the upstream that could not be written down.
    let stalled = get(&address).await;
    assert!(
        stalled.starts_with("HTTP/1.1 503") && stalled.contains("PROBLEMS.md#log"),
        "{stalled}"
    );
    assert!(upstream.lines().is_empty());
    // Once its lines are read, it goes on.
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    for _ in 0..3000 {
        lines.read_line(&mut String::new()).unwrap();
    }
    let again = get(&address).await;
    assert!(again.starts_with("HTTP/1.1 200"), "{again}");
    signal(&child, "TERM");
    let begin = Instant::now();
    assert_eq!(child.wait().unwrap().code(), Some(1));
    assert!(begin.elapsed() < Duration::from_secs(5));
    drop(errors);
}

#[test]
fn what_is_refused_ends_with_2_and_says_what_to_do() {
    for (arguments, token, expected) in [
        (
            &[][..],
            None,
            "error: the environment has no `GITHUB_TOKEN`\n  help: set it to a token of GitHub, or give --credential file:PATH, gh or app:ID@KEYFILE\n",
        ),
        (&[], Some("canary\n!"), "it is shorter than 16 characters"),
        (
            &[],
            Some("ghp_canary CANARY0123456789"),
            "a character that no token has",
        ),
        (
            &["--allow", "copilot/list-copilot-seat"],
            Some(CANARY),
            "the nearest is `copilot/list-copilot-seats`",
        ),
        (
            &["--credential", "file:/nowhere"],
            None,
            "error: the file `/nowhere` cannot be read: no such file or directory\n",
        ),
        (&["--credential", CANARY], None, "a --credential is none of"),
    ] {
        let mut command = program();
        command
            .args(arguments)
            .env("TAGSMITH_GATEWAY_LISTEN", "127.0.0.1:0");
        if let Some(token) = token {
            command.env("GITHUB_TOKEN", token);
        }
        let output = command.output().unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{error}");
        assert!(error.contains(expected), "{error}");
        assert!(!error.contains("canary"), "{error}");
    }
}

#[test]
fn a_file_that_others_may_read_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = crate::support::world::secret_file(&folder, "token", CANARY);
    for mode in [0o604, 0o640, 0o660, 0o644] {
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        let output = program()
            .args(["--credential", &format!("file:{path}")])
            .output()
            .unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(
            error,
            format!(
                "error: the file `{path}` may be read by others: its mode is {mode:o}\n  help: run `chmod 600` on it\n"
            )
        );
    }
}

#[test]
fn check_config_says_what_would_be_allowed() {
    let output = program()
        .args(["check-config", "--deny", "copilot/list-copilot-seats"])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let line = |id: &str| {
        text.lines()
            .find(|it| it.contains(&format!(" {id} ")))
            .unwrap()
    };
    assert!(
        line("copilot/get-copilot-organization-details").ends_with("yes"),
        "{text}"
    );
    assert!(line("copilot/list-copilot-seats").ends_with("no: the operator denies it"));
    assert!(line("copilot/add-copilot-seats-for-users").contains("no: it writes"));
    assert_eq!(text.lines().count(), 32);
}

#[test]
fn a_token_that_is_made_is_known_by_its_line() {
    let output = program().args(["hash-token", "ci"]).output().unwrap();
    let (line, said) = (
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    );
    let token = said.trim().rsplit(' ').next().unwrap();
    assert_eq!(
        line.trim(),
        tagsmith_gateway::callers::tokens::line("ci", token).unwrap()
    );
}

fn health(flags: &[&str]) -> (Option<i32>, String) {
    let output = program().arg("health").args(flags).output().unwrap();
    assert!(output.stdout.is_empty());
    let said = String::from_utf8(output.stderr).unwrap();
    (output.status.code(), said)
}

#[tokio::test(flavor = "multi_thread")]
async fn health_tells_whether_a_gateway_serves() {
    let upstream = Upstream::start(|_| json("[]")).await;
    let (child, _, mut errors) = started(&upstream, &["--admin", "127.0.0.1:0"]);
    let mut admin = String::new();
    while !admin.starts_with("health and metrics: ") {
        admin.clear();
        assert!(errors.read_line(&mut admin).unwrap() > 0);
    }
    let admin = admin
        .trim()
        .trim_start_matches("health and metrics: http://");
    let admin = admin.trim_end_matches("/metrics").to_owned();
    let port = admin.rsplit(':').next().unwrap();
    for flag in [
        format!("--admin={admin}"),
        format!("--admin=0.0.0.0:{port}"),
    ] {
        assert_eq!(health(&[&flag]), (Some(0), String::new()));
    }
    let mut variable = program();
    variable.arg("health").env("TAGSMITH_GATEWAY_ADMIN", &admin);
    assert!(variable.status().unwrap().success());

    signal(&child, "TERM");
    rest(child, errors);
    let (code, said) = health(&["--admin", &admin]);
    assert_eq!(code, Some(1));
    let expected =
        format!("error: no healthy gateway at http://{admin}/healthz: connection refused");
    assert!(said.starts_with(&expected), "{said}");
    let (code, said) = health(&[]);
    assert_eq!(code, Some(1));
    assert!(
        said.contains("the gateway's admin listener is not set"),
        "{said}"
    );
}

#[test]
fn health_fails_for_what_is_no_healthy_gateway() {
    use std::io::Write as _;
    for (response, expected) in [
        (
            "HTTP/1.1 503 Service Unavailable\r\n\r\n",
            "it responds with 503",
        ),
        ("SSH-2.0-OpenSSH_9.2\r\n", "its response is not HTTP"),
        ("", "it closes the connection"),
    ] {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut head = [0; 512];
            let _ = stream.read(&mut head).unwrap();
            stream.write_all(response.as_bytes()).unwrap();
        });
        let (code, said) = health(&["--admin", &address]);
        server.join().unwrap();
        assert_eq!(code, Some(1));
        assert!(said.contains(expected), "{said}");
    }
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let begin = Instant::now();
    let (code, said) = health(&["--admin", &silent.local_addr().unwrap().to_string()]);
    assert_eq!(code, Some(1));
    assert!(said.contains("it does not respond in time"), "{said}");
    assert!(begin.elapsed() < Duration::from_secs(10));
}
