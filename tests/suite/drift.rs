//! Tests every fixture with every kind of deviation at every path. The response must decode unless its top level has
//! the wrong shape. Drift must contain the path. In strict mode, the deviation must be an error.

use std::sync::{Arc, Mutex};

use conformance::description::{Description, Operation};
use conformance::fixture;
use conformance::pointer::below;
use conformance::server::{Reply, Server};
use github_rest::{Client, Read};
use serde_json::{Value as Json, json};
use tagsmith_runtime::conformance::{Arguments, Outcome};

use crate::examples::{arguments, entries, request_body};

/// One deviation: the body, its location, and whether the description forbids the value at that location.
struct Mutant {
    body: Json,
    path: String,
    how: &'static str,
    forbidden: bool,
}

/// Returns the pointers of all values within a value. The value's own pointer is the first.
fn paths(value: &Json, path: &str, found: &mut Vec<String>) {
    found.push(path.to_owned());
    match value {
        Json::Object(members) => {
            for (key, value) in members {
                paths(value, &below(path, key), found);
            }
        }
        Json::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                paths(value, &format!("{path}/{index}"), found);
            }
        }
        _ => {}
    }
}

/// Returns the schema at a path, and whether the property at that path is required. Returns `None` within a union, and
/// where there is no schema.
fn schema_at<'d>(api: &'d Description, schema: &'d Json, path: &str) -> Option<(&'d Json, bool)> {
    let mut at = api.follow(schema);
    let mut required = true;
    for step in path.split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        let next = if at.get("items").is_some() {
            required = true;
            &at["items"]
        } else if let Some(member) = at["properties"].get(&step) {
            let names = at["required"].as_array();
            required = names.is_some_and(|it| it.iter().any(|it| it == &step));
            member
        } else {
            required = false;
            at.get("additionalProperties").filter(|it| it.is_object())?
        };
        at = api.follow(next);
    }
    Some((at, required))
}

fn mutants(api: &Description, schema: &Json, body: &Json) -> Vec<Mutant> {
    let mut all = Vec::new();
    paths(body, "", &mut all);
    let mut mutants = Vec::new();
    for path in all.iter().filter(|it| !it.is_empty()) {
        // Within a union, only the decoder can determine the variant, so the test requires only that the response
        // decodes.
        let known = schema_at(api, schema, path);
        let (schema, required) = known.unwrap_or((&Json::Null, false));
        let is_union = schema
            .get("oneOf")
            .or_else(|| schema.get("anyOf"))
            .is_some();
        let with = |value: Json| {
            let mut body = body.clone();
            *body.pointer_mut(path).unwrap() = value;
            body
        };
        let typed = schema["type"].is_string() || is_union;
        mutants.push(Mutant {
            body: with(Json::Null),
            path: path.clone(),
            how: "null",
            forbidden: typed && schema["nullable"] != true,
        });
        let wrong = match schema["type"].as_str() {
            Some("boolean") => json!("true"),
            _ => json!(true),
        };
        mutants.push(Mutant {
            body: with(wrong),
            path: path.clone(),
            how: "of another type",
            forbidden: typed,
        });
        if schema["enum"].is_array() {
            mutants.push(Mutant {
                body: with(json!("never heard of")),
                path: path.clone(),
                how: "an unknown value",
                forbidden: true,
            });
        }
        if let (parent, Some(key)) = path
            .rsplit_once('/')
            .map_or(("", None), |(a, b)| (a, Some(b)))
            && let Some(members) = body.pointer(parent).and_then(Json::as_object)
        {
            let key = key.replace("~1", "/").replace("~0", "~");
            let mut missing = members.clone();
            missing.remove(&key);
            let mut gone = body.clone();
            *gone.pointer_mut(parent).unwrap() = Json::Object(missing);
            mutants.push(Mutant {
                body: gone,
                path: path.clone(),
                how: "missing",
                forbidden: required,
            });
        }
        if let Some(members) = body.pointer(path).and_then(Json::as_object) {
            let mut more = members.clone();
            more.insert("never heard of".to_owned(), json!([1]));
            let open = schema
                .get("additionalProperties")
                .is_some_and(|it| it != false);
            if !open {
                mutants.push(Mutant {
                    body: with(Json::Object(more)),
                    path: path.clone(),
                    how: "with an additional property",
                    forbidden: false,
                });
            }
        }
    }
    mutants
}

