//! Tests of the program: its environment, arguments, signals and exit codes.

use std::io::{BufRead as _, BufReader};
use std::process::Command;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::support::program::{get, program, rest, signal, started};
use crate::support::upstream::{Act, Upstream, json};
use crate::support::world::{CANARY, assert_silent, secret_file};

#[tokio::test(flavor = "multi_thread")]
async fn the_program_runs_without_configuration_and_stops_on_a_signal() {
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
    let (code, message) = rest(child, errors);
    assert_eq!(code, Some(0), "{message}");
    for expected in [
        "allowed operations: 19 (0 write)",
        "first request: curl 'http://127.0.0.1:",
        "/orgs/ORG/copilot/billing'",
        "copilot/list-copilot-seats",
        "stopping",
    ] {
        assert!(message.contains(expected), "{message}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_signal_stops_the_program_immediately() {
    let upstream = Upstream::start(|_| Act::SayAndStall(Vec::new())).await;
    let (child, address, errors) = started(&upstream, &[]);
    let waiting = tokio::spawn(async move { get(&address).await });
    tokio::time::sleep(Duration::from_millis(300)).await;
    signal(&child, "TERM");
    tokio::time::sleep(Duration::from_millis(300)).await;
    let begin = Instant::now();
    signal(&child, "TERM");
    let (code, message) = rest(child, errors);
    assert_eq!(code, Some(1), "{message}");
    assert!(begin.elapsed() < Duration::from_secs(5));
    assert_eq!(waiting.await.unwrap(), "");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stalled_log_consumer_does_not_block_requests_in_flight() {
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
    // The gateway does not forward a request that cannot be logged.
    let stalled = get(&address).await;
    assert!(
        stalled.starts_with("HTTP/1.1 503") && stalled.contains("PROBLEMS.md#log"),
        "{stalled}"
    );
    upstream.assert_unused("");
    // The gateway accepts requests again after the lines were read.
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
fn an_invalid_configuration_exits_with_2_and_a_help_text() {
    for (arguments, token, expected) in [
        (
            &[][..],
            None,
            "error: the environment variable `GITHUB_TOKEN` is not set\n  help: set it to a GitHub token, or set --credential to file:PATH, gh or app:ID@KEYFILE\n",
        ),
        (&[], Some("canary\n!"), "it is shorter than 16 characters"),
        (
            &[],
            Some("ghp_canary CANARY0123456789"),
            "contains an invalid character",
        ),
        (
            &["--allow", "copilot/list-copilot-seat"],
            Some(CANARY),
            "the most similar is `copilot/list-copilot-seats`",
        ),
        (
            &["--credential", "file:/nowhere"],
            None,
            "error: the file `/nowhere` cannot be read: no such file or directory\n",
        ),
        (
            &["--credential", CANARY],
            None,
            "a value of --credential is not",
        ),
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
fn a_secret_file_that_others_may_read_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = secret_file(&folder, "token", CANARY);
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
                "error: other users may read the file `{path}`: its mode is {mode:o}\n  help: run `chmod 600` on it\n"
            )
        );
    }
}

#[test]
fn check_config_prints_the_allowed_operations() {
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
    assert!(line("copilot/list-copilot-seats").ends_with("no: the operator denies it with --deny"));
    assert!(line("copilot/add-copilot-seats-for-users").contains("no: it writes"));
    assert_eq!(text.lines().count(), 32);
}

#[test]
fn a_generated_token_matches_its_line() {
    let output = program().args(["hash-token", "ci"]).output().unwrap();
    let (line, message) = (
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    );
    let token = message.trim().rsplit(' ').next().unwrap();
    assert_eq!(
        line.trim(),
        tagsmith_gateway::callers::tokens::line("ci", token).unwrap()
    );
}
