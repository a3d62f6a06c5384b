//! Tests of interrupted and resumed downloads, over real sockets.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tagsmith_runtime::{CallReport, Error, OperationExt as _, RetryPolicy};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::api::{self, Client};
use crate::server::{Server, reply};

const LENGTH: usize = 3_000_000;
const ETAG: &str = "etag: \"a\"\r\n";

/// A response: a head without its last line, a body, and the number of body bytes that are sent before the connection
/// breaks.
struct Response {
    head: String,
    body: Vec<u8>,
    sent: usize,
}

/// A server that breaks connections, and records requests.
struct Breaking {
    url: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Breaking {
    /// Starts a server with a script, which receives the number and the head of a request.
    async fn start(script: impl Fn(usize, &str) -> Response + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let heads = Arc::clone(&asked);
        let script = Arc::new(script);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (heads, script) = (Arc::clone(&heads), Arc::clone(&script));
                tokio::spawn(async move {
                    let mut request = Vec::new();
                    while !request.windows(4).any(|it| it == b"\r\n\r\n") {
                        if stream.read_buf(&mut request).await.unwrap_or(0) == 0 {
                            return;
                        }
                    }
                    let head = String::from_utf8(request).unwrap().to_ascii_lowercase();
                    let number = {
                        let mut heads = heads.lock().unwrap();
                        heads.push(head.clone());
                        heads.len()
                    };
                    let response = script(number, &head);
                    let head = format!("HTTP/1.1 {}connection: close\r\n\r\n", response.head);
                    let _ = stream.write_all(head.as_bytes()).await;
                    let _ = stream.write_all(&response.body[..response.sent]).await;
                    let _ = stream.shutdown().await;
                });
            }
        });
        Self { url, asked }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    fn client(&self, attempts: u32) -> Client {
        let retry = RetryPolicy::new().first_wait(Duration::from_millis(1));
        let builder = api::builder(&self.url).retry(retry.attempts(attempts));
        builder.build().unwrap()
    }
}

/// Returns bytes without repeated parts.
fn image() -> Vec<u8> {
    let numbers = (0..LENGTH as u32 / 4 + 1).flat_map(u32::to_be_bytes);
    numbers.take(LENGTH).collect()
}

fn whole(headers: &str, sent: usize) -> Response {
    Response {
        head: format!("200 OK\r\ncontent-length: {LENGTH}\r\n{headers}"),
        body: image(),
        sent,
    }
}

/// Returns the start of the requested range.
fn from(head: &str) -> Option<usize> {
    let (_, range) = head.split_once("\r\nrange: bytes=")?;
    range.split_once("-\r\n")?.0.parse().ok()
}

/// Returns a response with the requested range, of which only this much is sent.
fn part(head: &str, headers: &str, sent: usize) -> Response {
    let from = from(head).unwrap();
    let body = image().split_off(from);
    let (length, end) = (body.len(), LENGTH - 1);
    Response {
        head: format!(
            "206 Partial Content\r\ncontent-length: {length}\r\n\
             content-range: bytes {from}-{end}/{LENGTH}\r\n{headers}"
        ),
        sent: sent.min(length),
        body,
    }
}

fn is_interrupted<K: std::fmt::Debug>(outcome: Result<impl std::fmt::Debug, Error<K>>) {
    assert!(matches!(outcome, Err(Error::Transport(_))), "{outcome:?}");
}

