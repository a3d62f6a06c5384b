//! Translates a description from OpenAPI 3.0 to 3.1 without changing its meaning or its order.

mod compare;

pub use self::compare::{check, same_crate};

use serde_yaml::{Mapping, Value};

/// The methods of a path item.
const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// The annotations that are allowed next to a reference.
const WORDS: &[&str] = &["description", "title", "deprecated", "default", "example"];

/// Translates a description in OpenAPI 3.0 (JSON or YAML) to OpenAPI 3.1 in JSON.
///
/// # Errors
///
/// Fails if the text is neither JSON nor YAML.
pub fn to_3_1(text: &str) -> Result<String, String> {
    let mut top: Value = match text.trim_start().starts_with('{') {
        true => serde_json::from_str(text).map_err(|error| error.to_string())?,
        false => serde_yaml::from_str(text).map_err(|error| error.to_string())?,
    };
    let map = top
        .as_mapping_mut()
        .ok_or("the description is not an object")?;
    map.insert("openapi".into(), "3.1.0".into());
    if let Some(components) = map.get_mut("components") {
        each(components, "schemas", schema);
        each(components, "parameters", parameter);
        each(components, "headers", parameter);
        each(components, "requestBodies", content);
        each(components, "responses", response);
    }
    each_value(map.get_mut("paths"), path_item);
    rename(map, "x-webhooks", "webhooks");
    each_value(map.get_mut("webhooks"), path_item);
    serde_json::to_string(&top).map_err(|error| error.to_string())
}

fn each(of: &mut Value, key: &str, change: fn(&mut Value)) {
    each_value(of.get_mut(key), change);
}

fn each_value(of: Option<&mut Value>, change: fn(&mut Value)) {
    let map = of.and_then(Value::as_mapping_mut);
    for (key, value) in map.into_iter().flatten() {
        if key.as_str().is_none_or(|it| !it.starts_with("x-")) {
            change(value);
        }
    }
}

fn each_item(of: Option<&mut Value>, change: fn(&mut Value)) {
    let items = of.and_then(Value::as_sequence_mut);
    items.into_iter().flatten().for_each(change);
}

fn path_item(item: &mut Value) {
    each_item(item.get_mut("parameters"), parameter);
    for method in METHODS {
        let Some(operation) = item.get_mut(*method) else {
            continue;
        };
        each_item(operation.get_mut("parameters"), parameter);
        if let Some(body) = operation.get_mut("requestBody") {
            content(body);
        }
        each_value(operation.get_mut("responses"), response);
        let callbacks = operation.get_mut("callbacks");
        each_value(callbacks, |it| each_value(Some(it), path_item));
    }
}

fn parameter(parameter: &mut Value) {
    if let Some(it) = parameter.get_mut("schema") {
        schema(it);
    }
    content(parameter);
}

fn response(response: &mut Value) {
    content(response);
    each_value(response.get_mut("headers"), parameter);
}

fn content(of: &mut Value) {
    each_value(of.get_mut("content"), |media| {
        if let Some(it) = media.get_mut("schema") {
            schema(it);
        }
    });
}

/// Translates a schema and all schemas within it.
fn schema(of: &mut Value) {
    let Some(map) = of.as_mapping_mut() else {
        return;
    };
    each_value(map.get_mut("properties"), schema);
    for key in ["items", "additionalProperties", "not"] {
        if let Some(inner) = map.get_mut(key) {
            schema(inner);
        }
    }
    for key in ["allOf", "anyOf", "oneOf"] {
        each_item(map.get_mut(key), schema);
    }
    exclusive(map, "exclusiveMinimum", "minimum");
    exclusive(map, "exclusiveMaximum", "maximum");
    one_value(map);
    bytes(map);
    null(map);
    reference(map);
    if let Some(example) = take(map, "example") {
        map.insert("examples".into(), Value::Sequence(vec![example]));
    }
    if map.is_empty() {
        *of = Value::Bool(true);
    }
}

/// Translates the flag of an exclusive bound to an exclusive bound.
fn exclusive(map: &mut Mapping, keyword: &str, bound: &str) {
    match map.get(keyword) {
        Some(Value::Bool(true)) => {
            take(map, keyword);
            if let Some(value) = take(map, bound) {
                map.insert(keyword.into(), value);
            }
        }
        Some(Value::Bool(false)) => {
            take(map, keyword);
        }
        _ => {}
    }
}

/// Translates a typed enum with one value to `const`.
fn one_value(map: &mut Mapping) {
    let values = map.get("enum").and_then(Value::as_sequence);
    if map.contains_key("type") && values.is_some_and(|it| it.len() == 1) {
        rename(map, "enum", "const");
        if let Some(value) = map.get_mut("const") {
            *value = value.get(0).cloned().unwrap_or_default();
        }
    }
}

/// Translates the formats of binary data to the corresponding encoding keywords.
fn bytes(map: &mut Mapping) {
    let encoded = match map.get("format").and_then(Value::as_str) {
        Some("byte") => ("contentEncoding", "base64"),
        Some("binary") => ("contentMediaType", "application/octet-stream"),
        _ => return,
    };
    take(map, "format");
    map.insert(encoded.0.into(), encoded.1.into());
}

/// Translates `nullable` to an additional type or subschema. A schema that allows neither keeps `nullable`.
fn null(map: &mut Mapping) {
    match map.get("nullable") {
        Some(Value::Bool(true)) => {}
        Some(_) => {
            take(map, "nullable");
            return;
        }
        None => return,
    }
    let branch: Value = {
        let mut branch = Mapping::new();
        branch.insert("type".into(), "null".into());
        branch.into()
    };
    if let Some(kind) = map.get_mut("type") {
        *kind = Value::Sequence(vec![kind.clone(), "null".into()]);
    } else if let Some(branches) = ["oneOf", "anyOf"].iter().find(|it| map.contains_key(**it)) {
        let branches = map.get_mut(*branches).and_then(Value::as_sequence_mut);
        branches.into_iter().for_each(|it| it.push(branch.clone()));
    } else if map
        .get("allOf")
        .and_then(Value::as_sequence)
        .is_some_and(|it| it.len() == 1)
    {
        rename(map, "allOf", "anyOf");
        let branches = map.get_mut("anyOf").and_then(Value::as_sequence_mut);
        branches.into_iter().for_each(|it| it.push(branch.clone()));
    } else {
        // A schema without a type.
        return;
    }
    take(map, "nullable");
}

/// Translates an `allOf` with one reference to a reference with annotations.
fn reference(map: &mut Mapping) {
    let target = map.get("allOf").and_then(Value::as_sequence);
    let target = target.filter(|it| it.len() == 1).and_then(|it| it.first());
    let Some(target) = target.and_then(|it| it.get("$ref")).cloned() else {
        return;
    };
    let are_words = |key: &Value| {
        key.as_str()
            .is_some_and(|it| it == "allOf" || WORDS.contains(&it))
    };
    if map.keys().all(are_words) && map.len() > 1 {
        rename(map, "allOf", "$ref");
        map.insert("$ref".into(), target);
    }
}

fn take(map: &mut Mapping, key: &str) -> Option<Value> {
    map.shift_remove(key)
}

/// Renames a member without changing its position.
fn rename(map: &mut Mapping, from: &str, to: &str) {
    if !map.contains_key(from) {
        return;
    }
    let members = std::mem::take(map).into_iter();
    let renamed = members.map(|(key, value)| match key.as_str() == Some(from) {
        true => (to.into(), value),
        false => (key, value),
    });
    *map = renamed.collect();
}
