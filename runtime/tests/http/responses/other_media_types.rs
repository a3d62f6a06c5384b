//! Tests of responses that are not JSON: text, bytes, and redirects that are the operation's result.

use std::time::Duration;

use tagsmith_runtime::{AnyError, Error, OperationExt as _, Refusal, RetryPolicy};

use crate::api::{self, Client};
use crate::server::{Server, json, reply};

#[tokio::test]
async fn text_is_returned_unchanged() {
    let server = Server::start(|_| reply(200, &[("content-type", "text/html")], "<p>é\n")).await;
    let readme = api::client(&server.url).readme().await.unwrap();
    assert_eq!(*readme, "<p>é\n");
    assert_eq!(server.received()[0].header("accept"), Some("text/html"));
    let empty = Server::start(|_| reply(200, &[], "")).await;
    assert_eq!(*api::client(&empty.url).readme().await.unwrap(), "");
}

#[tokio::test]
async fn a_text_that_is_not_utf_8_cannot_be_read() {
    let server = Server::start(|_| reply(200, &[], &b"a\xff"[..])).await;
    let error = api::client(&server.url).readme().await.unwrap_err();
    let Error::Decode(error) = error else {
        panic!("{error}")
    };
    assert_eq!(
        error.to_string(),
        "things/get-readme: 200 OK: the body is not UTF-8: invalid utf-8 sequence of 1 bytes from \
         index 1"
    );
    assert_eq!(error.bytes(), &b"a\xff"[..]);
}

#[tokio::test]
async fn bytes_are_returned_unchanged_up_to_the_limit() {
    let server = Server::start(|_| reply(200, &[], &b"\x89PNG\xff"[..])).await;
    let image = api::client(&server.url).image().await.unwrap();
    assert_eq!(*image, &b"\x89PNG\xff"[..]);
    let client: Client = api::builder(&server.url).max_body(4).build().unwrap();
    let error = client.image().await.unwrap_err();
    assert!(matches!(error, Error::Refused(_)), "{error}");
}

