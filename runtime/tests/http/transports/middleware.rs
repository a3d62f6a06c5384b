//! Tests of middleware and of wrapped transports.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tagsmith_runtime::transport::{Fault, HttpRequest, HttpResponse, Stage, Transport};
use tagsmith_runtime::{BoxFuture, Error, HeaderValue};

use crate::api::{self, Client};
use crate::server::{Server, json, reply};

const THING: &str = r#"{"id":1,"name":"a"}"#;

/// A middleware that counts requests.
struct Counted<T> {
    next: T,
    count: Arc<AtomicUsize>,
}

impl Transport for Counted<Box<dyn Transport>> {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, Fault>> {
        self.count.fetch_add(1, Ordering::SeqCst);
        self.next.send(request)
    }
}

#[tokio::test]
async fn middleware_adds_a_header_to_each_request_and_sees_each_response() {
    let server = Server::start(|call| match call.target.as_str() {
        "/things/1" => reply(302, &[("location", "/things/2")], ""),
        _ => json(200, THING),
    })
    .await;
    let statuses = Arc::new(Mutex::new(Vec::new()));
    let seen = statuses.clone();
    let builder = api::builder(&server.url).middleware(move |mut request, next| {
        let seen = seen.clone();
        Box::pin(async move {
            let id = HeaderValue::from_static("7f3a");
            request.headers.insert("x-trace-id", id);
            let response = next.send(request).await?;
            seen.lock().unwrap().push(response.status().as_u16());
            Ok(response)
        })
    });
    let client: Client = builder.build().unwrap();
    client.get("1").await.unwrap();
    assert_eq!(*statuses.lock().unwrap(), [302, 200]);
    for call in server.received() {
        assert_eq!(call.header("x-trace-id"), Some("7f3a"));
        assert_eq!(call.header("authorization"), Some("Bearer canary"));
    }
}

#[tokio::test]
async fn a_wrapped_transport_keeps_the_connection_settings() {
    let server = Server::start(|_| json(200, THING)).await;
    let count = Arc::new(AtomicUsize::new(0));
    let counted = count.clone();
    // The host name resolves only because of the connection settings.
    let port = server.url.rsplit(':').next().unwrap();
    let address = format!("127.0.0.1:{port}").parse().unwrap();
    let client: Client = api::anonymous(&format!("http://things.example:{port}"))
        .http(move |http| http.no_proxy().resolve("things.example", address))
        .wrap_transport(|next| Counted {
            next,
            count: counted,
        })
        .build()
        .unwrap();
    client.get("1").await.unwrap();
    client.get("1").await.unwrap();
    assert_eq!(count.load(Ordering::SeqCst), 2);
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn the_connection_timeouts_apply_to_a_wrapped_transport() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let builder = api::builder(&url).read_timeout(Duration::from_millis(50));
    let builder = builder.retry(tagsmith_runtime::RetryPolicy::never());
    let builder = builder.middleware(|request, next| Box::pin(next.send(request)));
    let client: Client = builder.build().unwrap();
    let error = client.get("1").await.unwrap_err();
    assert!(matches!(error, Error::Timeout(_)), "{error}");
}

#[tokio::test]
async fn the_last_added_middleware_is_outermost_and_may_respond_itself() {
    let server = Server::start(|_| json(200, THING)).await;
    let order = Arc::new(Mutex::new(Vec::new()));
    let mut builder = api::builder(&server.url);
    for name in ["inner", "outer"] {
        let order = order.clone();
        builder = builder.middleware(move |request, next| {
            order.lock().unwrap().push(name);
            Box::pin(next.send(request))
        });
    }
    builder.build().unwrap().get("1").await.unwrap();
    assert_eq!(*order.lock().unwrap(), ["outer", "inner"]);
    let refused = api::builder(&server.url)
        .retry(tagsmith_runtime::RetryPolicy::never())
        .middleware(|_, _| {
            Box::pin(async { Err(Fault::new(Stage::Connect, "the circuit is open")) })
        });
    let error = refused.build().unwrap().get("1").await.unwrap_err();
    assert!(error.to_string().contains("the circuit is open"), "{error}");
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn each_retry_passes_through_middleware() {
    let server = Server::start(|_| json(503, "{}")).await;
    let count = Arc::new(AtomicUsize::new(0));
    let counted = count.clone();
    let builder = api::builder(&server.url);
    let builder = builder.wrap_transport(|next| Counted {
        next,
        count: counted,
    });
    let client: Client = builder.build().unwrap();
    client.get("1").await.unwrap_err();
    assert_eq!(count.load(Ordering::SeqCst), server.received().len());
    assert!(server.received().len() > 1);
}

#[tokio::test]
async fn middleware_may_set_the_longest_read_timeout() {
    let server = Server::start(|_| json(200, THING)).await;
    let builder = api::builder(&server.url).middleware(|mut request, next| {
        request.read_timeout = Some(Duration::MAX);
        Box::pin(async move { next.send(request).await })
    });
    let client: Client = builder.build().unwrap();
    client.get("1").await.unwrap();
}