#[tokio::test]
async fn an_interrupted_download_is_resumed() {
    const DATES: &str =
        "date: Tue, 14 Nov 2023 22:15:00 GMT\r\nlast-modified: Mon, 13 Nov 2023 22:15:00 GMT\r\n";
    for (headers, validator) in [
        (ETAG, "\r\nif-range: \"a\"\r\n"),
        (DATES, "\r\nif-range: mon, 13 nov 2023 22:15:00 gmt\r\n"),
    ] {
        let server = Breaking::start(move |number, head| match number {
            1 | 4 => whole(headers, LENGTH / 3),
            2 | 5 => part(head, headers, LENGTH / 3),
            _ => part(head, headers, LENGTH),
        })
        .await;
        let client = server.client(3);
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("image");
        let written = client.image().download().to_file(&path).await.unwrap();
        assert_eq!(written, LENGTH as u64);
        assert!(std::fs::read(&path).unwrap() == image());
        let asked = server.asked();
        assert_eq!(asked.len(), 3);
        assert!(from(&asked[0]).is_none());
        for head in &asked[1..] {
            assert!(head.contains(validator), "{head}");
            assert!(head.contains("\r\nauthorization: bearer canary\r\n"));
        }
        // The same as a stream.
        let mut stream = client.image().download().stream().await.unwrap();
        let mut bytes = Vec::new();
        while let Some(piece) = stream.try_next().await.unwrap() {
            bytes.extend_from_slice(&piece);
        }
        assert!(bytes == image());
        assert_eq!(stream.status(), 200);
    }
}

#[tokio::test]
async fn an_idle_timeout_is_an_interruption() {
    let silent = Arc::new(Mutex::new(Vec::new()));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        for number in 0..2 {
            let (mut stream, _) = listener.accept().await.unwrap();
            let _ = stream.read(&mut [0; 4096]).await;
            let response = match number {
                0 => "HTTP/1.1 200 OK\r\netag: \"a\"\r\ncontent-length: 6\r\n\r\nabc",
                _ => {
                    "HTTP/1.1 206 Partial Content\r\ncontent-length: 3\r\n\
                     content-range: bytes 3-5/6\r\n\r\ndef"
                }
            };
            stream.write_all(response.as_bytes()).await.unwrap();
            silent.lock().unwrap().push(stream);
        }
        std::future::pending::<()>().await;
    });
    let client: Client = api::builder(&url)
        .read_timeout(Duration::from_millis(300))
        .build()
        .unwrap();
    assert_eq!(client.image().download().bytes().await.unwrap(), "abcdef");
}

#[tokio::test]
async fn a_changed_or_complete_body_is_not_resumed() {
    type Script = fn(&str) -> Response;
    let scripts: [(&str, Script); 7] = [
        // The server ignores the range, or the body has changed.
        (ETAG, |_| whole(ETAG, LENGTH)),
        (ETAG, |_| whole("etag: \"b\"\r\n", LENGTH)),
        // The server ignores `If-Range`.
        (ETAG, |head| part(head, "etag: \"b\"\r\n", LENGTH)),
        (ETAG, |head| {
            let response = part(head, ETAG, LENGTH);
            let head = response.head.replace("/3000000", "/3000001");
            Response { head, ..response }
        }),
        (ETAG, |head| {
            let response = part(head, ETAG, LENGTH);
            let head = response.head.replace("bytes 1", "bytes 2");
            Response { head, ..response }
        }),
        (ETAG, |_| Response {
            head: "416 Range Not Satisfiable\r\ncontent-length: 0\r\n".to_owned(),
            body: Vec::new(),
            sent: 0,
        }),
        (ETAG, |_| Response {
            head: "404 Not Found\r\ncontent-length: 0\r\n".to_owned(),
            body: Vec::new(),
            sent: 0,
        }),
    ];
    for (headers, script) in scripts {
        let server = Breaking::start(move |number, head| match number {
            1 => whole(headers, 1_000_000),
            _ => script(head),
        })
        .await;
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("image");
        is_interrupted(server.client(3).image().download().to_file(&path).await);
        assert_eq!(server.asked().len(), 2);
        assert!(!path.exists());
    }
}

#[tokio::test]
async fn without_a_strong_validator_or_ranges_nothing_is_requested_again() {
    for headers in [
        "",
        "etag: W/\"a\"\r\n",
        "etag: \"a\"\r\naccept-ranges: none\r\n",
        "last-modified: Mon, 13 Nov 2023 22:15:00 GMT\r\n",
    ] {
        let server = Breaking::start(move |_, _| whole(headers, LENGTH / 2)).await;
        is_interrupted(server.client(3).image().download().bytes().await);
        assert_eq!(server.asked().len(), 1, "{headers}");
    }
}

