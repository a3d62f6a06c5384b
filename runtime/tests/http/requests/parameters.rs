//! Tests of parameters of all types, in the path, the query and headers.

use serde_json::json;
use tagsmith_runtime::{Call, Error};

use crate::api::{self, GetFile};
use crate::server::{Received, Server, json, reply};

const THING: &str = r#"{"id":1,"name":"a"}"#;

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|&it| it.to_owned()).collect()
}

async fn sent(call: impl FnOnce(&api::Client) -> GetFile) -> Received {
    let server = Server::start(|_| json(200, THING)).await;
    call(&api::client(&server.url)).await.unwrap();
    server.received()[0].clone()
}

async fn with(call: impl FnOnce(Call) -> Call) -> Received {
    sent(|client| client.file(names(&["a"]), "b").with(call)).await
}

/// Returns the error of a call that must not reach the server.
async fn refused(call: impl FnOnce(&api::Client) -> GetFile) -> String {
    let server = Server::start(|_| json(200, THING)).await;
    let error = call(&api::client(&server.url)).await.unwrap_err();
    assert!(matches!(error, Error::Argument(_)), "{error:?}");
    assert!(server.received().is_empty());
    error.to_string().replace("things/get-file: ", "")
}

#[tokio::test]
async fn path_parameters_may_be_lists_and_several_segments() {
    let call = sent(|client| client.file(names(&["a,b", "c/d"]), "src/a b/ü?.rs")).await;
    assert_eq!(
        call.target,
        "/things/a%2Cb,c%2Fd/files/src/a%20b/%C3%BC%3F.rs"
    );
    let call = sent(|client| client.file(names(&["a"]), "")).await;
    assert_eq!(call.target, "/things/a/files/");
    let call = sent(|client| client.file(names(&["a"]), "heads/release/")).await;
    assert_eq!(call.target, "/things/a/files/heads/release/");
}

#[tokio::test]
async fn path_values_that_change_the_path_are_refused() {
    for path in [
        "/", "//", "/a", "a//", "a//b", ".", "..", "a/../b", "a/.", "a/../",
    ] {
        let problem = refused(|client| client.file(names(&["a"]), path)).await;
        let expected = "the parameter `path` must not have a segment `.` or `..`, nor an empty one before its end";
        assert_eq!(problem, expected);
    }
    for list in [&[][..], &[".."], &[""]] {
        let problem = refused(|client| client.file(names(list), "a")).await;
        let expected = "the parameter `names` must not be empty, `.` or `..`";
        assert_eq!(problem, expected);
    }
}

#[tokio::test]
async fn a_query_list_is_repeated_and_replaces_earlier_values() {
    let call = with(|call| {
        call.query("labels", names(&["x", "y"]))
            .query("page", 1_i64)
            .query("labels", names(&["a b", "c,d", "é"]))
            .query("page", names(&[]))
            .query("state", json!(["open", 1]))
    })
    .await;
    assert_eq!(
        call.target,
        "/things/a/files/b?labels=a%20b&labels=c%2Cd&labels=%C3%A9&state=open&state=1"
    );
    let call = with(|call| call.query("a", 1_i64).query("a", None::<i64>)).await;
    assert_eq!(call.target, "/things/a/files/b");
}

#[tokio::test]
async fn a_joined_query_list_has_commas() {
    let call = with(|call| {
        call.query_joined("ids", vec![1_i64, 2])
            .query_joined("names", names(&["a,b", "c d"]))
            .query_joined("one", true)
            .query_joined("ids", vec![3_i64, 4])
            .query_joined("gone", 1_i64)
            .query_joined("gone", names(&[]))
    })
    .await;
    assert_eq!(
        call.target,
        "/things/a/files/b?ids=3,4&names=a%2Cb,c%20d&one=true"
    );
}

#[tokio::test]
async fn values_that_are_not_strings_are_refused() {
    for value in [json!({"a": 1}), json!([[1]])] {
        let problem = refused(|client| {
            client
                .file(names(&["a"]), "b")
                .with(|it| it.query("q", value))
        })
        .await;
        let expected =
            "the parameter `q` is an object or a list of lists, which is not allowed here";
        assert_eq!(problem, expected);
    }
}

#[tokio::test]
async fn parameters_are_sent_in_headers() {
    let call = with(|call| {
        call.header("X-Name", "old".to_owned())
            .header("X-Name", "a b".to_owned())
            .header("x-list", vec![1_i64, 2])
            .header("x-gone", 1_i64)
            .header("x-gone", None::<i64>)
    })
    .await;
    assert_eq!(call.header("x-name"), Some("a b"));
    assert_eq!(call.header("x-list"), Some("1,2"));
    assert_eq!(call.header("x-gone"), None);
}

#[tokio::test]
async fn parameters_cannot_set_reserved_headers() {
    for name in [
        "Authorization",
        "accept",
        "HOST",
        "Content-Type",
        "content-length",
    ] {
        let value = "canary".to_owned();
        let problem = refused(|client| {
            let call = client.file(names(&["a"]), "b");
            call.with(|it| it.header(name, value))
        })
        .await;
        let expected = format!("the parameter `{name}` is a header that only the client sets");
        assert_eq!(problem, expected);
    }
    for value in ["a\nb", "a\0"] {
        let value = value.to_owned();
        let problem = refused(|client| {
            let call = client.file(names(&["a"]), "b");
            call.with(|it| it.header("x-name", value))
        })
        .await;
        assert_eq!(
            problem,
            "the parameter `x-name` is not a valid header value"
        );
    }
}

#[tokio::test]
async fn header_parameters_are_not_sent_to_another_host() {
    let away = Server::start(|_| json(200, THING)).await;
    let there = format!("{}/x", away.url);
    let server = Server::start(move |_| reply(302, &[("location", &there)], "")).await;
    let call = api::client(&server.url).file(names(&["a"]), "b");
    call.with(|it| it.header("x-name", 1_i64)).await.unwrap();
    assert_eq!(server.received()[0].header("x-name"), Some("1"));
    assert_eq!(away.received()[0].header("x-name"), None);
}
