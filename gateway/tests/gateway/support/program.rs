//! The gateway program as a child process.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::upstream::Upstream;
use super::world::{CANARY, SEATS, assert_silent};

/// The path of the program.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_tagsmith-gateway");

pub fn program() -> Command {
    let mut command = Command::new(PROGRAM);
    command
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

pub fn started(
    upstream: &Upstream,
    flags: &[&str],
) -> (Child, String, BufReader<std::process::ChildStderr>) {
    let mut command = program();
    command
        .env("GITHUB_TOKEN", CANARY)
        .args(["--credential", "env:GITHUB_TOKEN"]);
    launched(command.args(flags), upstream)
}

pub fn launched(
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

pub fn signal(child: &Child, name: &str) {
    let kill = format!("kill -{name} {}", child.id());
    assert!(
        Command::new("sh")
            .args(["-c", &kill])
            .status()
            .unwrap()
            .success()
    );
}

pub fn rest(
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

pub async fn get(address: &str) -> String {
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let request = format!("GET {SEATS} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut got = String::new();
    stream.read_to_string(&mut got).await.unwrap();
    got
}
