//! Tests of downloads as a stream, into a file, and as bytes.

use std::io;
use std::path::Path;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::{Body, Bytes};
use futures_core::Stream;
use tagsmith_runtime::transport::{self, BoxFuture, Fault, HttpRequest, HttpResponse, Transport};
use tagsmith_runtime::{AnyError, Error, OperationExt as _, Progress, Refusal};
use tempfile::TempDir;

use crate::api::{self, Client, ThingsError};
use crate::server::{Server, json, raw, reply};

const NOW: Duration = Duration::ZERO;
const HOUR: Duration = Duration::from_secs(3600);
const LENGTH: usize = 3_000_001;

/// Starts a server with a large image.
async fn large() -> Server {
    Server::start(|_| reply(200, &[("x-kind", "image")], vec![7; LENGTH])).await
}

/// Returns the names of all entries of a folder.
fn names(folder: &TempDir) -> Vec<String> {
    let entries = std::fs::read_dir(folder.path()).unwrap();
    let names = entries.map(|it| it.unwrap().file_name().into_string().unwrap());
    names.collect()
}

type Told = Arc<Mutex<Vec<Progress>>>;

fn listener() -> (Told, impl FnMut(Progress) + Send + 'static) {
    let reported = Told::default();
    let hears = Arc::clone(&reported);
    (reported, move |progress| {
        hears.lock().unwrap().push(progress)
    })
}

async fn to_file(client: &Client, path: &Path) -> Error<ThingsError> {
    client.image().download().to_file(path).await.unwrap_err()
}

#[tokio::test]
async fn a_body_is_downloaded_in_all_three_ways() {
    let server = large().await;
    let client: Client = api::builder(&server.url).max_body(10).build().unwrap();
    let mut stream = pin!(client.image().download().stream().await.unwrap());
    assert_eq!(stream.status(), 200);
    assert_eq!(stream.headers()["x-kind"], "image");
    assert_eq!(stream.length(), Some(LENGTH as u64));
    let mut length = 0;
    while let Some(piece) = std::future::poll_fn(|it| stream.as_mut().poll_next(it)).await {
        length += piece.unwrap().len();
    }
    assert_eq!(length, LENGTH);

    assert_eq!(
        client.image().download().bytes().await.unwrap(),
        vec![7; LENGTH]
    );

    let folder = TempDir::new().unwrap();
    let path = folder.path().join("image");
    std::fs::write(&path, "what was there").unwrap();
    let written = client.image().download().to_file(&path).await.unwrap();
    assert_eq!(written, LENGTH as u64);
    assert_eq!(std::fs::read(&path).unwrap(), vec![7; LENGTH]);
    assert_eq!(names(&folder), ["image"]);
}

#[tokio::test]
async fn an_empty_body_is_an_empty_file() {
    for status in [200, 204] {
        let server = Server::start(move |_| reply(status, &[], "")).await;
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("empty");
        let (reported, hears) = listener();
        // Both operations declare this status as a success.
        let client = api::client(&server.url);
        let download = client.find("a").download().on_progress(hears);
        assert_eq!(download.to_file(&path).await.unwrap(), 0);
        assert_eq!(std::fs::read(&path).unwrap(), b"");
        assert_eq!(reported.lock().unwrap()[0].bytes, 0);
    }
}

#[tokio::test]
async fn progress_is_reported_from_beginning_to_end() {
    let server = large().await;
    let (reported, hears) = listener();
    let client = api::client(&server.url);
    let download = client.image().download().on_progress(hears);
    download.bytes().await.unwrap();
    let reported = reported.lock().unwrap();
    let bytes: Vec<_> = reported.iter().map(|it| it.bytes).collect();
    assert!(bytes.is_sorted() && bytes.len() > 2, "{bytes:?}");
    assert_eq!((bytes[0], *bytes.last().unwrap()), (0, LENGTH as u64));
    assert!(reported.iter().all(|it| it.total == Some(LENGTH as u64)));
}

#[tokio::test]
async fn the_total_may_be_unknown() {
    let server = Server::start(|_| {
        let pieces: [io::Result<Bytes>; 1] = [Ok(Bytes::from_static(b"abc"))];
        reply(200, &[], Body::from_stream(Pieces(pieces.into_iter())))
    })
    .await;
    let (reported, hears) = listener();
    let client = api::client(&server.url);
    let download = client.image().download().on_progress(hears);
    assert_eq!(download.bytes().await.unwrap(), "abc");
    let expected = [0, 3].map(|bytes| Progress { bytes, total: None });
    assert_eq!(*reported.lock().unwrap(), expected);
}

