//! Answers that lead elsewhere.

use tagsmith_runtime::{Error, Refusal};

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
async fn no_token_arrives_at_another_host_nor_after_it() {
    let home = Server::start(|_| json(401, "{}")).await;
    let back = format!("{}/things/2", home.url);
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
    assert_eq!(home.received()[0].header("authorization"), None);
    let line = error.to_string();
    assert!(
        line.contains("the token was not sent, for the call was redirected"),
        "{line}"
    );
}

#[tokio::test]
async fn the_token_stays_dropped_when_the_way_leads_back() {
    let listener = Server::knowing_itself(|own| {
        // The same server by another name is another host.
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

#[tokio::test]
async fn a_call_that_changes_something_is_not_redirected() {
    let server = Server::start(|_| reply(307, &[("location", "/elsewhere")], "")).await;
    let client = api::client(&server.url);
    let error = client.create(&Thing::default()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "things/create: undeclared status 307 Temporary Redirect; only GET and HEAD are redirected"
    );
    client.delete(1).await.unwrap_err();
    assert_eq!(server.received().len(), 2);
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
async fn a_redirect_to_what_is_no_http_url_is_refused() {
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
async fn redirects_share_the_time_of_one_call() {
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
