//! Tests of faulty servers and networks.

use std::error::Error as _;
use std::io::Write;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use tagsmith_runtime::{Error, ReadError, Refusal};

use crate::api::{self, Client, ThingsError};
use crate::server::{Server, json, raw, reply};

const HOUR: Duration = Duration::from_secs(3600);
const NOW: Duration = Duration::ZERO;

async fn get(client: &Client) -> Error<ThingsError> {
    client.get("1").await.unwrap_err()
}

#[tokio::test]
async fn an_empty_body_is_a_decode_error() {
    let server = Server::start(|_| json(200, "")).await;
    let Error::Decode(error) = get(&api::client(&server.url)).await else {
        panic!()
    };
    assert_eq!(error.to_string(), "things/get: 200 OK: the body is empty");
    assert!(matches!(error.underlying(), Some(ReadError::Empty)));
}

#[tokio::test]
async fn html_instead_of_json_is_a_decode_error() {
    let page = "<html>Unicorn!</html>";
    let server = Server::start(move |_| reply(200, &[("content-type", "text/html")], page)).await;
    let Error::Decode(error) = get(&api::client(&server.url)).await else {
        panic!()
    };
    assert_eq!(error.bytes(), page);
    assert_eq!(error.path(), "");
    let line = error.to_string();
    assert!(
        line.starts_with("things/get: 200 OK: the body is not readable JSON"),
        "{line}"
    );
    assert!(line.ends_with("(its media type is `text/html`)"), "{line}");
}

#[tokio::test]
async fn the_wrong_shape_at_the_top_level_is_a_decode_error() {
    let server = Server::start(|_| json(200, "[]")).await;
    let Error::Decode(error) = get(&api::client(&server.url)).await else {
        panic!()
    };
    assert_eq!((error.operation(), error.path()), ("things/get", ""));
    assert_eq!(error.bytes(), "[]");
}

#[tokio::test]
async fn a_truncated_body_is_a_transport_error() {
    for response in [
        "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"id\":1,",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n8\r\n{\"id\":1,\r\n",
        "HTTP/1.1 200 OK\r\ncontent-le",
        "",
    ] {
        let url = raw(response, NOW).await;
        let error = get(&api::client(&url)).await;
        assert!(matches!(error, Error::Transport(_)), "{error:?}");
        assert!(error.source().is_none());
        assert!(
            error.to_string().contains("response from 127.0.0.1: "),
            "{error}"
        );
    }
}

#[tokio::test]
async fn no_server_is_a_transport_error() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = get(&api::client(&url)).await;
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
    assert!(
        error
            .to_string()
            .starts_with("things/get: cannot connect to 127.0.0.1: "),
        "{error}"
    );
}

#[tokio::test]
async fn a_server_without_tls_is_a_transport_error() {
    let server = Server::start(|_| json(200, "{}")).await;
    let url = server.url.replace("http:", "https:");
    let error = get(&api::client(&url)).await;
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn a_stalled_server_is_a_timeout() {
    for response in [
        "",
        "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"id\":1,",
    ] {
        let url = raw(response, HOUR).await;
        let client = api::builder(&url)
            .read_timeout(Duration::from_millis(50))
            .build()
            .unwrap();
        let begin = Instant::now();
        let error = get(&client).await;
        assert!(matches!(error, Error::Timeout(_)), "{error:?}");
        assert_eq!(
            error.to_string(),
            "things/get: no data from 127.0.0.1 for 50ms (after 3 attempts)"
        );
        assert!(begin.elapsed() < Duration::from_secs(5));
    }
}

#[tokio::test]
async fn a_call_that_exceeds_its_total_timeout_is_a_timeout() {
    for response in [
        "",
        "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"id\":1,",
    ] {
        let url = raw(response, HOUR).await;
        for limit in [0, 1, 30] {
            let client = api::builder(&url)
                .timeout(Duration::from_millis(limit))
                .build()
                .unwrap();
            let error = get(&client).await;
            assert!(matches!(error, Error::Timeout(_)), "{error:?}");
            assert!(
                error
                    .to_string()
                    .contains("no complete response from 127.0.0.1 within"),
                "{error}"
            );
        }
    }
}

#[tokio::test]
async fn a_body_larger_than_the_limit_is_refused() {
    let body = format!(r#"{{"id":1,"name":"{}"}}"#, "x".repeat(200_000));
    let length = body.len() as u64;
    let server = Server::start(move |_| json(200, body.clone())).await;
    let with = |limit| api::builder(&server.url).max_body(limit).build().unwrap();
    with(length).get("1").await.unwrap();
    let Error::Refused(error) = get(&with(length - 1)).await else {
        panic!()
    };
    assert_eq!(*error.reason(), Refusal::TooLarge { limit: length - 1 });
}

#[tokio::test]
async fn the_limit_applies_without_a_stated_length() {
    let server = Server::start(|_| {
        let endless = axum::body::Body::from_stream(Endless);
        reply(200, &[], endless)
    })
    .await;
    let client = api::builder(&server.url)
        .max_body(1_000_000)
        .build()
        .unwrap();
    let error = get(&client).await;
    assert!(matches!(error, Error::Refused(_)), "{error:?}");
}

#[tokio::test]
async fn the_limit_applies_to_decompressed_bytes() {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(&vec![b' '; 10_000_000]).unwrap();
    gzip.write_all(br#"{"id":1,"name":"a"}"#).unwrap();
    let bomb = gzip.finish().unwrap();
    assert!(bomb.len() < 20_000);
    let server =
        Server::start(move |_| reply(200, &[("content-encoding", "gzip")], bomb.clone())).await;
    let client = api::builder(&server.url)
        .max_body(1_000_000)
        .build()
        .unwrap();
    assert!(matches!(get(&client).await, Error::Refused(_)));
    let thing = api::client(&server.url).get("1").await.unwrap();
    assert_eq!(thing.bytes().len(), 10_000_019);
}

#[tokio::test]
async fn a_damaged_compressed_body_is_a_transport_error() {
    let server =
        Server::start(|_| reply(200, &[("content-encoding", "gzip")], "not compressed")).await;
    let error = get(&api::client(&server.url)).await;
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
}

/// A body that never ends.
struct Endless;

impl futures_core::Stream for Endless {
    type Item = Result<axum::body::Bytes, std::io::Error>;

    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(Some(Ok(axum::body::Bytes::from_static(&[b' '; 4096]))))
    }
}
