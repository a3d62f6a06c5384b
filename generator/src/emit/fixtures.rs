//! Writes the examples of the description as test fixtures: one file for each operation that has examples.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value as Json;
use serde_json::value::RawValue;

use crate::crate_ir::{Crate, Example, Operation};
use crate::emit::rust::header;

#[derive(Serialize)]
struct Fixture<'a> {
    #[serde(rename = "_generated")]
    generated: String,
    operation_id: &'a str,
    examples: Vec<Shown<'a>>,
}

#[derive(Serialize)]
struct Shown<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    drift: Vec<Departure<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_body: Option<&'a RawValue>,
}

#[derive(Serialize)]
struct Departure<'a> {
    path: &'a str,
    expected: &'a str,
    found: &'a str,
}

/// Returns the fixtures, by path.
pub fn render(krate: &Crate<'_>) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for tag in &krate.tags {
        for operation in tag.operations.iter().filter(|it| !it.examples.is_empty()) {
            files.insert(
                format!("{}/{}.json", tag.module, operation.name),
                text(operation),
            );
        }
    }
    files
}

fn text(operation: &Operation) -> String {
    let fixture = Fixture {
        generated: header(&format!("operation `{}`", operation.id)),
        operation_id: &operation.id,
        examples: operation.examples.iter().map(display).collect(),
    };
    // Formatting cannot fail, since the value consists of strings and parsed JSON. The JSON is parsed again to be
    // formatted.
    let mut text = serde_json::to_value(&fixture)
        .and_then(|it: Json| serde_json::to_string_pretty(&it))
        .unwrap_or_default();
    text.push('\n');
    text
}

fn display(example: &Example) -> Shown<'_> {
    let body: Option<&RawValue> = serde_json::from_str(&example.body).ok();
    let is_request = example.status.is_none();
    Shown {
        name: &example.name,
        status: example.status,
        drift: example
            .drift
            .iter()
            .map(|(path, expected, found)| Departure {
                path,
                expected,
                found,
            })
            .collect(),
        body: body.filter(|_| !is_request),
        request_body: body.filter(|_| is_request),
    }
}
