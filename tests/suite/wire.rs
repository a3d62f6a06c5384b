//! What reaches the server, held against the description alone.

use conformance::description::{Description, Operation};
use conformance::server::{Received, Reply, Server};
use serde_json::{Value as Json, json};
use tagsmith_runtime::conformance::Given;

use crate::fixtures::{arguments, client, entries, request_body};

/// A value that has to be encoded wherever it goes.
const AWKWARD: &str = "a b/c?d#e%f&g=h+ü\u{1f980}..";

/// Returns a value for every parameter, with awkward strings.
fn all_arguments(operation: &Operation) -> serde_json::Map<String, Json> {
    let mut all = arguments(operation);
    for parameter in &operation.parameters {
        let name = parameter["name"].as_str().unwrap();
        let value = match parameter["schema"]["type"].as_str().unwrap() {
            "integer" => json!(42),
            "string" if parameter["schema"].get("format").is_none() => json!(AWKWARD),
            _ => continue,
        };
        all.insert(name.to_owned(), value);
    }
    all
}

/// Decodes what stands between two slashes, or on one side of `=`.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        if *first == b'%' {
            let digits = std::str::from_utf8(&after[..2]).unwrap();
            bytes.push(u8::from_str_radix(digits, 16).unwrap());
            rest = &after[2..];
        } else {
            assert!(
                first.is_ascii_alphanumeric() || b"-._~".contains(first),
                "{text}"
            );
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap()
}

fn text(value: &Json) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn assert_path(operation: &Operation, given: &Given, received: &Received) {
    let segments: Vec<&str> = received.path.split('/').collect();
    let template: Vec<&str> = operation.path.split('/').collect();
    assert_eq!(
        segments.len(),
        template.len(),
        "{}: {}",
        operation.id,
        received.path
    );
    for (segment, template) in segments.iter().zip(template) {
        let expected = match template
            .strip_prefix('{')
            .and_then(|it| it.strip_suffix('}'))
        {
            Some(name) => text(&given.parameters[name]),
            None => template.to_owned(),
        };
        assert_eq!(decoded(segment), expected, "{}", operation.id);
    }
}

fn assert_query(operation: &Operation, given: &Given, received: &Received) {
    let query = received.query.as_deref().unwrap_or_default();
    let mut pairs: Vec<(String, String)> = query
        .split('&')
        .filter(|it| !it.is_empty())
        .map(|pair| pair.split_once('=').unwrap())
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect();
    pairs.sort();
    let in_query = operation.parameters.iter().filter(|it| it["in"] == "query");
    let mut expected: Vec<(String, String)> = in_query
        .map(|it| it["name"].as_str().unwrap())
        .filter_map(|name| Some((name.to_owned(), text(given.parameters.get(name)?))))
        .collect();
    expected.sort();
    assert_eq!(pairs, expected, "{}", operation.id);
}

fn assert_headers(operation: &Operation, given: &Given, received: &Received) {
    let header = |name: &str| received.headers.get(name).map(|it| it.to_str().unwrap());
    assert_eq!(header("accept"), Some("application/vnd.github+json"));
    assert_eq!(header("x-github-api-version"), Some("2022-11-28"));
    assert_eq!(header("authorization"), Some("Bearer a-token"));
    assert!(header("user-agent").unwrap().starts_with("github-rest/"));
    let json = given.body.as_ref().map(|_| "application/json");
    assert_eq!(header("content-type"), json, "{}", operation.id);
}

#[tokio::test]
async fn every_call_is_as_the_description_says() {
    let server = Server::start(|_| Reply::empty(500)).await.unwrap();
    let client = client(&server);
    let mut entries = entries();
    for operation in Description::pinned().unwrap().operations() {
        let entry = entries.remove(operation.id.as_str()).unwrap();
        let given = Given {
            parameters: all_arguments(&operation),
            body: request_body(&operation.id),
        };
        assert_eq!(
            given.body.is_some(),
            operation.body.is_some(),
            "{}",
            operation.id
        );
        entry.call(&client, &given).unwrap().await.unwrap_err();
        let received = server.received();
        let [received] = received.as_slice() else {
            panic!("{}: {} requests", operation.id, received.len());
        };
        assert_eq!(
            received.method,
            operation.method.as_str(),
            "{}",
            operation.id
        );
        assert_path(&operation, &given, received);
        assert_query(&operation, &given, received);
        assert_headers(&operation, &given, received);
        match &given.body {
            Some(body) => {
                let sent: Json = serde_json::from_slice(&received.body).unwrap();
                assert_eq!(&sent, body, "{}", operation.id);
            }
            None => assert!(received.body.is_empty(), "{}", operation.id),
        }
    }
    assert!(entries.is_empty(), "not in the description: {entries:?}");
}

#[tokio::test]
async fn a_path_value_that_changes_the_path_is_never_sent() {
    let server = Server::start(|_| Reply::empty(500)).await.unwrap();
    let client = client(&server);
    let entries = entries();
    for operation in Description::pinned().unwrap().operations() {
        let in_path = operation.parameters.iter().filter(|it| it["in"] == "path");
        for parameter in in_path.filter(|it| it["schema"]["type"] == "string") {
            for value in ["", ".", ".."] {
                let name = parameter["name"].as_str().unwrap();
                let mut parameters = arguments(&operation);
                parameters.insert(name.to_owned(), json!(value));
                let given = Given {
                    parameters,
                    body: request_body(&operation.id),
                };
                let call = entries[operation.id.as_str()]
                    .call(&client, &given)
                    .unwrap();
                let error = call.await.unwrap_err().to_string();
                assert!(error.contains(name), "{}: {error}", operation.id);
            }
        }
    }
    assert!(server.received().is_empty());
}
