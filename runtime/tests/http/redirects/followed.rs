//! Tests of redirects.

use axum::response::Response;
use tagsmith_runtime::{EarlierAttempt, Error, OperationExt as _, Refusal, Upload};

use crate::api::{self, Thing};
use crate::server::{Server, json, reply};

const THING: &str = r#"{"id":1,"name":"a"}"#;

#[tokio::test]
async fn get_follows_within_its_origin_with_the_token() {
    for status in [301, 302, 303, 307, 308] {
        let server = Server::start(move |call| match call.target.as_str() {
            "/things/1" => reply(status, &[("location", "/moved?x=1")], "moved"),
            _ => json(200, THING),
        })
        .await;
        api::client(&server.url).get("1").await.unwrap();
        let [_, second] = &server.received()[..] else {
            panic!()
        };
        assert_eq!(second.target, "/moved?x=1");
        assert_eq!(second.header("authorization"), Some("Bearer canary"));
    }
}

#[tokio::test]
async fn no_token_is_sent_to_another_host_nor_after_it() {
    let endpoint = Server::start(|_| json(401, "{}")).await;
    let back = format!("{}/things/2", endpoint.url);
    let away = Server::start(move |_| reply(302, &[("location", &back)], "")).await;
    let there = format!("{}/x", away.url);
    let door = Server::knowing_itself(|own| {
        move |call| match call.target.as_str() {
            "/things/1" => reply(302, &[("location", &there)], ""),
            other => panic!("{own}{other}"),
        }
    })
    .await;
    let error = api::client(&door.url).get("1").await.unwrap_err();
    assert_eq!(
        door.received()[0].header("authorization"),
        Some("Bearer canary")
    );
    assert_eq!(away.received()[0].header("authorization"), None);
    assert_eq!(endpoint.received()[0].header("authorization"), None);
    let line = error.to_string();
    assert!(
        line.contains("the token was not sent, because the call was redirected"),
        "{line}"
    );
}

#[tokio::test]
async fn the_token_stays_dropped_after_a_redirect_back() {
    let listener = Server::knowing_itself(|own| {
        // A second name of the same server counts as a different host.
        let elsewhere = own.replace("127.0.0.1", "localhost");
        move |call| match call.target.as_str() {
            "/things/1" => reply(302, &[("location", &format!("{elsewhere}/a"))], ""),
            "/a" => reply(302, &[("location", &format!("{own}/b"))], ""),
            _ => json(200, THING),
        }
    })
    .await;
    api::client(&listener.url).get("1").await.unwrap();
    let tokens: Vec<_> = listener
        .received()
        .iter()
        .map(|call| (call.target.clone(), call.header("authorization").is_some()))
        .collect();
    let expected = [("/things/1", true), ("/a", false), ("/b", false)];
    assert_eq!(
        tokens,
        expected.map(|(target, token)| (target.to_owned(), token))
    );
}

/// Starts a server that redirects all requests except those to `/moved`.
async fn moving(status: u16, then: impl Fn() -> Response + Send + Sync + 'static) -> Server {
    Server::start(move |call| match call.target.as_str() {
        "/moved" => then(),
        _ => reply(status, &[("location", "/moved")], "moved"),
    })
    .await
}

/// Returns the methods and targets of all received requests.
fn calls(server: &Server) -> Vec<String> {
    let received = server.received();
    let calls = received
        .iter()
        .map(|it| format!("{} {}", it.method, it.target));
    calls.collect()
}

