//! Tests of retried writes against real servers, and of the warnings about earlier attempts in errors.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::response::Response;
use tagsmith_runtime::{
    AnyError, EarlierAttempt, Error, OperationExt as _, RetryPolicy, TransportError,
};

use crate::api::{self, Client, Thing, ThingsError};
use crate::server::{Received, Server, json, raw, reply};
use crate::streams::{Stream, Streams, heads};

const THING: &str = r#"{"id":1,"name":"a"}"#;
const HOUR: Duration = Duration::from_secs(3600);

/// Starts a server that responds to the first request with 502, and sends this response to all others.
async fn failing_once(then: impl Fn(&Received) -> Response + Send + Sync + 'static) -> Server {
    let calls = AtomicUsize::new(0);
    Server::start(move |call| match calls.fetch_add(1, Ordering::SeqCst) {
        0 => reply(502, &[], ""),
        _ => then(call),
    })
    .await
}

/// Returns a client that uses HTTP/2 without TLS.
fn http2(url: &str) -> Client {
    let builder = api::builder(url).http(|http| http.http2_prior_knowledge());
    builder.build().unwrap()
}

#[tokio::test]
async fn a_call_that_is_not_idempotent_is_not_retried_whatever_its_method() {
    for status in [408, 500, 502, 503, 504] {
        let server = Server::start(move |_| reply(status, &[], "")).await;
        let client = api::client(&server.url);
        let error = client.merge(1).await.unwrap_err();
        assert_eq!(
            (error.status().unwrap().as_u16(), error.attempts()),
            (status, 1)
        );
        assert_eq!(error.earlier_attempt(), None);
        assert_eq!(server.received().len(), 1);
        client.merge(1).idempotent(true).await.unwrap_err();
        assert_eq!(server.received().len(), 4);
        // The caller can also override the idempotency of a method.
        client.get("1").idempotent(false).await.unwrap_err();
        assert_eq!(server.received().len(), 5);
    }
    let url = raw("", Duration::ZERO).await;
    let error = api::client(&url).merge(1).await.unwrap_err();
    let Error::Transport(error) = error else {
        panic!("{error:?}")
    };
    assert!(error.was_sent() && error.to_string().contains("no response from"));
}

#[tokio::test]
async fn a_call_that_is_not_idempotent_is_not_retried_after_a_timeout() {
    let (url, heads) = slow().await;
    let client: Client = api::builder(&url).build().unwrap();
    let call = client.merge(1).attempt_timeout(Duration::from_millis(50));
    let error = call.await.unwrap_err();
    assert!(matches!(error, Error::Timeout(_)), "{error:?}");
    assert_eq!((error.attempts(), error.earlier_attempt()), (1, None));
    assert_eq!(heads.load(Ordering::SeqCst), 1);

    let call = client.set(&Thing::default());
    let error = call.attempt_timeout(Duration::from_millis(50)).await;
    let error = error.unwrap_err();
    assert_eq!(heads.load(Ordering::SeqCst), 4);
    let may = Some(EarlierAttempt::MayHaveSucceeded);
    assert_eq!((error.attempts(), error.earlier_attempt()), (3, may));
    assert_eq!(
        error.to_string(),
        "things/set: no complete response from 127.0.0.1 within 50ms (after 3 attempts; an earlier one may have \
         succeeded)"
    );
}

/// Starts a server that accepts requests and never responds.
async fn slow() -> (String, &'static AtomicUsize) {
    use tokio::io::AsyncReadExt as _;

    let count: &AtomicUsize = Box::leak(Box::default());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut request = Vec::new();
                stream.read_buf(&mut request).await.unwrap();
                count.fetch_add(1, Ordering::SeqCst);
                tokio::time::sleep(HOUR).await;
            });
        }
    });
    (url, count)
}

