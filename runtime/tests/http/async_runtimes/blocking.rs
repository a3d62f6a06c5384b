//! Tests of the blocking API.

use std::task::Poll;
use std::time::Duration;

use tagsmith_runtime::blocking::{Blocking as _, BlockingStream as _};
use tagsmith_runtime::transport::{Body, Fault, HttpRequest, HttpResponse, Transport};
use tagsmith_runtime::{BoxFuture, Error, OperationExt as _};

use crate::api;
use crate::server::{Server, json, reply};

/// Starts a server on its own thread, so that the server runs while a test blocks.
fn serve(
    script: impl Fn(&crate::server::Received) -> axum::response::Response + Send + Sync + 'static,
) -> Server {
    let (reported, hears) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            reported.send(Server::start(script).await).unwrap();
            std::future::pending::<()>().await;
        });
    });
    hears.recv().unwrap()
}

#[test]
fn send_blocks_until_the_response() {
    let server = serve(|_| json(200, r#"{"id":1,"name":"a"}"#));
    let client = api::client(&server.url);
    assert_eq!(client.get("1").send().unwrap().name, "a");
    let raw = client.get("1").accept("text/plain").text().send();
    assert!(raw.unwrap().starts_with("{"));
}

#[test]
fn items_are_iterated() {
    let server = serve(|call| match call.number("page") {
        None | Some(1) => json(200, r#"[{"id":1,"name":"a"},{"id":2,"name":"b"}]"#),
        Some(2) => json(200, r#"[{"id":3,"name":"c"}]"#),
        Some(_) => json(200, "[]"),
    });
    let client = api::client(&server.url);
    let items = client.list_all().per_page(2).items().iter();
    let ids: Vec<_> = items.map(|it| it.unwrap().id).collect();
    assert_eq!(ids, [1, 2, 3]);
}

#[test]
fn many_threads_can_block_concurrently() {
    let server = serve(|call| {
        std::thread::sleep(Duration::from_millis(5));
        json(
            200,
            format!(r#"{{"id":1,"name":"{}"}}"#, call.target.replace('/', "-")),
        )
    });
    let client = api::client(&server.url);
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let client = client.clone();
            scope.spawn(move || {
                for call in 0..10 {
                    let thing = format!("{thread}-{call}");
                    let got = client.get(&*thing).send().unwrap();
                    assert_eq!(got.name, format!("-things-{thing}"));
                }
            });
        }
    });
}

#[test]
fn a_timeout_ends_the_wait() {
    let server = serve(|_| {
        std::thread::sleep(Duration::from_secs(2));
        reply(200, &[], "")
    });
    let client = api::client(&server.url);
    let call = client.get("1").timeout(Duration::from_millis(50));
    let error = call.send().unwrap_err();
    assert!(matches!(error, Error::Timeout(_)), "{error:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn blocking_within_async_code_does_not_panic() {
    let server = serve(|_| json(200, r#"{"id":1,"name":"a"}"#));
    let client = api::client(&server.url);
    assert_eq!(client.get("1").send().unwrap().id, 1);
    assert_eq!(client.get("1").await.unwrap().id, 1);
}

#[tokio::test]
async fn a_task_with_an_exhausted_budget_can_block() {
    let server = serve(|_| json(200, r#"{"id":1,"name":"a"}"#));
    let client = api::client(&server.url);
    for _ in 0..300 {
        let call = client.get("1").timeout(Duration::from_secs(10));
        assert_eq!(call.send().unwrap().id, 1);
    }
}

/// A transport that is woken, and then parks its thread for its own purposes.
struct Parks;

impl Transport for Parks {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, Fault>> {
        let mut is_first = true;
        Box::pin(std::future::poll_fn(move |context| {
            if std::mem::take(&mut is_first) {
                context.waker().wake_by_ref();
                std::thread::park();
                return Poll::Pending;
            }
            Poll::Ready(Ok(HttpResponse::new(Body::from(r#"{"id":1,"name":"a"}"#))))
        }))
    }
}

#[test]
fn code_that_parks_the_thread_consumes_no_wakeup() {
    let (reported, hears) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let client: api::Client = api::builder("https://api.example.org")
            .transport(Parks)
            .build()
            .unwrap();
        let _ = reported.send(client.get("1").send().map(|it| it.id));
    });
    let id = hears.recv_timeout(Duration::from_secs(5)).unwrap();
    assert_eq!(id.unwrap(), 1);
}
