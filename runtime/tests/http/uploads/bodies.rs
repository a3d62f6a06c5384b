//! Tests of request bodies that are not JSON.

use std::io::Write;
use std::sync::{Arc, Mutex};

use tagsmith_runtime::{Bytes, Error, OperationExt as _, Progress, Upload};
use tempfile::NamedTempFile;
use tokio::io::AsyncReadExt as _;

use crate::api;
use crate::server::{Received, Server, json};

async fn server() -> Server {
    Server::start(|_| json(201, r#"{"id":1,"name":"a"}"#)).await
}

async fn sent(upload: impl Into<Upload>) -> Received {
    let server = server().await;
    api::client(&server.url).upload(upload).await.unwrap();
    server.received()[0].clone()
}

fn file(length: usize) -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(&vec![7; length]).unwrap();
    file
}

#[tokio::test]
async fn bytes_and_texts_are_sent_unchanged() {
    for (upload, expected) in [
        (Upload::from(vec![0, 255]), &[0, 255][..]),
        (Upload::from(Bytes::from_static(b"a")), b"a"),
        (Upload::from("é".to_owned()), "é".as_bytes()),
        (Upload::from("b"), b"b"),
        (Upload::from(""), b""),
    ] {
        let call = sent(upload).await;
        assert_eq!(call.body, expected);
        assert_eq!(
            call.header("content-length"),
            Some(&*expected.len().to_string())
        );
        assert_eq!(call.header("transfer-encoding"), None);
        assert_eq!(
            call.header("content-type"),
            Some("application/octet-stream")
        );
    }
}

#[tokio::test]
async fn a_text_body_has_its_media_type() {
    let server = server().await;
    api::client(&server.url).render("# é").await.unwrap();
    let call = &server.received()[0];
    assert_eq!(call.header("content-type"), Some("text/x-markdown"));
    assert_eq!(call.body, "# é".as_bytes());
}

#[cfg(feature = "media-types")]
#[tokio::test]
async fn the_file_name_determines_the_media_type_if_any_is_allowed() {
    const UNKNOWN: &str = "application/octet-stream";
    let server = server().await;
    let client = api::client(&server.url);
    let folder = tempfile::TempDir::new().unwrap();
    for (name, expected) in [
        ("app.zip", "application/zip"),
        ("App.TAR.GZ", "application/gzip"),
        ("notes.txt", "text/plain"),
        ("logo.svg", "image/svg+xml"),
        ("checksums", UNKNOWN),
        ("app.unheard-of", UNKNOWN),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, "a").unwrap();
        let file = Upload::file(&path).await.unwrap();
        let bytes = Upload::from("a").file_name(name);
        for upload in [file.clone(), bytes] {
            client.upload_any(upload).await.unwrap();
            let call = server.received().pop().unwrap();
            assert_eq!(call.header("content-type"), Some(expected), "{name}");
        }
        // The caller's media type takes precedence. A declared media type takes precedence over the file name.
        let own = file.clone().content_type("image/png");
        client.upload_any(own).await.unwrap();
        let call = server.received().pop().unwrap();
        assert_eq!(call.header("content-type"), Some("image/png"));
        client.upload(file).await.unwrap();
        let call = server.received().pop().unwrap();
        assert_eq!(call.header("content-type"), Some(UNKNOWN));
    }
    client.upload_any(Upload::from("a")).await.unwrap();
    let call = server.received().pop().unwrap();
    assert_eq!(call.header("content-type"), Some(UNKNOWN));
}

#[tokio::test]
async fn an_upload_may_have_another_media_type() {
    let call = sent(Upload::from("a").content_type("image/png")).await;
    let kinds: Vec<_> = call.headers.get_all("content-type").iter().collect();
    assert_eq!(kinds, ["image/png"]);
    let server = server().await;
    let upload = Upload::from("a").content_type("a\nb".to_owned());
    let error = api::client(&server.url).upload(upload).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "things/upload-image: the media type of the body is not a valid header value"
    );
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn a_file_is_streamed_with_its_length_and_can_be_sent_again() {
    const LENGTH: usize = 3_000_001;
    for length in [0, 1, LENGTH] {
        let file = file(length);
        let upload = Upload::file(file.path()).await.unwrap();
        let server = server().await;
        let call = api::client(&server.url).upload(upload);
        call.clone().await.unwrap();
        call.await.unwrap();
        for call in server.received() {
            assert_eq!(call.body, vec![7; length]);
            assert_eq!(call.header("content-length"), Some(&*length.to_string()));
            assert_eq!(call.header("transfer-encoding"), None);
        }
        assert_eq!(server.received().len(), 2);
    }
}