#[tokio::test]
async fn a_failed_connection_is_retried() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let client = api::client(&format!("http://{address}"));
    let retry = RetryPolicy::new()
        .attempts(90)
        .first_wait(Duration::from_millis(50));
    let call = tokio::spawn(
        client
            .merge(1)
            .retry(retry.longest_wait(Duration::from_millis(50)))
            .into_future(),
    );
    tokio::time::sleep(Duration::from_millis(100)).await;
    let server = Server::at(address, |_| json(409, "{}")).await;
    let error = call.await.unwrap().unwrap_err();
    assert!(error.attempts() > 1);
    assert_eq!(error.status().unwrap(), 409);
    // The server cannot have received any earlier attempt.
    assert_eq!(error.earlier_attempt(), None);
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_rate_limited_write_is_retried_with_rate_limit_wait() {
    let calls = AtomicUsize::new(0);
    let server = Server::start(move |_| match calls.fetch_add(1, Ordering::SeqCst) {
        0 => reply(429, &[("retry-after", "1")], ""),
        _ => json(422, "{}"),
    })
    .await;
    let builder = api::builder(&server.url).rate_limit_wait(HOUR);
    let error = builder.build().unwrap().merge(1).await.unwrap_err();
    assert_eq!(
        (error.status().unwrap().as_u16(), error.attempts()),
        (422, 2)
    );
    assert_eq!(error.earlier_attempt(), None);
    assert_eq!(
        error.to_string(),
        "things/merge: 422 Unprocessable Entity (after 2 attempts)"
    );
}

#[tokio::test]
async fn a_request_that_http_2_refused_is_retried() {
    for refused in [
        Stream::GoAway { last: 0, code: 0 },
        Stream::GoAway { last: 0, code: 11 },
        Stream::Reset { code: 7 },
    ] {
        let server = Streams::start(1, refused, Stream::Response).await;
        http2(&server.url).star(1).await.unwrap();
        assert_eq!(server.requests(), 2, "{refused:?}");
    }
}

#[tokio::test]
async fn a_request_that_http_2_always_refuses_fails_as_not_sent() {
    let refused = Stream::GoAway { last: 0, code: 0 };
    let server = Streams::start(usize::MAX, refused, Stream::Response).await;
    let error = http2(&server.url).merge(1).await.unwrap_err();
    assert_eq!(error.attempts(), 3);
    // Each attempt sends at most one request.
    assert!(server.requests() <= 3, "{}", server.requests());
    assert_eq!(error.earlier_attempt(), None);
    let error = transport(error);
    assert!(!error.was_sent());
    let line = error.to_string();
    let start = "things/merge: the request was not accepted by 127.0.0.1: ";
    assert!(line.starts_with(start), "{line}");
    assert!(line.ends_with(" (after 3 attempts)"), "{line}");
}

#[tokio::test]
async fn a_request_that_http_2_may_have_processed_is_not_retried() {
    for act in [
        // The stream of the request is the last processed one.
        Stream::GoAway { last: 1, code: 0 },
        Stream::GoAway { last: 1, code: 2 },
        // The error codes INTERNAL_ERROR and CANCEL.
        Stream::Reset { code: 2 },
        Stream::Reset { code: 8 },
    ] {
        let server = Streams::start(usize::MAX, act, Stream::Response).await;
        let client = http2(&server.url);
        let error = transport(client.merge(1).await.unwrap_err());
        assert!(error.was_sent(), "{act:?}: {error}");
        assert_eq!(server.requests(), 1, "{act:?}");
        let error = client.set(&Thing::default()).await.unwrap_err();
        assert_eq!((error.attempts(), server.requests()), (3, 4), "{act:?}");
        let may = Some(EarlierAttempt::MayHaveSucceeded);
        assert_eq!(error.earlier_attempt(), may, "{act:?}");
    }
}

fn transport(error: Error<ThingsError>) -> TransportError {
    match error {
        Error::Transport(error) => error,
        error => panic!("{error:?}"),
    }
}