#[tokio::test]
async fn max_bytes_applies_to_stated_and_unstated_lengths() {
    let stated = large().await;
    let endless = Server::start(|_| {
        let piece = || Ok::<_, io::Error>(Bytes::from_static(&[0; 4096]));
        let pieces = std::iter::repeat_with(piece);
        reply(200, &[], Body::from_stream(Pieces(pieces)))
    })
    .await;
    for server in [&stated, &endless] {
        let folder = TempDir::new().unwrap();
        let client = api::client(&server.url);
        let download = client.image().download().max_bytes(LENGTH as u64 - 1);
        let error = download.to_file(folder.path().join("a")).await.unwrap_err();
        let line = error.to_string();
        assert!(
            line.ends_with("is larger than 3000000 bytes (`max_bytes`)"),
            "{line}"
        );
        let Error::Refused(error) = error else {
            panic!()
        };
        let limit = LENGTH as u64 - 1;
        assert_eq!(*error.reason(), Refusal::DownloadTooLarge { limit });
        assert!(names(&folder).is_empty());
    }
    let client = api::client(&stated.url);
    let download = client.image().download().max_bytes(LENGTH as u64);
    assert_eq!(download.bytes().await.unwrap().len(), LENGTH);
}

#[tokio::test]
async fn an_error_status_is_the_operations_error_and_creates_no_file() {
    let server = Server::start(|_| json(404, r#"{"message":"no image"}"#)).await;
    let folder = TempDir::new().unwrap();
    let error = to_file(&api::client(&server.url), &folder.path().join("a")).await;
    assert_eq!(error.message(), Some("no image"));
    let Error::Api(error) = error else { panic!() };
    assert!(matches!(error.kind(), ThingsError::NotFound(Some(_))));
    assert!(names(&folder).is_empty());
}

#[tokio::test]
async fn an_undeclared_202_is_not_downloaded() {
    let server = Server::start(|_| json(202, "come back later")).await;
    let folder = TempDir::new().unwrap();
    let error = to_file(&api::client(&server.url), &folder.path().join("a")).await;
    let Error::Decode(error) = error else {
        panic!()
    };
    assert_eq!(error.status(), 202);
    assert_eq!(error.bytes(), "come back later");
    assert!(names(&folder).is_empty());
}

#[tokio::test]
async fn an_incomplete_body_leaves_the_existing_file() {
    for (response, then) in [
        ("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc", NOW),
        (
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n",
            NOW,
        ),
        ("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc", HOUR),
    ] {
        let url = raw(response, then).await;
        let builder = api::builder(&url).read_timeout(Duration::from_millis(50));
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, "what was there").unwrap();
        let error = to_file(&builder.build().unwrap(), &path).await;
        match error {
            Error::Timeout(_) => assert_eq!(then, HOUR),
            Error::Transport(_) => assert_eq!(then, NOW),
            other => panic!("{other}"),
        }
        assert_eq!(std::fs::read(&path).unwrap(), b"what was there");
        assert_eq!(names(&folder), ["a"]);
    }
}

#[tokio::test]
async fn bytes_after_the_stated_length_are_ignored() {
    let url = raw("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabcdef", NOW).await;
    let client = api::client(&url);
    assert_eq!(client.image().download().bytes().await.unwrap(), "abc");
}

#[tokio::test]
async fn a_transport_with_a_wrong_length_is_an_error() {
    struct Lying(u64);
    impl Transport for Lying {
        fn send(&self, _request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, Fault>> {
            let pieces = ["abc", "def"].map(|it| Ok::<_, io::Error>(it.into()));
            let body = transport::Body::stream(Pieces(pieces.into_iter()), Some(self.0));
            Box::pin(async { Ok(HttpResponse::new(body)) })
        }
    }
    for (length, expected) in [
        (4, "the body is longer than the stated 4 bytes"),
        (7, "the body ended after 6 of 7 bytes"),
    ] {
        let builder = api::builder("https://api.example.org").transport(Lying(length));
        let client: Client = builder.build().unwrap();
        let folder = TempDir::new().unwrap();
        let error = to_file(&client, &folder.path().join("a")).await;
        assert!(error.to_string().ends_with(expected), "{error}");
        assert!(names(&folder).is_empty());
        let mut stream = client.image().download().stream().await.unwrap();
        while stream.try_next().await.is_ok_and(|it| it.is_some()) {}
        assert!(stream.try_next().await.unwrap().is_none(), "it has ended");
    }
}

#[tokio::test]
async fn the_timeout_of_a_call_ends_with_the_head() {
    let url = raw("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc", HOUR).await;
    let builder = api::builder(&url).read_timeout(Duration::from_secs(1));
    let client: Client = builder.timeout(Duration::from_millis(300)).build().unwrap();
    let error = client.image().download().bytes().await.unwrap_err();
    let line = error.to_string();
    assert_eq!(line, "things/get-image: no data from 127.0.0.1 for 1s");
    let url = raw("", HOUR).await;
    let builder = api::builder(&url).timeout(Duration::from_millis(300));
    let client: Client = builder.build().unwrap();
    let error = client.image().download().bytes().await.unwrap_err();
    assert!(
        error.to_string().contains("no complete response from"),
        "{error}"
    );
}

#[tokio::test]
async fn dropping_the_future_leaves_no_file() {
    let url = raw("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc", HOUR).await;
    let client = api::client(&url);
    // The delays range from long before the file exists to long after.
    for millis in [0, 1, 2, 5, 10, 50, 200] {
        let folder = TempDir::new().unwrap();
        let download = client.image().download().to_file(folder.path().join("a"));
        let limit = Duration::from_millis(millis);
        tokio::time::timeout(limit, download).await.unwrap_err();
        // The cancelled work on a blocking thread completes in the meantime.
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert!(names(&folder).is_empty(), "{millis}");
    }
}

#[tokio::test]
async fn an_unwritable_file_is_an_error_with_its_path() {
    let server = large().await;
    let client = api::client(&server.url);
    let folder = TempDir::new().unwrap();
    let in_folder = |name: &str| folder.path().join(name);
    std::fs::write(in_folder("file"), "").unwrap();
    std::fs::create_dir(in_folder("folder")).unwrap();
    for path in [
        in_folder("missing/a"),
        in_folder("file/a"),
        in_folder("folder"),
        in_folder("new/"),
        in_folder("folder/.."),
        "/".into(),
        "".into(),
        "/proc/a".into(),
    ] {
        let error = to_file(&client, &path).await;
        let line = error.to_string();
        let start = format!("things/get-image: `{}` cannot be written: ", path.display());
        assert!(line.starts_with(&start), "{line}");
        let Error::File(it) = &error else {
            panic!("{line}")
        };
        assert_eq!((it.path(), error.attempts()), (path.as_path(), 1));
        assert!(AnyError::from(error).status().is_none());
        assert!(
            std::fs::read_dir(in_folder("folder"))
                .unwrap()
                .next()
                .is_none()
        );
        assert_eq!(names(&folder).len(), 2, "{line}");
    }
}

#[tokio::test]
async fn a_redirect_is_followed_without_the_token() {
    let away = large().await;
    let there = format!("{}/archive?sig=secret", away.url);
    let server = Server::start(move |_| reply(302, &[("location", &there)], "moved")).await;
    let client = api::client(&server.url);
    let by_operation = client.download().download().bytes().await.unwrap();
    let redirect = client.download().await.unwrap().into_body();
    let by_redirect = redirect.download().bytes().await.unwrap();
    assert_eq!((by_operation.len(), by_redirect.len()), (LENGTH, LENGTH));
    for call in away.received() {
        assert_eq!(call.target, "/archive?sig=secret");
        assert_eq!(call.header("authorization"), None);
    }
    assert_eq!(away.received().len(), 2);
}

#[tokio::test]
async fn a_redirect_to_an_unreachable_host_is_an_error_without_the_url() {
    let away = Server::start(|_| reply(403, &[], "expired")).await;
    let there = format!("{}/archive?sig=secret", away.url);
    let server = Server::start(move |_| reply(302, &[("location", &there)], "")).await;
    let redirect = api::client(&server.url)
        .download()
        .await
        .unwrap()
        .into_body();
    let download = redirect.download();
    assert!(!format!("{download:?}").contains("secret"));
    let error = download.bytes().await.unwrap_err();
    assert!(
        !format!("{error} {error:?}").contains("secret"),
        "{error:?}"
    );
    let Error::Api(error) = error else { panic!() };
    assert_eq!(error.bytes(), "expired");
}

#[tokio::test]
async fn a_download_is_retried_until_its_body_begins() {
    let first = std::sync::atomic::AtomicBool::new(true);
    let server =
        Server::start(
            move |_| match first.swap(false, std::sync::atomic::Ordering::Relaxed) {
                true => reply(503, &[], ""),
                false => reply(200, &[], "abc"),
            },
        )
        .await;
    let client = api::client(&server.url);
    assert_eq!(client.image().download().bytes().await.unwrap(), "abc");
}

/// Returns a body of these chunks.
struct Pieces<I>(I);

impl<I: Iterator + Unpin> Stream for Pieces<I> {
    type Item = I::Item;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<I::Item>> {
        std::task::Poll::Ready(self.0.next())
    }
}
