//! Tests of uploads that fail before the whole body was sent.

use std::io::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tagsmith_runtime::auth::{Api, Credential, CredentialError, CredentialSource};
use tagsmith_runtime::{
    AnyError, BoxFuture, ClientBuilder, Error, OperationExt as _, RetryPolicy, Upload,
};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpListener;

use crate::api::{self, Client};

/// A body larger than the buffers of both sockets.
const LENGTH: u64 = 64 << 20;

/// Starts a server that reads the beginning of a request, waits, and closes the connection.
async fn server(then_wait: Duration) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut start = vec![0; 100_000];
                let _ = stream.read_exact(&mut start).await;
                tokio::time::sleep(then_wait).await;
            });
        }
    });
    url
}

fn once(url: &str) -> ClientBuilder<Client> {
    api::builder(url).retry(RetryPolicy::never())
}

async fn fail(builder: ClientBuilder<Client>, upload: Upload) -> AnyError {
    let client = builder.build().unwrap();
    client.upload(upload).await.unwrap_err().into()
}

fn large() -> Upload {
    vec![7; LENGTH as usize].into()
}

#[tokio::test]
async fn an_upload_timeout_contains_the_progress() {
    let url = server(Duration::from_secs(60)).await;
    let limit = Duration::from_millis(500);
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&vec![7; LENGTH as usize]).unwrap();
    let reader = Upload::reader(tokio::io::repeat(7).take(LENGTH), LENGTH);
    for (builder, upload) in [
        (once(&url).timeout(limit), large()),
        (
            once(&url).attempt_timeout(limit),
            Upload::file(file.path()).await.unwrap(),
        ),
        (once(&url).read_timeout(limit), reader),
    ] {
        let error = fail(builder, upload).await;
        let timeout = error.timeout().unwrap();
        let progress = timeout.sending().unwrap();
        assert_eq!(progress.total, Some(LENGTH));
        assert!((1..LENGTH).contains(&progress.bytes), "{progress:?}");
        let bytes = progress.bytes;
        let expected = format!(
            "things/upload-image: the request to 127.0.0.1 was not sent within 500ms ({bytes} of {LENGTH} \
             bytes sent)"
        );
        assert_eq!(error.to_string(), expected);
    }
}

#[tokio::test]
async fn an_upload_connection_error_contains_the_progress() {
    let url = server(Duration::ZERO).await;
    let error = fail(once(&url), large()).await;
    let progress = error.transport().unwrap().sending().unwrap();
    assert!(progress.bytes < LENGTH);
    let start = format!(
        "things/upload-image: no response from 127.0.0.1 ({} of {LENGTH} bytes sent): ",
        progress.bytes
    );
    assert!(error.to_string().starts_with(&start), "{error}");
}

#[tokio::test]
async fn a_timeout_after_the_upload_contains_no_progress() {
    let url = server(Duration::from_secs(60)).await;
    let limit = Duration::from_millis(200);
    let reader = Upload::reader(&b"abc"[..], 3);
    for upload in [reader, "abc".into()] {
        let error = fail(once(&url).timeout(limit), upload).await;
        assert_eq!(error.timeout().unwrap().sending(), None);
        let expected = "things/upload-image: no complete response from 127.0.0.1 within 200ms";
        assert_eq!(error.to_string(), expected);
    }
}

/// A credential source that returns a token once, and then times out.
#[derive(Debug, Default)]
struct Once(AtomicBool);

impl CredentialSource for Once {
    fn credential<'a>(
        &'a self,
        _api: &'a Api<'a>,
    ) -> BoxFuture<'a, Result<Credential, CredentialError>> {
        Box::pin(async {
            if self.0.swap(true, Ordering::Relaxed) {
                tokio::time::sleep(Duration::from_secs(60)).await;
            }
            Credential::bearer("canary")
        })
    }
}

#[tokio::test]
async fn a_timeout_between_attempts_contains_no_progress() {
    let url = server(Duration::ZERO).await;
    let client: Client = api::anonymous(&url)
        .credentials(Once::default())
        .timeout(Duration::from_secs(2))
        .build()
        .unwrap();
    let error = client.upload(large()).idempotent(true).await.unwrap_err();
    let Error::Timeout(error) = error else {
        panic!("{error}")
    };
    assert_eq!(error.sending(), None);
}