fn refusal<K: std::fmt::Debug>(error: Error<K>) -> (Refusal, String) {
    let line = error.to_string();
    match error {
        Error::Refused(error) => (error.reason().clone(), line),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_redirected_write_keeps_method_body_and_token() {
    for (status, is_of_api) in [(307, false), (308, false), (301, true), (302, true)] {
        let server = moving(status, || json(201, THING)).await;
        let client = match is_of_api {
            true => api::redirecting_writes(&server.url),
            false => api::client(&server.url),
        };
        client.create(&Thing::default()).await.unwrap();
        assert_eq!(calls(&server), ["POST /things", "POST /moved"]);
        let [first, second] = &server.received()[..] else {
            panic!()
        };
        assert_eq!(first.body, br#"{"id":0,"name":""}"#);
        assert_eq!(second.body, first.body);
        for name in ["content-type", "content-length", "authorization"] {
            assert!(first.header(name).is_some(), "{name}");
            assert_eq!(second.header(name), first.header(name), "{name}");
        }

        let server = moving(status, || reply(204, &[], "")).await;
        let client = api::redirecting_writes(&server.url);
        client.delete(1).await.unwrap();
        client.touch(1).await.unwrap();
        let expected = [
            "DELETE /things/1",
            "DELETE /moved",
            "PATCH /things/1",
            "PATCH /moved",
        ];
        assert_eq!(calls(&server), expected);
        assert_eq!(server.received()[3].header("content-length"), Some("0"));
    }
}

#[tokio::test]
async fn a_write_does_not_follow_301_and_302_unless_the_profile_allows_it() {
    for (status, text) in [(301, "301 Moved Permanently"), (302, "302 Found")] {
        let server = moving(status, || json(201, THING)).await;
        let client = api::client(&server.url);
        let error = client.create(&Thing::default()).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "things/create: undeclared status {text}; redirects are followed for GET and HEAD only"
            )
        );
        client.delete(1).await.unwrap_err();
        assert_eq!(calls(&server), ["POST /things", "DELETE /things/1"]);
    }
}

#[tokio::test]
async fn a_redirected_write_without_a_location_is_a_decode_error() {
    let server = Server::start(|_| reply(307, &[], "")).await;
    let error = api::redirecting_writes(&server.url).delete(1).await;
    let line = error.unwrap_err().to_string();
    assert_eq!(
        line,
        "things/delete: undeclared status 307 Temporary Redirect"
    );
    assert_eq!(calls(&server), ["DELETE /things/1"]);
}

#[tokio::test]
async fn a_write_is_not_redirected_to_another_host() {
    let away = Server::start(|_| json(201, THING)).await;
    for status in [301, 302, 307, 308] {
        let to = format!("{}/x?secret", away.url);
        let server = Server::start(move |_| reply(status, &[("location", &to)], "")).await;
        let client = api::redirecting_writes(&server.url);
        let error = client.create(&Thing::default()).await.unwrap_err();
        let (reason, line) = refusal(error);
        let url = format!("{}/x", away.url);
        assert!(!line.contains("secret"), "{line}");
        assert!(line.contains(&url) && line.contains("`base_url`"), "{line}");
        assert_eq!(reason, Refusal::WriteElsewhere { url });
        assert_eq!(server.received().len(), 1);
    }
    assert!(away.received().is_empty());
}

#[tokio::test]
async fn each_redirect_of_a_write_is_checked_for_its_host() {
    let away = Server::start(|_| json(201, THING)).await;
    let to = format!("{}/x", away.url);
    let server = Server::start(move |call| match call.target.as_str() {
        "/things" => reply(307, &[("location", "/a")], ""),
        "/a" => reply(308, &[("location", "/b")], ""),
        _ => reply(307, &[("location", &to)], ""),
    })
    .await;
    let client = api::client(&server.url);
    let error = client.create(&Thing::default()).await.unwrap_err();
    assert!(matches!(refusal(error).0, Refusal::WriteElsewhere { .. }));
    assert_eq!(calls(&server), ["POST /things", "POST /a", "POST /b"]);
    assert!(away.received().is_empty());
}

#[tokio::test]
async fn a_reader_body_is_not_redirected_and_a_file_body_is() {
    let server = moving(307, || json(201, THING)).await;
    let client = api::client(&server.url);
    let upload = Upload::reader(&b"abc"[..], 3);
    let (reason, line) = refusal(client.upload(upload).await.unwrap_err());
    assert_eq!(reason, Refusal::BodySentOnce);
    assert_eq!(
        line,
        "things/upload-image: redirected, but the body comes from a reader and cannot be sent again; send a file or \
         bytes"
    );
    assert_eq!(calls(&server), ["POST /image"]);

    let mut file = tempfile::NamedTempFile::new().unwrap();
    std::io::Write::write_all(&mut file, b"abc").unwrap();
    let upload = Upload::file(file.path()).await.unwrap();
    client.upload(upload).await.unwrap();
    let received = server.received();
    assert_eq!(received.len(), 3);
    assert_eq!(
        (&*received[1].body, &*received[2].body),
        (&b"abc"[..], &b"abc"[..])
    );
    assert_eq!(received[2].target, "/moved");
}

#[tokio::test]
async fn a_write_becomes_get_without_a_body_after_303() {
    let server = moving(303, || json(200, THING)).await;
    let client = api::client(&server.url);
    let thing = client.set(&Thing::default()).await.unwrap();
    assert_eq!(thing.name, "a");
    client.upload(Upload::reader(&b"abc"[..], 3)).await.unwrap();
    let expected = ["PUT /things/0", "GET /moved", "POST /image", "GET /moved"];
    assert_eq!(calls(&server), expected);
    for get in [&server.received()[1], &server.received()[3]] {
        assert!(get.body.is_empty());
        assert_eq!(get.header("content-type"), None);
        assert_eq!(get.header("content-length"), None);
        assert_eq!(get.header("authorization"), Some("Bearer canary"));
    }
}

#[tokio::test]
async fn the_get_after_303_sends_no_token_to_another_host() {
    let away = Server::start(|_| json(200, THING)).await;
    let to = format!("{}/x", away.url);
    let server = Server::start(move |_| reply(303, &[("location", &to)], "")).await;
    let client = api::client(&server.url);
    client.set(&Thing::default()).await.unwrap();
    assert_eq!(calls(&away), ["GET /x"]);
    let get = &away.received()[0];
    assert_eq!(get.header("authorization"), None);
    assert!(get.body.is_empty());
}

#[tokio::test]
async fn a_redirected_write_is_retried_like_any_write() {
    let server = moving(307, || reply(503, &[], "")).await;
    let client = api::client(&server.url);
    let error = client.create(&Thing::default()).await.unwrap_err();
    assert_eq!(error.earlier_attempt(), None);
    assert_eq!(calls(&server), ["POST /things", "POST /moved"]);

    let server = moving(307, || reply(503, &[], "")).await;
    let client = api::client(&server.url);
    let error = client.set(&Thing::default()).await.unwrap_err();
    let may = Some(EarlierAttempt::MayHaveSucceeded);
    assert_eq!(error.earlier_attempt(), may);
    let expected = ["PUT /things/0", "PUT /moved", "PUT /moved", "PUT /moved"];
    assert_eq!(calls(&server), expected);

    let server = moving(307, || reply(503, &[], "")).await;
    let client = api::client(&server.url);
    client.merge(1).await.unwrap_err();
    assert_eq!(calls(&server), ["PUT /things/1/merge", "PUT /moved"]);
}

#[tokio::test]
async fn the_get_after_303_is_retried_and_the_write_before_it_is_not() {
    let server = moving(303, || reply(503, &[], "")).await;
    let client = api::client(&server.url);
    let error = client.create(&Thing::default()).await.unwrap_err();
    assert_eq!(error.earlier_attempt(), None);
    let expected = ["POST /things", "GET /moved", "GET /moved", "GET /moved"];
    assert_eq!(calls(&server), expected);

    let server = moving(303, || reply(503, &[], "")).await;
    let client = api::client(&server.url);
    let call = client.set(&Thing::default()).idempotent(false);
    call.await.unwrap_err();
    assert_eq!(calls(&server), ["PUT /things/0", "GET /moved"]);
}

#[tokio::test]
async fn a_loop_of_redirected_writes_ends() {
    let server = Server::start(|call| reply(307, &[("location", &call.target)], "")).await;
    let client = api::client(&server.url);
    let error = client.create(&Thing::default()).await.unwrap_err();
    assert_eq!(refusal(error).0, Refusal::TooManyRedirects { followed: 10 });
    assert_eq!(server.received().len(), 11);
}

#[tokio::test]
async fn a_loop_of_redirects_ends() {
    let server = Server::start(|call| reply(302, &[("location", &call.target)], "")).await;
    let error = api::client(&server.url).get("1").await.unwrap_err();
    let Error::Refused(error) = error else {
        panic!("{error}")
    };
    assert_eq!(*error.reason(), Refusal::TooManyRedirects { followed: 10 });
    assert_eq!(server.received().len(), 11);
}

#[tokio::test]
async fn a_redirect_target_that_is_not_an_http_url_is_refused() {
    for location in ["ftp://example.org/", "https://", "file:///etc/passwd"] {
        let server = Server::start(move |_| reply(302, &[("location", location)], "")).await;
        let error = api::client(&server.url).get("1").await.unwrap_err();
        let Error::Refused(error) = error else {
            panic!("{error}")
        };
        assert_eq!(*error.reason(), Refusal::BadRedirect);
    }
}

#[tokio::test]
async fn redirects_share_the_timeout_of_the_call() {
    use std::time::Duration;
    let server = Server::start(|call| {
        std::thread::sleep(Duration::from_millis(30));
        reply(302, &[("location", &call.target)], "")
    })
    .await;
    let timeout = Duration::from_millis(100);
    let client: api::Client = api::builder(&server.url).timeout(timeout).build().unwrap();
    let error = client.get("1").await.unwrap_err();
    assert!(matches!(error, Error::Timeout(_)), "{error:?}");
}