#[tokio::test]
async fn a_body_without_any_byte_is_requested_again() {
    let server = Breaking::start(|number, _| match number {
        1 => whole("", 0),
        _ => whole("etag: \"b\"\r\n", LENGTH),
    })
    .await;
    let mut stream = server.client(3).image().download().stream().await.unwrap();
    let mut bytes = Vec::new();
    while let Some(piece) = stream.try_next().await.unwrap() {
        bytes.extend_from_slice(&piece);
    }
    assert!(bytes == image());
    assert_eq!(stream.headers()["etag"], "\"b\"");
    assert_eq!(stream.facts().etag(), Some("\"b\""));
    assert!(server.asked().iter().all(|it| from(it).is_none()));
}

#[tokio::test]
async fn the_retry_policy_limits_resumption() {
    for attempts in [1, 2, 4] {
        let server = Breaking::start(|number, head| match number {
            1 => whole(ETAG, 1000),
            _ => part(head, ETAG, 1000),
        })
        .await;
        let error = server.client(attempts).image().download().bytes().await;
        let error = error.unwrap_err();
        assert_eq!(server.asked().len(), attempts as usize);
        assert_eq!(error.attempts(), attempts);
        assert!(matches!(error, Error::Transport(_)), "{error}");
    }
    // The count restarts after a mebibyte.
    let server = Breaking::start(|number, head| match number {
        1 => whole(ETAG, 1_100_000),
        _ => part(head, ETAG, 1_100_000),
    })
    .await;
    let bytes = server.client(2).image().download().bytes().await.unwrap();
    assert!(bytes == image());
    assert_eq!(server.asked().len(), 3);
}

#[tokio::test]
async fn a_call_that_is_not_idempotent_is_not_resumed() {
    for sent in [0, LENGTH / 2] {
        let server = Breaking::start(move |_, _| whole(ETAG, sent)).await;
        let client = server.client(3);
        is_interrupted(client.image().idempotent(false).download().bytes().await);
        assert_eq!(server.asked().len(), 1);
    }
}

#[tokio::test]
async fn a_redirect_target_is_resumed_without_the_token() {
    let away = Breaking::start(|number, head| match number % 2 {
        1 => whole(ETAG, LENGTH / 2),
        _ => part(head, ETAG, LENGTH),
    })
    .await;
    let there = format!("{}/image?sig=secret", away.url);
    let server = Server::start(move |_| reply(302, &[("location", &there)], "")).await;
    let client = api::client(&server.url);
    let by_operation = client.download().download().bytes().await.unwrap();
    let redirect = client.download().await.unwrap().into_body();
    let by_redirect = redirect.download().bytes().await.unwrap();
    assert!(by_operation == image() && by_redirect == image());
    let asked = away.asked();
    assert_eq!(asked.len(), 4);
    assert!(asked.iter().all(|it| !it.contains("canary")));
    assert_eq!(asked.iter().filter(|it| from(it).is_some()).count(), 2);
    // The signed URL may have expired, so the API is called for a new one.
    assert_eq!(server.received().len(), 3);
}

#[tokio::test]
async fn each_request_is_observed_and_progress_continues() {
    let server = Breaking::start(|number, head| match number {
        1 => whole(ETAG, LENGTH / 2),
        _ => part(head, ETAG, LENGTH),
    })
    .await;
    let statuses = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&statuses);
    let observer = move |call: &CallReport<'_>| {
        let status = call.status.unwrap().as_u16();
        seen.lock().unwrap().push(status);
    };
    let client: Client = api::builder(&server.url).observe(observer).build().unwrap();
    let progress = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&progress);
    let download = client.image().download();
    let download = download.on_progress(move |it| heard.lock().unwrap().push(it));
    download.bytes().await.unwrap();
    assert_eq!(*statuses.lock().unwrap(), [200, 206]);
    let progress = progress.lock().unwrap();
    assert!(progress.is_sorted_by_key(|it| it.bytes));
    assert!(progress.iter().all(|it| it.total == Some(LENGTH as u64)));
    assert_eq!(progress.last().unwrap().bytes, LENGTH as u64);
}
