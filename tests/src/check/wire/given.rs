//! The arguments of the checked calls: all relevant values of every parameter, and bodies that satisfy the schema.

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value as Json, json};
use tagsmith_runtime::conformance::Arguments;

use crate::bodies::Bodies;
use crate::description::{Description, Form, Operation};
use crate::shapes::shapes;
use crate::validator::translate::kind;

/// The arguments of one call.
pub(super) struct Round {
    /// The display name.
    pub(super) name: String,
    /// The arguments.
    pub(super) given: Arguments,
}

/// Values that must be encoded.
const AWKWARD: &[&str] = &[
    "a b/c?d#e%f&g=h+ü\u{1f980}..",
    "..x",
    "%2e%2e%2F",
    "x;y,z:@!$'()*[]\"<>\\^`{|}~",
];

/// Values that span several path segments.
const SEGMENTS: &[&str] = &["dir x/..y/fi?le#%2F&ü\u{1f980}", "a", "a/b+c/%2e"];

/// Returns the calls of an operation. The first call has only required arguments. The other calls cover each value of
/// each parameter.
pub(super) fn rounds(
    api: &Description,
    operation: &Operation,
    [least, most, some]: &[Bodies<'_>; 3],
) -> Vec<Round> {
    let parameters: Vec<(&Json, Vec<Json>)> = operation
        .parameters
        .iter()
        .map(|it| {
            let mut values = values(api, it);
            if is_last(operation, it) && is_multi_segment(it) {
                values.push(json!("heads/release/"));
            }
            (it, values)
        })
        .collect();
    let given = |round: usize, is_wanted: &dyn Fn(&Json) -> bool| {
        let parameters = parameters.iter().filter(|(it, _)| is_wanted(it));
        let parameters = parameters.filter_map(|(it, values)| {
            let value = values.get(round % values.len().max(1))?;
            Some((name(it).to_owned(), value.clone()))
        });
        parameters.collect::<Map<String, Json>>()
    };
    let is_required = |it: &Json| it.get("required") == Some(&json!(true));
    let body = |bodies| body(operation, bodies);
    let mut all = vec![Round {
        name: "with required arguments only".to_owned(),
        given: Arguments {
            parameters: given(0, &is_required),
            body: has_to_be_given(api, operation)
                .then(|| body(least))
                .flatten(),
        },
    }];
    let count = parameters.iter().map(|(_, values)| values.len()).max();
    // The bodies are empty, complete and partial.
    let bodies = [most, least, some];
    let count = count.unwrap_or(0).max(match operation.request {
        Json::Null => 1,
        _ => bodies.len(),
    });
    for (round, bodies) in (0..count).zip(bodies.iter().cycle()) {
        all.push(Round {
            name: format!("with the values {round}"),
            given: Arguments {
                parameters: given(round, &|_| true),
                body: body(bodies),
            },
        });
    }
    all
}

/// Returns whether a call needs a body. This is the case if the description requires the body, if it is the purpose of
/// the call, or if it has required properties.
fn has_to_be_given(api: &Description, operation: &Operation) -> bool {
    let Some(form) = Form::of(&operation.request) else {
        return false;
    };
    let is_required = operation.request.get("required") == Some(&json!(true));
    let requires = |shape: &Json| {
        let required = shape.get("required").and_then(Json::as_array);
        required.is_some_and(|it| !it.is_empty())
    };
    let is_one_text = !form.is_json() && Form::all(&operation.request).count() == 1;
    is_required
        || is_one_text
        || form.is_json() && shapes(api, form.schema()).iter().all(|it| requires(it))
}

/// Returns a body in the form that is sent. A text body is a string.
fn body(operation: &Operation, bodies: &Bodies<'_>) -> Option<Json> {
    let form = Form::of(&operation.request)?;
    if !form.is_json() {
        return Some(json!("# text\n\u{fc}\u{1f980}\n"));
    }
    let mut runner = TestRunner::deterministic();
    let tree = bodies.of(form.schema()).new_tree(&mut runner).ok()?;
    Some(tree.current())
}

/// Returns the values to check for a parameter.
pub(in crate::check) fn values(api: &Description, parameter: &Json) -> Vec<Json> {
    let schema = parameter.get("schema").unwrap_or(&Json::Null);
    if is_multi_segment(parameter) {
        return SEGMENTS.iter().map(|it| json!(it)).collect();
    }
    of_schema(api, schema)
}

fn of_schema(api: &Description, schema: &Json) -> Vec<Json> {
    let all = shapes(api, schema);
    all.iter().flat_map(|it| of_shape(api, it)).collect()
}

fn of_shape(api: &Description, shape: &Json) -> Vec<Json> {
    if let Some(values) = shape.get("enum").and_then(Json::as_array) {
        return values.iter().filter(|it| !it.is_null()).cloned().collect();
    }
    let format = shape.get("format").and_then(Json::as_str);
    match (kind(shape), format) {
        (Some("integer"), _) => vec![json!(7), json!(9_007_199_254_740_993_i64), json!(i64::MAX)],
        (Some("number"), _) => vec![json!(7), json!(0.5)],
        (Some("boolean"), _) => vec![json!(true), json!(false)],
        (Some("array"), _) => {
            let items = of_schema(api, shape.get("items").unwrap_or(&Json::Null));
            let next = items.iter().cycle().skip(1);
            items.iter().zip(next).map(|(a, b)| json!([a, b])).collect()
        }
        (_, Some("date-time")) => vec![
            json!("2021-08-03T18:00:00Z"),
            json!("2021-08-03T18:00:00.25-06:00"),
        ],
        (_, Some("date")) => vec![json!("2025-10-13")],
        _ => AWKWARD.iter().map(|it| json!(it)).collect(),
    }
}

/// Returns a parameter's name.
pub(in crate::check) fn name(parameter: &Json) -> &str {
    let name = parameter.get("name").and_then(Json::as_str);
    name.unwrap_or_default()
}

/// Returns whether a path parameter may span several segments.
pub(in crate::check) fn is_multi_segment(parameter: &Json) -> bool {
    parameter.get("x-multi-segment") == Some(&json!(true))
}

/// Returns whether a path parameter is at the end of the path.
pub(super) fn is_last(operation: &Operation, parameter: &Json) -> bool {
    operation
        .path
        .ends_with(&format!("/{{{}}}", name(parameter)))
}

/// Returns whether a parameter accepts any string.
pub(super) fn is_plain_text(api: &Description, parameter: &Json) -> bool {
    let schema = parameter.get("schema").unwrap_or(&Json::Null);
    let all = shapes(api, schema);
    all.iter().all(|it| {
        let is_free = it.get("enum").is_none() && it.get("format").is_none();
        kind(it) == Some("string") && is_free
    })
}
