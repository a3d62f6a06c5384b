//! Tests every example of the description. A real server sends the example; the generated method fetches and decodes
//! it; the test encodes the result and compares.

use std::collections::BTreeMap;

use conformance::description::{Description, Operation};
use conformance::fixture::{self, Departure, Example};
use conformance::same::differences;
use conformance::server::{Reply, Server};
use github_rest::Client;
use serde_json::{Value as Json, json};
use tagsmith_runtime::Drift;
use tagsmith_runtime::conformance::{Arguments, Entry, Outcome};

/// Returns a value for each required parameter.
pub(crate) fn arguments(operation: &Operation) -> serde_json::Map<String, Json> {
    let required = operation
        .parameters
        .iter()
        .filter(|it| it["required"] == true);
    required
        .map(|it| {
            let value = match (
                it["schema"]["type"].as_str(),
                it["schema"]["format"].as_str(),
            ) {
                (Some("integer"), _) => json!(7),
                (Some("boolean"), _) => json!(true),
                (_, Some("date")) => json!("2025-10-13"),
                _ => json!("octocat"),
            };
            (it["name"].as_str().unwrap().to_owned(), value)
        })
        .collect()
}

pub(crate) fn entries() -> BTreeMap<&'static str, Entry<Client>> {
    github_rest::conformance::operations()
        .into_iter()
        .map(|entry| (entry.descriptor().id, entry))
        .collect()
}

pub(crate) fn client(server: &Server) -> Client {
    Client::builder()
        .base_url(server.url())
        .token("a-token")
        .drift(|_| {})
        .build()
        .unwrap()
}

/// Returns a request body that the operation accepts, taken from its example.
pub(crate) fn request_body(operation_id: &str) -> Option<Json> {
    let fixtures = fixture::all().unwrap();
    let fixture = fixtures.iter().find(|it| it.operation_id == operation_id)?;
    fixture
        .examples
        .iter()
        .find_map(|it| it.request_body.clone())
}

fn departures(drift: &[Drift]) -> Vec<Departure> {
    let mut departures: Vec<Departure> = drift
        .iter()
        .map(|it| Departure {
            path: it.path.clone(),
            expected: it.expected.clone(),
            found: it.found.clone(),
        })
        .collect();
    departures.sort();
    departures
}

/// Asserts that the encoded value equals the received value, except for the corrections that the fixture lists.
fn assert_same(sent: &Json, back: &Json, example: &Example, what: &str) {
    let corrected = |at: &String| {
        let mut drift = example.drift.iter();
        drift.any(|it| *at == it.path || at.starts_with(&format!("{}/", it.path)))
    };
    let mut differences = differences(sent, back);
    differences.retain(|at| !corrected(at));
    // The types do not retain undeclared properties.
    differences.retain(|at| back.pointer(at).is_some() || !is_unknown(at, what));
    assert!(differences.is_empty(), "{what}: {differences:?}");
}

/// Returns whether the replay lists the property at `at` as undeclared.
fn is_unknown(at: &str, what: &str) -> bool {
    let (operation, name) = what.split_once(' ').unwrap();
    let fixtures = fixture::all().unwrap();
    let fixture = fixtures
        .iter()
        .find(|it| it.operation_id == operation)
        .unwrap();
    let example = fixture.examples.iter().find(|it| it.name == name).unwrap();
    let entry = entries().remove(operation).unwrap();
    let replayed = match (&example.body, &example.request_body) {
        (Some(body), _) => {
            entry.replay_response(example.status.unwrap(), body.to_string().as_bytes())
        }
        (_, Some(body)) => entry.replay_body(body.to_string().as_bytes()).unwrap(),
        (None, None) => return false,
    };
    replayed
        .unknown
        .iter()
        .any(|it| at == it || at.starts_with(&format!("{it}/")))
}

#[tokio::test]
async fn every_response_round_trips() {
    let description = Description::pinned().unwrap();
    let operations = description.operations();
    let entries = entries();
    let mut responses = 0;
    for fixture in fixture::all().unwrap() {
        let id = fixture.operation_id.as_str();
        let operation = operations.iter().find(|it| it.id == id).unwrap();
        for example in fixture.examples.iter().filter(|it| it.body.is_some()) {
            let what = format!("{id} {}", example.name);
            let (status, body) = (example.status.unwrap(), example.body.clone().unwrap());
            assert!(
                status < 300,
                "{what}: this test does not cover examples of errors"
            );
            let reply = Reply::json(status, &body);
            let server = Server::start(move |_| reply.clone()).await.unwrap();
            let given = Arguments {
                parameters: arguments(operation),
                body: request_body(id),
            };
            let called = entries[id].call(&client(&server), &given).unwrap().await;
            let called = called.unwrap_or_else(|error| panic!("{what}: {error}"));
            assert_eq!(called.status, status, "{what}");
            assert_eq!(departures(&called.drift), example.drift, "{what}");
            assert_same(&body, &called.body.unwrap(), example, &what);
            responses += 1;
        }
    }
    assert_eq!(
        responses,
        count(&description, false),
        "not every example was tested"
    );
}

#[tokio::test]
async fn every_request_body_round_trips() {
    let description = Description::pinned().unwrap();
    let operations = description.operations();
    let entries = entries();
    let mut requests = 0;
    for fixture in fixture::all().unwrap() {
        let id = fixture.operation_id.as_str();
        let operation = operations.iter().find(|it| it.id == id).unwrap();
        for example in fixture
            .examples
            .iter()
            .filter(|it| it.request_body.is_some())
        {
            let what = format!("{id} {}", example.name);
            let body = example.request_body.clone().unwrap();
            let server = Server::start(|_| Reply::empty(500)).await.unwrap();
            let given = Arguments {
                parameters: arguments(operation),
                body: Some(body.clone()),
            };
            entries[id]
                .call(&client(&server), &given)
                .unwrap()
                .await
                .unwrap_err();
            let received = server.received();
            let sent: Json = serde_json::from_slice(&received[0].body).unwrap();
            assert_same(&body, &sent, example, &what);
            requests += 1;
        }
    }
    assert_eq!(
        requests,
        count(&description, true),
        "not every example was tested"
    );
}

/// Counts the examples in the description.
fn count(description: &Description, requests: bool) -> usize {
    let examples = |content: &Json| -> usize {
        let media = content.as_object().into_iter().flatten();
        media
            .map(|(_, media)| {
                let several = media["examples"]
                    .as_object()
                    .map_or(0, serde_json::Map::len);
                several + usize::from(media.get("example").is_some())
            })
            .sum()
    };
    let operations = description.operations();
    if requests {
        return operations
            .iter()
            .map(|it| examples(&it.request["content"]))
            .sum();
    }
    let responses = operations.iter().flat_map(|it| &it.responses);
    responses
        .map(|(_, response)| examples(&response["content"]))
        .sum()
}

#[test]
fn replay_agrees_with_the_calls() {
    let entries = entries();
    for fixture in fixture::all().unwrap() {
        let entry = &entries[fixture.operation_id.as_str()];
        for example in &fixture.examples {
            let replayed = match (&example.body, &example.request_body) {
                (Some(body), _) => {
                    entry.replay_response(example.status.unwrap(), body.to_string().as_bytes())
                }
                (_, Some(body)) => entry.replay_body(body.to_string().as_bytes()).unwrap(),
                (None, None) => continue,
            };
            assert_eq!(replayed.outcome, Outcome::Decoded);
            assert_eq!(departures(&replayed.drift), example.drift);
        }
    }
}
