//! Tests of Unix sockets and of systemd socket activation.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::TcpListener;
use std::os::unix::net::{UnixListener, UnixStream};
use std::process::{Child, Command, Stdio};

use crate::support::program::{PROGRAM, signal};
use crate::support::upstream::{Upstream, json};
use crate::support::world::{CANARY, SEATS, World, configured, secret_file};

fn asked(mut stream: impl std::io::Read + std::io::Write, host: &str) -> String {
    let request = format!("GET {SEATS} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut got = String::new();
    stream.read_to_string(&mut got).unwrap();
    got
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unix_socket_is_served_to_its_owner() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gateway.sock");
    let listen = format!("unix:{}", path.display());
    // A stale socket is replaced.
    drop(UnixListener::bind(&path).unwrap());
    for _ in 0..2 {
        let upstream = Upstream::start(|_| json("[]")).await;
        let url = format!("http://{}", upstream.address);
        let world = World::with(upstream, &["--upstream", &url, "--listen", &listen]).await;
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o007, 0, "{mode:o}");
        let at = path.clone();
        let got = tokio::task::spawn_blocking(move || {
            let evil = asked(UnixStream::connect(&at).unwrap(), "evil.example");
            assert!(evil.starts_with("HTTP/1.1 421"), "{evil}");
            asked(UnixStream::connect(&at).unwrap(), "localhost")
        });
        let got = got.await.unwrap();
        assert!(got.starts_with("HTTP/1.1 200"), "{got}");
        let log = world.end().await;
        assert!(log.contains("\"address\":null"), "{log}");
        assert!(!path.exists());
    }
    // A path is never removed if it is not a socket, or if a process uses the socket.
    std::fs::write(&path, "mine").unwrap();
    let config = |listen: &str| {
        let flags = [
            "--listen",
            listen,
            "--credential",
            "env:PATH",
            "--no-credential-check",
        ];
        configured(&flags).unwrap()
    };
    let refused = |listen: String| async move {
        tagsmith_gateway::server::listener::listen(&config(&listen).listen)
            .await
            .err()
            .unwrap()
            .to_string()
    };
    assert!(
        refused(listen.clone())
            .await
            .contains("cannot listen on the address of --listen")
    );
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    std::fs::remove_file(&path).unwrap();
    let other = UnixListener::bind(&path).unwrap();
    assert!(
        refused(listen)
            .await
            .contains("cannot listen on the address of --listen")
    );
    drop(other);
}

#[tokio::test(flavor = "multi_thread")]
async fn callers_of_a_unix_socket_without_tokens_count_as_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gateway.sock");
    let listen = format!("unix:{}", path.display());
    let upstream = Upstream::start(|_| json("[]")).await;
    let url = format!("http://{}", upstream.address);
    let flags = ["--upstream", &url, "--listen", &listen];
    let rate = ["--requests-per-second", "1", "--burst", "2"];
    let world = World::with(upstream, &[&flags[..], &rate].concat()).await;
    let all = tokio::task::spawn_blocking(move || {
        let ask = |_| asked(UnixStream::connect(&path).unwrap(), "localhost");
        (0..3).map(ask).collect::<Vec<_>>()
    });
    let all = all.await.unwrap();
    for (got, status) in all.iter().zip([200, 200, 429]) {
        let expected = format!("HTTP/1.1 {status}");
        assert!(got.starts_with(&expected), "{got}");
    }
    assert!(all[2].contains("caller-limit"), "{}", all[2]);
    world.end().await;
}

/// Starts the program with a socket as file descriptor 3, as systemd does.
fn activated(
    socket: impl Into<std::os::fd::OwnedFd>,
    upstream: &Upstream,
    token: &str,
    flags: &[&str],
) -> (Child, BufReader<std::process::ChildStderr>) {
    // The shell sets LISTEN_PID to its own process id. After exec, the gateway has the same process id.
    let program = "exec 3<&0 </dev/null; LISTEN_PID=$$ LISTEN_FDS=1 exec \"$@\"";
    let mut child = Command::new("sh")
        .args([
            "-c",
            program,
            "sh",
            PROGRAM,
            "--listen",
            "systemd",
            "--no-credential-check",
        ])
        .args([
            "--upstream",
            &format!("http://{}", upstream.address),
            "--credential",
            &format!("file:{token}"),
        ])
        .args(flags)
        .stdin(Stdio::from(socket.into()))
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let errors = BufReader::new(child.stderr.take().unwrap());
    (child, errors)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_from_systemd_is_served() {
    let folder = tempfile::tempdir().unwrap();
    let token = secret_file(&folder, "token", CANARY);
    let upstream = Upstream::start(|_| json("[]")).await;
    let tcp = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = tcp.local_addr().unwrap();
    let path = folder.path().join("gateway.sock");
    let unix = UnixListener::bind(&path).unwrap();
    for is_unix in [false, true] {
        let (mut child, mut errors) = match is_unix {
            false => activated(tcp.try_clone().unwrap(), &upstream, &token, &[]),
            true => activated(unix.try_clone().unwrap(), &upstream, &token, &[]),
        };
        let mut message = String::new();
        errors.read_line(&mut message).unwrap();
        let expected = match is_unix {
            false => format!("listening on http://{address}"),
            true => "listening on a Unix socket from systemd".to_owned(),
        };
        assert!(message.starts_with(&expected), "{message}");
        let path = path.clone();
        let got = tokio::task::spawn_blocking(move || match is_unix {
            false => asked(std::net::TcpStream::connect(address).unwrap(), "localhost"),
            true => asked(UnixStream::connect(path).unwrap(), "localhost"),
        });
        let got = got.await.unwrap();
        assert!(got.starts_with("HTTP/1.1 200"), "{got}");
        signal(&child, "TERM");
        assert!(child.wait().unwrap().success());
    }
    assert!(path.exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exposed_socket_from_systemd_requires_the_same_options() {
    let folder = tempfile::tempdir().unwrap();
    let token = secret_file(&folder, "token", CANARY);
    let upstream = Upstream::start(|_| json("[]")).await;
    let socket = TcpListener::bind("0.0.0.0:0").unwrap();
    let (mut child, mut errors) = activated(socket, &upstream, &token, &[]);
    let mut message = String::new();
    errors.read_to_string(&mut message).unwrap();
    assert!(message.contains("could use the credential"), "{message}");
    assert_eq!(child.wait().unwrap().code(), Some(2));
}

#[test]
fn listen_systemd_fails_without_systemd() {
    let output = Command::new(PROGRAM)
        .args(["--listen", "systemd", "--credential", "env:PATH"])
        .output()
        .unwrap();
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(message.contains("systemd passed no socket"), "{message}");
    assert_eq!(output.status.code(), Some(2));
    let output = Command::new(PROGRAM)
        .args(["check-config", "--listen", "systemd"])
        .output()
        .unwrap();
    assert!(output.status.success());
}
