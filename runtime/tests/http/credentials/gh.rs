//! Tests of the `gh` command's token. Scripts replace `gh`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use tagsmith_runtime::auth::GhCli;
use tempfile::TempDir;

use crate::api::{self, Client};
use crate::server::{Server, json};

const THING: &str = r#"{"id":1,"name":"a"}"#;

/// Writes a fake `gh`, which records its arguments in a file beside it and then runs a script.
pub fn fake(folder: &TempDir, script: &str) -> PathBuf {
    let program = folder.path().join("gh");
    let text = format!(
        "#!/bin/sh\necho \"$@\" >> '{}'\n{script}\n",
        notes(folder).display()
    );
    let source = folder.path().join("source");
    fs::write(&source, text).unwrap();
    // The script is written by a child process. A file that any process has open for writing cannot be executed, and
    // child processes of other tests inherit open files.
    let mut install = Command::new("install");
    let status = install.arg("-m755").args([&source, &program]).status();
    assert!(status.unwrap().success());
    program
}

fn notes(folder: &TempDir) -> PathBuf {
    folder.path().join("notes")
}

fn runs(folder: &TempDir) -> Vec<String> {
    let notes = fs::read_to_string(notes(folder)).unwrap_or_default();
    notes.lines().map(str::to_owned).collect()
}

fn client(url: &str, program: &Path) -> Client {
    let source = GhCli::new()
        .program(program)
        .time_limit(Duration::from_secs(1));
    api::anonymous(url).credentials(source).build().unwrap()
}

async fn refusal(script: &str) -> String {
    let folder = TempDir::new().unwrap();
    let server = Server::start(|_| json(200, THING)).await;
    let client = client(&server.url, &fake(&folder, script));
    let error = client.get("1").await.unwrap_err();
    assert!(server.received().is_empty());
    assert!(!format!("{error:?}").contains("canary"), "{error:?}");
    error.to_string()
}

#[tokio::test]
async fn gh_runs_once_for_the_token_of_the_host() {
    let folder = TempDir::new().unwrap();
    let program = fake(&folder, "test -t 0 || read line || echo gho_1");
    let server = Server::start(|_| json(200, THING)).await;
    let client = client(&server.url, &program);
    let (left, right) = tokio::join!(client.get("1").into_future(), client.get("1").into_future());
    left.unwrap();
    right.unwrap();
    client.get("1").await.unwrap();
    assert_eq!(runs(&folder), ["auth token --hostname 127.0.0.1"]);
    let received = server.received();
    assert!(
        received
            .iter()
            .all(|it| it.header("authorization") == Some("Bearer gho_1"))
    );
}

#[tokio::test]
async fn gh_runs_again_after_a_token_was_rejected() {
    let folder = TempDir::new().unwrap();
    let program = fake(
        &folder,
        "echo gho_$(wc -l < \"$(dirname \"$0\")/notes\" | tr -d ' ')",
    );
    let server = Server::start(|call| match call.header("authorization") {
        Some("Bearer gho_1") => json(401, "{}"),
        _ => json(200, THING),
    })
    .await;
    client(&server.url, &program).get("1").await.unwrap();
    assert_eq!(runs(&folder).len(), 2);
}

#[tokio::test]
async fn the_error_contains_stderr_but_not_stdout() {
    let error =
        refusal("echo canary; echo 'no oauth token found' >&2; echo more >&2; exit 1").await;
    assert_eq!(
        error,
        "things/get: no credential: `gh auth token` reports: no oauth token found; log in with `gh auth \
         login --hostname 127.0.0.1`"
    );
    let error = refusal("echo canary; exit 4").await;
    assert!(error.contains("reports: nothing; log in with"), "{error}");
    let error = refusal("exit 0").await;
    assert!(error.ends_with("the token is empty"), "{error}");
    let error = refusal("echo canary; echo canary").await;
    assert!(error.contains("contains an invalid character"), "{error}");
    let error = refusal("printf 'canary\\377'").await;
    assert!(error.ends_with("the token is empty"), "{error}");
}

#[tokio::test]
async fn a_missing_gh_is_an_error_with_advice() {
    let client = client("http://127.0.0.1:9", Path::new("/nowhere/gh"));
    let error = client.get("1").await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("install it from https://cli.github.com"),
        "{error}"
    );
}

#[tokio::test]
async fn a_hanging_gh_is_killed() {
    let folder = TempDir::new().unwrap();
    let script = "echo $$ > \"$(dirname \"$0\")/pid\"; exec sleep 3600";
    let program = fake(&folder, script);
    let begin = Instant::now();
    let client = client("http://127.0.0.1:9", &program);
    let error = client.get("1").await.unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("`gh auth token` took longer than 1s"),
        "{error}"
    );
    assert!(begin.elapsed() < Duration::from_secs(30));
    let pid = fs::read_to_string(folder.path().join("pid")).unwrap();
    let pid = pid.trim();
    let is_there = || {
        let status = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        !status.is_empty() && !status.contains(") Z ")
    };
    for _ in 0..100 {
        if !is_there() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("process {pid} is still there");
}
