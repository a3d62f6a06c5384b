//! Tests of the idle timeout, which bytes in either direction reset.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tagsmith_runtime::{AnyError, Error, OperationExt as _, RetryPolicy, Upload};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpSocket};

use crate::api::{self, Client, Thing};

const LIMIT: Duration = Duration::from_millis(400);
const HEAD: &str = "HTTP/1.1 201 Created\r\ncontent-type: application/json\r\n";

/// The idle timeout. During this time, the server reads the buffers of both sockets, which contain up to 5 MB.
const LONGER: Duration = Duration::from_millis(1500);

/// Starts a server that reads a request at less than ten megabytes a second, and then responds.
async fn slow(length: usize) -> String {
    // With small buffers, the client notices that the server is slow.
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(64 * 1024).unwrap();
    let address: SocketAddr = "127.0.0.1:0".parse().unwrap();
    socket.bind(address).unwrap();
    let listener = socket.listen(8).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut read = 0;
                let mut piece = vec![0; 100_000];
                while read < length {
                    match stream.read(&mut piece).await {
                        Ok(0) | Err(_) => return,
                        Ok(bytes) => read += bytes,
                    }
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
                let response =
                    format!("{HEAD}content-length: 19\r\n\r\n{{\"id\":1,\"name\":\"a\"}}");
                stream.write_all(response.as_bytes()).await.unwrap();
                tokio::time::sleep(Duration::from_secs(60)).await;
            });
        }
    });
    url
}

fn impatient(url: &str) -> Client {
    within(LIMIT, url)
}

fn within(limit: Duration, url: &str) -> Client {
    let builder = api::builder(url)
        .retry(RetryPolicy::never())
        .read_timeout(limit);
    builder.build().unwrap()
}

#[tokio::test]
async fn an_upload_may_take_longer_than_the_idle_timeout() {
    const LENGTH: usize = 30_000_000;
    let url = slow(LENGTH).await;
    let mut file = tempfile::NamedTempFile::new().unwrap();
    std::io::Write::write_all(&mut file, &vec![7; LENGTH]).unwrap();
    let uploads = [
        Upload::from(vec![7; LENGTH]),
        Upload::file(file.path()).await.unwrap(),
        Upload::reader(tokio::io::repeat(7).take(LENGTH as u64), LENGTH as u64),
    ];
    let begin = Instant::now();
    let client = within(LONGER, &url);
    let calls = uploads.map(|it| tokio::spawn(client.upload(it).into_future()));
    for call in calls {
        call.await.unwrap().unwrap();
        assert!(begin.elapsed() > 2 * LONGER, "{:?}", begin.elapsed());
    }
}

#[tokio::test]
async fn a_large_json_body_may_take_longer_too() {
    const LENGTH: usize = 30_000_000;
    let url = slow(LENGTH).await;
    let name = "x".repeat(LENGTH);
    let begin = Instant::now();
    let thing = Thing { id: 1, name };
    within(LONGER, &url).create(&thing).await.unwrap();
    assert!(begin.elapsed() > 2 * LONGER, "{:?}", begin.elapsed());
}

#[tokio::test]
async fn a_slow_body_source_is_not_a_timeout() {
    let (mut into, from) = tokio::io::duplex(64);
    tokio::spawn(async move {
        for _ in 0..3 {
            tokio::time::sleep(2 * LIMIT).await;
            into.write_all(b"x").await.unwrap();
        }
    });
    let url = slow(3).await;
    let upload = Upload::reader(from, 3);
    impatient(&url).upload(upload).await.unwrap();
}

#[tokio::test]
async fn an_idle_server_is_a_timeout() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let begin = Instant::now();
    let error: AnyError = impatient(&url).get("1").await.unwrap_err().into();
    assert!(error.timeout().is_some(), "{error}");
    assert!(begin.elapsed() >= LIMIT && begin.elapsed() < 10 * LIMIT);
    // The server accepted all bytes, but does not respond.
    let error = impatient(&url).upload("abc").await.unwrap_err();
    let line = error.to_string();
    assert_eq!(
        line,
        "things/upload-image: no data from 127.0.0.1 for 400ms"
    );
}

#[tokio::test]
async fn a_response_may_take_longer_without_pauses() {
    for (pause, is_whole) in [(LIMIT / 4, true), (3 * LIMIT, false)] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let _ = stream.read(&mut [0; 4096]).await;
            let head = b"HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\n";
            stream.write_all(head).await.unwrap();
            for _ in 0..8 {
                tokio::time::sleep(pause).await;
                if stream.write_all(b"x").await.is_err() {
                    return;
                }
            }
        });
        let outcome = impatient(&url).image().download().bytes().await;
        match is_whole {
            true => assert_eq!(outcome.unwrap(), "xxxxxxxx"),
            false => assert!(matches!(outcome, Err(Error::Timeout(_)))),
        }
    }
}

#[tokio::test]
async fn a_slow_reader_is_not_a_timeout() {
    const BODY: &str = "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc";
    let url = crate::server::raw(BODY, Duration::from_secs(60)).await;
    let mut stream = impatient(&url).image().download().stream().await.unwrap();
    tokio::time::sleep(3 * LIMIT).await;
    assert_eq!(stream.try_next().await.unwrap().unwrap(), "abc");
    assert!(stream.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn a_call_may_have_an_idle_timeout_of_its_own() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let silent = format!("http://{}", silent.local_addr().unwrap());
    let pausing = crate::server::raw("HTTP/1.1 200 OK\r\n\r\nabc", Duration::from_secs(60)).await;
    let builder = |url: &str| api::builder(url).retry(RetryPolicy::never());
    let patient: Client = builder(&silent).build().unwrap();
    let short = Duration::from_millis(200);
    let error = patient.get("1").read_timeout(short).await.unwrap_err();
    assert!(
        error.to_string().ends_with("from 127.0.0.1 for 200ms"),
        "{error}"
    );
    let patient: Client = builder(&pausing).build().unwrap();
    let download = patient.image().read_timeout(short).download();
    let error = download.bytes().await.unwrap_err();
    assert!(
        error.to_string().ends_with("from 127.0.0.1 for 200ms"),
        "{error}"
    );
    // The call's timeout may also be longer than the client's.
    let slow = slow(3).await;
    let hasty = builder(&slow).read_timeout(Duration::ZERO);
    let hasty: Client = hasty.build().unwrap();
    assert!(hasty.upload("abc").await.is_err());
    let upload = hasty.upload("abc").read_timeout(LIMIT);
    upload.await.unwrap();
}
