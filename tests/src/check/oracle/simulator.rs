//! Calls every GET that `@simulacrum/github-api-simulator` serves.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};
use tagsmith_runtime::conformance::{Arguments, Entry};

use super::ServerArguments;
use super::known::Known;
use crate::check::wire::{is_multi_segment, name};
use crate::description::{Description, Operation};
use crate::report::Report;
use crate::shapes::shapes;
use crate::subject::Subject;
use crate::validator::translate::kind;

/// Calls every GET of the simulator.
///
/// # Errors
///
/// Fails if there is no client, or if the simulator's description has no GET.
pub async fn simulator<C: 'static>(
    subject: &Subject<C>,
    server: &ServerArguments,
    client: fn(&str) -> Result<C, String>,
) -> Result<Report, String> {
    let mut known = Known::read(&server.known, "simulator")?;
    let served = Description::read(&server.serves).map_err(|error| error.to_string())?;
    let ours: BTreeMap<&str, _> = subject
        .operations
        .iter()
        .map(|(operation, entry)| (operation.id.as_str(), (operation, entry)))
        .collect();
    let client = client(&server.server)?;
    let operations = served.operations();
    for operation in operations.iter().filter(|it| it.method == "GET") {
        known.count("GETs of the simulator", 1);
        let outcome = match ours.get(operation.id.as_str()) {
            Some((operation, entry)) => call(subject, &client, operation, entry).await,
            None => Err("the description has no such operation".to_owned()),
        };
        match outcome {
            Ok(drift) => {
                known.count("responses with drift", usize::from(drift > 0));
                known.case(&operation.id, &operation.id, Ok(()));
            }
            Err(what) => known.case(&operation.id, &operation.id, Err(what)),
        }
    }
    let report = known.finish();
    match report.row("GETs of the simulator") {
        0 => Err(format!("{}: there is no GET", server.serves.display())),
        _ => Ok(report),
    }
}

/// Makes a call with the required parameters. Returns the number of corrections.
async fn call<C: 'static>(
    subject: &Subject<C>,
    client: &C,
    operation: &Operation,
    entry: &Entry<C>,
) -> Result<usize, String> {
    let required = operation.parameters.iter();
    let required = required.filter(|it| it.get("required") == Some(&json!(true)));
    let given = Arguments {
        parameters: required
            .map(|it| (name(it).to_owned(), plain(&subject.api, it)))
            .collect::<Map<String, Json>>(),
        body: None,
    };
    let calling = entry.call(client, &given);
    let calling = calling.map_err(|error| format!("the call cannot be created: {error}"))?;
    let called = calling.await.map_err(|error| error.to_string())?;
    Ok(called.drift.len())
}

/// Returns a simple value for a parameter.
fn plain(api: &Description, parameter: &Json) -> Json {
    let schema = parameter.get("schema").unwrap_or(&Json::Null);
    if schema.get("pattern").is_some()
        && let Some(example) = parameter.get("example")
    {
        return example.clone();
    }
    if is_multi_segment(parameter) {
        return json!("README.md");
    }
    let shapes = shapes(api, schema);
    let is_text = |it: &&Cow<'_, Json>| kind(it) == Some("string");
    // The string must not be a number: with `oneOf`, a string of digits would match the integer variant too.
    let shape = shapes.iter().find(is_text).or_else(|| shapes.first());
    of_shape(api, shape.map_or(schema, AsRef::as_ref))
}

fn of_shape(api: &Description, shape: &Json) -> Json {
    let values = shape.get("enum").and_then(Json::as_array);
    if let Some(value) = values.and_then(|it| it.first()) {
        return value.clone();
    }
    match kind(shape) {
        Some("integer" | "number") => json!(1),
        Some("boolean") => json!(true),
        Some("array") => {
            let item = api.follow(shape.get("items").unwrap_or(&Json::Null));
            json!([of_shape(api, item)])
        }
        _ if shape.get("format") == Some(&json!("date-time")) => json!("2026-01-01T00:00:00Z"),
        _ => json!("octocat"),
    }
}