fn response_schema(operation: &Operation, status: u16) -> Option<&Json> {
    let (_, response) = operation.responses.iter().find(|(it, _)| *it == status)?;
    response["content"]["application/json"].get("schema")
}

#[tokio::test]
async fn no_deviation_loses_a_response() {
    let api = Description::pinned().unwrap();
    let operations = api.operations();
    let entries = entries();
    let reply = Arc::new(Mutex::new(Reply::empty(500)));
    let shared = reply.clone();
    let server = Server::start(move |_| shared.lock().unwrap().clone())
        .await
        .unwrap();
    let build = |strict| {
        let builder = Client::builder().base_url(server.url()).drift(|_| {});
        builder
            .strict(strict)
            .build()
            .map(|client: Client| client)
            .unwrap()
    };
    let (lenient, strict) = (build(false), build(true));
    let mut seen = 0;
    for fixture in fixture::all().unwrap() {
        let id = fixture.operation_id.as_str();
        let operation = operations.iter().find(|it| it.id == id).unwrap();
        for example in fixture.examples.iter().filter(|it| it.body.is_some()) {
            let (status, body) = (example.status.unwrap(), example.body.clone().unwrap());
            let schema = response_schema(operation, status).unwrap();
            for mutant in mutants(&api, schema, &body) {
                let what = format!("{id} {}: {} is {}", example.name, mutant.path, mutant.how);
                *reply.lock().unwrap() = Reply::json(status, &mutant.body);
                let given = Arguments {
                    parameters: arguments(operation),
                    body: request_body(id),
                };
                let called = entries[id].call(&lenient, &given).unwrap().await;
                let called = called.unwrap_or_else(|error| panic!("{what}: {error}"));
                let shared = called.drift.iter().any(|it| it.path == mutant.path);
                if mutant.forbidden {
                    assert!(shared, "{what}: {:?}", called.drift);
                }
                let strictly = entries[id].call(&strict, &given).unwrap().await;
                assert_eq!(strictly.is_err(), !called.drift.is_empty(), "{what}");
                seen += 1;
            }
            for top in [json!(null), json!(1), json!("text"), json!(true)] {
                // If no property is required, `null` is decoded as an empty object, with drift.
                let empty = entries[id].replay_response(status, b"{}");
                let needs_nothing = empty.outcome == Outcome::Decoded && empty.drift.is_empty();
                let replayed = entries[id].replay_response(status, top.to_string().as_bytes());
                if top.is_null() && needs_nothing {
                    assert_eq!(replayed.outcome, Outcome::Decoded, "{id}: {top}");
                    assert_eq!(replayed.drift.len(), 1, "{id}: {top}");
                } else {
                    assert_eq!(replayed.outcome, Outcome::DecodeError, "{id}: {top}");
                }
            }
        }
    }
    let operations = Description::pinned().unwrap().operations().len();
    assert!(seen > operations * 20, "only {seen} departures");
}

#[test]
fn deserialization_of_committed_types_is_strict() {
    use github_rest::types::{CopilotSeatDetails, SimpleUser, Team};

    let error = |body: &str| {
        let seat = serde_json::from_str::<CopilotSeatDetails>(body);
        seat.unwrap_err().to_string()
    };
    let missing = "at /created_at: expected a date-time, found nothing";
    assert!(error("{}").starts_with(missing), "{}", error("{}"));
    let user = r#"{"created_at":"2024-01-01T00:00:00Z","assignee":{"login":"a"}}"#;
    let missing = "at /assignee/id: expected an integer, found nothing (and ";
    assert!(error(user).starts_with(missing), "{}", error(user));
    let null = serde_json::from_str::<SimpleUser>(r#"{"login":null}"#).unwrap_err();
    assert!(
        null.to_string()
            .starts_with("at /login: expected a string, found null")
    );
    assert!(serde_json::from_str::<Team>("{}").is_err());

    let new = r#"{"created_at":"2024-01-01T00:00:00Z","plan_type":"gold","new":{}}"#;
    let seat = serde_json::from_str::<CopilotSeatDetails>(new).unwrap();
    assert_eq!(
        seat.plan_type.map(|it| it.to_string()).as_deref(),
        Some("gold")
    );
    let read = Read::<CopilotSeatDetails>::from_str("{}").unwrap();
    let stored = serde_json::to_string(&read.value).unwrap();
    assert_eq!(
        serde_json::from_str::<CopilotSeatDetails>(&stored).unwrap(),
        read.value
    );
}