#[tokio::test]
async fn an_error_body_is_json_nevertheless() {
    let server = Server::start(|_| json(404, r#"{"message":"Not Found"}"#)).await;
    let client = api::client(&server.url);
    assert_eq!(
        client.readme().await.unwrap_err().message(),
        Some("Not Found")
    );
    assert_eq!(
        client.download().await.unwrap_err().message(),
        Some("Not Found")
    );
}

#[tokio::test]
async fn a_redirect_that_is_the_result_is_not_followed_until_it_is_fetched() {
    let away = Server::start(|_| reply(200, &[], &b"PK\x03\x04"[..])).await;
    let there = format!("{}/x?sig=canary", away.url);
    let server = Server::start(move |call| match call.target.as_str() {
        // A redirect with an undeclared status is followed.
        "/download" => reply(301, &[("location", "/moved")], ""),
        _ => reply(302, &[("location", &there)], "elsewhere"),
    })
    .await;
    let response = api::client(&server.url).download().await.unwrap();
    assert_eq!(response.status(), 302);
    assert_eq!(response.url(), format!("{}/x?sig=canary", away.url));
    assert!(away.received().is_empty());
    let displayed = format!("{response:?} {response:#?} {:?}", *response);
    assert!(!displayed.contains("canary"), "{displayed}");

    let redirect = response.into_body();
    assert_eq!(*redirect.fetch().await.unwrap(), &b"PK\x03\x04"[..]);
    assert_eq!(*redirect.fetch().await.unwrap(), &b"PK\x03\x04"[..]);
    let [call, _] = &away.received()[..] else {
        panic!()
    };
    assert_eq!(
        (call.method.as_str(), call.target.as_str()),
        ("GET", "/x?sig=canary")
    );
    assert_eq!(call.header("authorization"), None);
    assert_eq!(call.header("accept"), Some("*/*"));
    let moved = &server.received()[1];
    assert_eq!(moved.header("authorization"), Some("Bearer canary"));
}

#[tokio::test]
async fn a_target_on_the_same_host_is_fetched_with_the_token() {
    let server = Server::start(|call| match call.target.as_str() {
        "/download" => reply(302, &[("location", "/blob?x")], ""),
        _ => reply(200, &[], "blob"),
    })
    .await;
    let redirect = api::client(&server.url)
        .download()
        .await
        .unwrap()
        .into_body();
    assert_eq!(*redirect.fetch().await.unwrap(), "blob");
    let calls = server.received();
    assert_eq!(calls[1].header("authorization"), Some("Bearer canary"));
}

#[tokio::test]
async fn a_dropped_token_stays_dropped() {
    let server = Server::knowing_itself(|own| {
        let elsewhere = own.replace("127.0.0.1", "localhost");
        move |call| match call.target.as_str() {
            "/download" => reply(307, &[("location", &format!("{elsewhere}/a"))], ""),
            "/a" => reply(302, &[("location", &format!("{own}/b"))], ""),
            _ => reply(200, &[], "b"),
        }
    })
    .await;
    let redirect = api::client(&server.url)
        .download()
        .await
        .unwrap()
        .into_body();
    redirect.fetch().await.unwrap();
    let tokens: Vec<_> = server
        .received()
        .iter()
        .map(|call| call.header("authorization").is_some())
        .collect();
    assert_eq!(tokens, [true, false, false]);
}

#[tokio::test]
async fn a_failed_fetch_is_an_error_without_the_url() {
    let failing = Server::start(|_| reply(403, &[], "<Error>expired</Error>")).await;
    let looping = Server::start(|call| reply(302, &[("location", &call.target)], "")).await;
    for (there, expected) in [
        (&failing.url, "things/download: 403 Forbidden"),
        (
            &looping.url,
            "things/download: redirected again after 10 redirects",
        ),
    ] {
        let there = format!("{there}/x?sig=canary");
        let server = Server::start(move |_| reply(302, &[("location", &there)], "")).await;
        let redirect = api::client(&server.url).download().await.unwrap();
        let error = redirect.fetch().await.unwrap_err();
        assert_eq!(error.to_string(), expected);
        if let Error::Api(error) = &error {
            assert_eq!(error.bytes(), "<Error>expired</Error>");
        }
        let error = AnyError::from(error);
        assert!(!format!("{error:?}").contains("canary"), "{error:?}");
    }
    let server = Server::start(|_| reply(302, &[("location", "http://127.0.0.1:9/?canary")], ""));
    let redirect = api::client(&server.await.url).download().await.unwrap();
    let error = redirect.fetch().await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error}");
    assert!(
        !format!("{error} {error:?}").contains("canary"),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_redirect_without_a_valid_location_is_an_error() {
    for (headers, expected) in [
        (&[][..], "302 Found: redirected without a `location` header"),
        (
            &[("location", "ftp://example.org/?canary")],
            "302 Found: the redirect target is not an HTTP URL",
        ),
        (
            &[("location", "https://")],
            "302 Found: the redirect target is not an HTTP URL",
        ),
    ] {
        let server = Server::start(move |_| reply(302, headers, "")).await;
        let error = api::client(&server.url).download().await.unwrap_err();
        assert_eq!(error.to_string(), format!("things/download: {expected}"));
        assert!(matches!(error, Error::Decode(_)), "{error:?}");
        assert!(!format!("{error:?}").contains("canary"), "{error:?}");
    }
}

#[tokio::test]
async fn a_fetched_target_is_limited_by_max_body() {
    let server = Server::start(|call| match call.target.as_str() {
        "/download" => reply(302, &[("location", "/blob")], ""),
        _ => reply(200, &[], "12345"),
    })
    .await;
    let client: Client = api::builder(&server.url).max_body(4).build().unwrap();
    let error = client.download().await.unwrap().fetch().await.unwrap_err();
    let Error::Refused(error) = error else {
        panic!("{error}")
    };
    assert_eq!(*error.reason(), Refusal::TooLarge { limit: 4 });
}

#[tokio::test]
async fn options_of_the_call_apply_to_the_fetch() {
    let away = Server::start(|_| reply(502, &[], "")).await;
    let there = format!("{}/x", away.url);
    let server = Server::start(move |_| reply(302, &[("location", &there)], "")).await;
    let client = api::client(&server.url);
    let patient = RetryPolicy::new().first_wait(Duration::from_millis(1));
    for (retry, in_all) in [(RetryPolicy::never(), 2), (patient.attempts(2), 6)] {
        let redirect = client.download().retry(retry).await.unwrap();
        redirect.fetch().await.unwrap_err();
        redirect.download().bytes().await.unwrap_err();
        assert_eq!(away.received().len(), in_all);
    }
}