#[tokio::test]
async fn a_missing_or_changed_file_is_an_error() {
    assert!(Upload::file("/no/such/file").await.is_err());
    assert!(Upload::file("/").await.is_err());

    let mut changed = file(10);
    let upload = Upload::file(changed.path()).await.unwrap();
    changed.write_all(b"more").unwrap();
    let server = server().await;
    let client = api::client(&server.url);
    let error = client.upload(upload).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "things/upload-image: no response from 127.0.0.1 (0 of 10 bytes sent): the body is longer than the stated \
         10 bytes"
    );

    let gone = file(10);
    let upload = Upload::file(gone.path()).await.unwrap();
    drop(gone);
    let error = client.upload(upload).await.unwrap_err();
    assert!(matches!(error, Error::Argument(_)), "{error:?}");
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn a_reader_is_sent_only_once() {
    let upload = Upload::reader(&b"abc"[..], 3);
    let server = server().await;
    let call = api::client(&server.url).upload(upload);
    call.clone().await.unwrap();
    let error = call.await.unwrap_err();
    assert!(matches!(error, Error::Argument(_)), "{error:?}");
    assert_eq!(
        error.to_string(),
        "things/upload-image: the body cannot be sent: the reader was already sent, and can be sent \
         only once"
    );
    let [call] = &server.received()[..] else {
        panic!()
    };
    assert_eq!(call.body, b"abc");
    assert_eq!(call.header("content-length"), Some("3"));
}

#[tokio::test]
async fn a_reader_with_a_wrong_length_is_an_error() {
    for (length, expected) in [
        (4, "the body ended after 3 of 4 bytes"),
        (2, "the body is longer than the stated 2 bytes"),
        (0, "the body is longer than the stated 0 bytes"),
    ] {
        let server = server().await;
        let upload = Upload::reader(&b"abc"[..], length);
        let error = api::client(&server.url).upload(upload).await.unwrap_err();
        // No byte of an empty body would be sent, so the reader is checked before the request.
        let is_sent = matches!(error, Error::Transport(_));
        assert_eq!(is_sent, length > 0, "{error:?}");
        assert!(error.to_string().ends_with(expected), "{error}");
    }
}

#[tokio::test]
async fn progress_is_reported_and_restarts_with_each_attempt() {
    const LENGTH: u64 = 200_000;
    const PIECE: u64 = 64 * 1024;
    let file = file(LENGTH as usize);
    let failing = Server::start(|_| json(503, "{}")).await;
    for (upload, tries) in [
        (Upload::file(file.path()).await.unwrap(), 3),
        (Upload::from(vec![7; LENGTH as usize]), 3),
        (Upload::reader(tokio::io::repeat(7).take(LENGTH), LENGTH), 1),
    ] {
        let reported = Arc::new(Mutex::new(Vec::new()));
        let hears = Arc::clone(&reported);
        let upload = upload.on_progress(move |it| hears.lock().unwrap().push(it));
        let call = api::client(&failing.url).upload(upload).idempotent(true);
        assert_eq!(call.await.unwrap_err().status().unwrap(), 503);
        let reported = reported.lock().unwrap();
        assert!(reported.iter().all(|it| it.total == Some(LENGTH)));
        let bytes: Vec<_> = reported.iter().map(|it| it.bytes).collect();
        let tries_begun: Vec<_> = bytes.split(|it| *it == 0).skip(1).collect();
        assert_eq!(tries_begun.len(), tries, "{bytes:?}");
        for bytes in tries_begun {
            assert!(bytes.is_sorted(), "{bytes:?}");
            assert!(bytes.windows(2).all(|it| it[1] - it[0] <= PIECE));
            assert_eq!(bytes.last(), Some(&LENGTH));
        }
    }
    assert!(
        failing
            .received()
            .iter()
            .all(|it| it.body.len() == LENGTH as usize)
    );
}

#[tokio::test]
async fn progress_of_an_empty_body_is_reported_once() {
    let reported = Arc::new(Mutex::new(Vec::new()));
    let hears = Arc::clone(&reported);
    let call = sent(Upload::from("").on_progress(move |it| hears.lock().unwrap().push(it))).await;
    assert_eq!(call.header("content-length"), Some("0"));
    let total = Some(0);
    assert_eq!(*reported.lock().unwrap(), [Progress { bytes: 0, total }]);
}

#[tokio::test]
async fn debug_output_does_not_contain_the_body() {
    let server = server().await;
    let client = api::client(&server.url);
    let upload = Upload::from("canary");
    let displayed = format!("{upload:?} {:?}", client.upload(upload.clone()));
    assert!(!displayed.contains("canary"), "{displayed}");
    assert!(displayed.contains("length: 6"), "{displayed}");
}