#[tokio::test]
async fn a_404_to_a_retried_delete_means_an_earlier_success_is_likely() {
    let server = failing_once(|_| json(404, r#"{"message":"Not Found"}"#)).await;
    let error = api::client(&server.url).delete(1).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "things/delete: 404 Not Found: Not Found (after 2 attempts; an earlier one probably succeeded)"
    );
    let likely = Some(EarlierAttempt::LikelySucceeded);
    assert_eq!(error.earlier_attempt(), likely);
    let Error::Api(error) = error else { panic!() };
    assert_eq!(error.earlier_attempt(), likely);
    assert!(format!("{error:?}").contains("LikelySucceeded"));
    let any = AnyError::from(Error::Api(error));
    assert_eq!(any.earlier_attempt(), likely);

    let gone = Server::start(|_| json(404, "{}")).await;
    let error = api::client(&gone.url).delete(1).await.unwrap_err();
    assert_eq!(error.earlier_attempt(), None);
}

#[tokio::test]
async fn a_conflict_of_a_retried_update_means_an_earlier_success_is_likely() {
    for status in [409, 412, 422] {
        let server = failing_once(move |_| json(status, "{}")).await;
        let error = api::client(&server.url).set(&Thing::default()).await;
        let error = error.unwrap_err();
        assert_eq!(
            (error.status().unwrap().as_u16(), error.attempts()),
            (status, 2)
        );
        let likely = Some(EarlierAttempt::LikelySucceeded);
        assert_eq!(error.earlier_attempt(), likely);
    }
    let server = failing_once(|_| json(422, "{}")).await;
    let call = api::client(&server.url).create(&Thing::default());
    let error = call.idempotent(true).await.unwrap_err();
    let likely = Some(EarlierAttempt::LikelySucceeded);
    assert_eq!(error.earlier_attempt(), likely);
}

#[tokio::test]
async fn other_errors_of_a_retried_write_say_that_an_earlier_attempt_may_have_succeeded() {
    let may = Some(EarlierAttempt::MayHaveSucceeded);
    let set = |server: &Server| {
        api::client(&server.url)
            .set(&Thing::default())
            .into_future()
    };
    let server = failing_once(|_| json(403, r#"{"message":"no"}"#)).await;
    let error = set(&server).await.unwrap_err();
    assert_eq!(error.earlier_attempt(), may);
    let reported = " (after 2 attempts; an earlier one may have succeeded)";
    assert_eq!(
        error.to_string(),
        format!("things/set: 403 Forbidden: no{reported}")
    );

    let server = failing_once(|_| json(200, "[]")).await;
    let error = set(&server).await.unwrap_err();
    assert!(matches!(error, Error::Decode(_)));
    assert_eq!(error.earlier_attempt(), may);
    assert!(error.to_string().ends_with(reported), "{error}");

    let server = failing_once(|_| reply(429, &[("retry-after", "9")], "")).await;
    let error = set(&server).await.unwrap_err();
    assert!(matches!(error, Error::RateLimited(_)));
    assert_eq!(error.earlier_attempt(), may);
    assert!(error.to_string().ends_with(reported), "{error}");

    // Reads have no effect, so the error does not mention earlier attempts.
    let server = failing_once(|_| json(404, "{}")).await;
    let error = api::client(&server.url).get("1").await.unwrap_err();
    assert_eq!((error.attempts(), error.earlier_attempt()), (2, None));
    assert_eq!(
        error.to_string(),
        "things/get: 404 Not Found (after 2 attempts)"
    );
    // If the retry succeeds, there is no warning either.
    let server = failing_once(|_| json(200, THING)).await;
    set(&server).await.unwrap();
}

#[tokio::test]
async fn a_post_without_a_body_sends_content_length_zero() {
    let (url, heads) = heads().await;
    let client: Client = api::builder(&url).build().unwrap();
    client.merge(1).await.unwrap();
    client.star(1).await.unwrap();
    client.touch(1).await.unwrap();
    client.delete(1).await.unwrap();
    client.find("a").await.unwrap();
    let heads = heads.lock().unwrap();
    let lengths: Vec<_> = heads
        .iter()
        .map(|head| {
            let method = head.split(' ').next().unwrap();
            let head = head.to_lowercase();
            assert!(!head.contains("transfer-encoding"), "{head}");
            let lengths = head.lines().filter(|it| it.starts_with("content-length"));
            (method, lengths.map(str::to_owned).collect::<Vec<_>>())
        })
        .collect();
    let zero = vec!["content-length: 0".to_owned()];
    assert_eq!(
        lengths,
        [
            ("PUT", zero.clone()),
            ("POST", zero.clone()),
            ("PATCH", zero),
            ("DELETE", Vec::new()),
            ("GET", Vec::new()),
        ]
    );
}
