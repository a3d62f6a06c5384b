//! Tests of calls by operationId. Bodies that are not JSON are represented as strings.

use serde_json::json;
use tagsmith_runtime::conformance::{Arguments, CallOutput, Entry, Outcome};

use crate::api::{self, Client};
use crate::server::{Server, json, reply};

async fn call(entry: &Entry<Client>, server: &Server, body: serde_json::Value) -> CallOutput {
    let given = Arguments {
        body: Some(body),
        ..Arguments::default()
    };
    let client = api::client(&server.url);
    entry.call(&client, &given).unwrap().await.unwrap()
}

#[tokio::test]
async fn responses_that_are_not_json_are_strings() {
    let text = Entry::of(|client: &Client, _| Ok(client.readme()));
    let binary = Entry::of(|client: &Client, _| Ok(client.image()));
    let server = Server::start(|_| reply(200, &[], "raw")).await;
    for (entry, name) in [(text, "str"), (binary, "bytes")] {
        let called = call(&entry, &server, json!(null)).await;
        assert_eq!(called.body, Some(json!("raw")));
        let replayed = entry.replay_response(200, b"raw");
        assert_eq!(replayed.outcome, Outcome::Decoded);
        assert_eq!(replayed.type_name, Some(name));
        assert_eq!(replayed.body, Some(json!("raw")));
        let outcome = entry.replay_response(200, b"\xff").outcome;
        assert_eq!(outcome == Outcome::Decoded, name == "bytes");
    }
}

#[tokio::test]
async fn a_redirect_result_is_encoded_as_its_url() {
    let entry = Entry::of(|client: &Client, _| Ok(client.download()));
    let there = "https://example.org/x?y";
    let server = Server::start(move |_| reply(302, &[("location", there)], "")).await;
    let called = call(&entry, &server, json!(null)).await;
    assert_eq!((called.status, called.body), (302, Some(json!(there))));
    assert_eq!(entry.replay_response(302, b"").outcome, Outcome::Decoded);
    assert_eq!(
        entry.replay_response(200, b"").outcome,
        Outcome::DecodeError
    );
}

#[tokio::test]
async fn bodies_that_are_not_json_are_strings() {
    let upload = Entry::of(|client: &Client, given| Ok(client.upload(given.upload()?)));
    let text = Entry::of(|client: &Client, given| Ok(client.render(given.text_body()?)));
    for entry in [upload.with_raw_body(), text.with_raw_body()] {
        let server = Server::start(|_| json(201, r#"{"id":1,"name":"a"}"#)).await;
        call(&entry, &server, json!("# é")).await;
        assert_eq!(server.received()[0].body, "# é".as_bytes());
        let replayed = entry.replay_body("# é".as_bytes()).unwrap();
        assert_eq!(replayed.outcome, Outcome::Decoded);
        assert_eq!(replayed.body, Some(json!("# é")));
        let client = api::client(&server.url);
        assert!(entry.call(&client, &Arguments::default()).is_err());
    }
}

#[test]
fn a_body_may_be_missing_but_not_of_the_wrong_type() {
    let none = Arguments::default();
    assert_eq!(none.optional_text_body().unwrap(), None);
    assert!(none.optional_upload().unwrap().is_none());
    let number = Arguments {
        body: Some(json!(1)),
        ..Arguments::default()
    };
    assert!(number.text_body().is_err());
    assert!(number.optional_upload().is_err());
}
