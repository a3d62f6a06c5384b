//! Tests of bodies that arrive as published, although the server labels them as compressed.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::api;
use crate::server::{Received, Server, reply};
use tagsmith_runtime::OperationExt as _;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

fn asked(call: &Received) -> Option<&str> {
    call.header("accept-encoding")
}

#[tokio::test]
async fn an_archive_arrives_as_published() {
    let archive = gzip(&[7; 100_000]);
    for media_type in ["application/x-gzip", "application/octet-stream", ""] {
        let published = archive.clone();
        let server = Server::start(move |_| {
            let mut headers = vec![("content-encoding", "gzip")];
            if !media_type.is_empty() {
                headers.push(("content-type", media_type));
            }
            reply(200, &headers, published.clone())
        })
        .await;
        let client = api::client(&server.url);
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("a.tar.gz");
        let download = client.image().download();
        let written = download.to_file(&path).await.unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), archive);
        assert_eq!(written, archive.len() as u64);
        let stream = client.image().download().stream().await.unwrap();
        assert_eq!(stream.length(), Some(archive.len() as u64));
        assert_eq!(stream.headers()["content-encoding"], "gzip");
        assert_eq!(asked(&server.received()[0]), Some("identity"));
    }
}

#[tokio::test]
async fn an_archive_of_another_host_arrives_as_published() {
    let archive = gzip(b"abc");
    let published = archive.clone();
    let away =
        Server::start(move |_| reply(200, &[("content-encoding", "x-gzip")], published.clone()))
            .await;
    let there = format!("{}/a.tar.gz", away.url);
    let server = Server::start(move |_| reply(302, &[("location", &there)], "")).await;
    let client = api::client(&server.url);
    assert_eq!(client.download().download().bytes().await.unwrap(), archive);
    assert_eq!(asked(&away.received()[0]), Some("identity"));
}

#[tokio::test]
async fn bytes_read_as_a_whole_arrive_as_published() {
    let archive = gzip(b"abc");
    let published = archive.clone();
    let server = Server::knowing_itself(|url| {
        move |call: &Received| match call.target.starts_with("/download") {
            true => reply(302, &[("location", &format!("{url}/there"))], ""),
            false => reply(200, &[("content-encoding", "gzip")], published.clone()),
        }
    })
    .await;
    let client = api::client(&server.url);
    assert_eq!(client.image().await.unwrap().bytes(), &archive);
    let redirect = client.download().await.unwrap().into_body();
    assert_eq!(redirect.fetch().await.unwrap().bytes(), &archive);
}

#[tokio::test]
async fn text_compressed_in_transit_is_decompressed() {
    for media_type in [
        "application/json",
        "application/vnd.github+json; charset=utf-8",
        "text/plain",
        "Text/CSV",
    ] {
        let server = Server::start(move |_| {
            let headers = [("content-encoding", "gzip"), ("content-type", media_type)];
            reply(200, &headers, gzip(br#"{"id":1,"name":"a"}"#))
        })
        .await;
        let client = api::client(&server.url);
        let bytes = client.get("1").download().bytes().await.unwrap();
        assert_eq!(bytes, r#"{"id":1,"name":"a"}"#);
    }
}

#[tokio::test]
async fn a_decoded_response_is_decompressed_whatever_its_type() {
    for media_type in ["application/json", "application/octet-stream"] {
        let server = Server::start(move |_| {
            let headers = [("content-encoding", "GZIP"), ("content-type", media_type)];
            reply(200, &headers, gzip(br#"{"id":1,"name":"a"}"#))
        })
        .await;
        let response = api::client(&server.url).get("1").await.unwrap();
        assert_eq!(response.id, 1);
        assert!(!response.headers().contains_key("content-encoding"));
        assert!(!response.headers().contains_key("content-length"));
        assert_eq!(asked(&server.received()[0]), Some("gzip"));
    }
}

#[tokio::test]
async fn an_empty_body_is_empty_whatever_its_encoding() {
    let server = Server::start(|_| {
        let pieces = axum::body::Body::from_stream(Nothing);
        reply(200, &[("content-encoding", "gzip")], pieces)
    })
    .await;
    let response = api::client(&server.url).image().await.unwrap();
    assert!(response.bytes().is_empty());
    for status in [204, 200] {
        let headers = [("content-encoding", "gzip")];
        let server = Server::start(move |_| reply(status, &headers, "")).await;
        let _ = api::client(&server.url).find("a").await;
        let failed = api::client(&server.url).find("a").download().bytes().await;
        assert!(failed.unwrap().is_empty());
    }
}

/// A body of unknown length that contains no byte.
struct Nothing;

impl futures_core::Stream for Nothing {
    type Item = std::io::Result<axum::body::Bytes>;

    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(None)
    }
}
