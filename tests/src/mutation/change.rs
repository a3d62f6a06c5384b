//! One structural mutation of a description.

use serde_json::{Map, Value as Json, json};

use crate::random::Random;

/// Hostile texts: each tries to end its context, or has a special meaning in some context.
const HOSTILE: &[&str] = &[
    "",
    " ",
    "*/",
    "\"#",
    "\"##\"",
    "`",
    "```",
    "````",
    "\u{202e}",
    "\u{2028}",
    "\u{0}",
    "\u{feff}",
    "a\nb",
    "a\r\nb",
    "//! x",
    "#![x]",
    "{",
    "}",
    "{x}",
    "{0}",
    "${x}",
    "%s",
    "\\",
    "\\u{41}",
    "'",
    "-->",
    "]]>",
    "<script>",
    "[a](b)",
    "[`a`]",
    "https://x",
    "1",
    "-1",
    "+1",
    "_",
    "__",
    "self",
    "Self",
    "super",
    "crate",
    "type",
    "r#type",
    "async",
    "true",
    "null",
    "unknown",
    "Unknown",
    "other",
    "Other",
    "String",
    "Option",
    "Vec",
    "Box",
    "Default",
    "new",
    "default",
    "additional",
    "nulls",
    "call",
    "core",
    "body",
    "client",
    "types",
    "runtime",
    "mod",
    "lib",
    "main",
    "conformance",
    "pages",
    "items",
    "send",
    "into_future",
    "clone",
    "path",
    "query",
    "MEMBERS",
    "OPERATION",
    "é",
    "\u{1f600}",
    "ß",
    "a/b",
    "../../x",
    "a.b",
    "a~b",
    "#",
    "#/components/schemas/thing",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
];

/// Keywords of schemas, parameters and operations, each with a value.
fn known(random: &mut Random) -> (&'static str, Json) {
    let all = [
        ("type", json!("string")),
        ("type", json!("object")),
        ("type", json!("array")),
        ("type", json!("integer")),
        ("type", json!("boolean")),
        ("type", json!("number")),
        ("nullable", json!(true)),
        ("deprecated", json!(true)),
        ("required", json!(true)),
        ("required", json!(["a", "id", "name"])),
        ("format", json!("date-time")),
        ("format", json!("date")),
        ("format", json!("binary")),
        ("enum", json!(["a", "b", null])),
        ("enum", json!([1, true, "x"])),
        ("enum", json!([])),
        ("items", json!({})),
        (
            "items",
            json!({"type": "object", "properties": {"a": {"type": "string"}}}),
        ),
        (
            "properties",
            json!({"a": {"type": "string"}, "b": {"nullable": true}}),
        ),
        ("additionalProperties", json!(true)),
        ("additionalProperties", json!({"type": "string"})),
        (
            "oneOf",
            json!([{"type": "string"}, {"type": "object", "required": ["a"], "properties": {"a": {}}}]),
        ),
        (
            "anyOf",
            json!([{"type": "integer"}, {"type": "array", "items": {}}]),
        ),
        ("allOf", json!([{"type": "string"}])),
        ("not", json!({})),
        ("default", json!("x")),
        ("example", json!({"a": 1})),
        ("description", json!("> [!NOTE]\n> x\n\n```\ncode")),
        ("summary", json!("A *summary* of `code")),
        ("in", json!("query")),
        ("in", json!("path")),
        ("name", json!("per_page")),
        ("name", json!("page")),
        ("externalDocs", json!({"url": "x) `y"})),
        ("tags", json!(["things", "things"])),
        ("operationId", json!("things/get")),
        ("204", json!({"description": "Nothing"})),
        (
            "404",
            json!({"description": "None", "content": {"application/json": {"schema": {"type": "string"}}}}),
        ),
        ("$ref", json!("#/components/schemas/thing")),
        ("$ref", json!("#/components/schemas/tree")),
    ];
    let at = random.below(all.len());
    all.into_iter().nth(at).unwrap_or(("type", Json::Null))
}

/// Applies one random mutation.
pub(super) fn once(description: &mut Json, random: &mut Random) {
    let other = {
        let at = random.below(size(description));
        node(description, &mut { at }).map(|it| it.clone())
    };
    // The required keywords of the document need no protection, because they are rarely mutated.
    let at = random.below(size(description));
    let Some(node) = node(description, &mut { at }) else {
        return;
    };
    match random.below(10) {
        0 => delete(node, random),
        1 => duplicate(node, random),
        2 => *node = other.unwrap_or_default(),
        3 => retype(node, random),
        4 => rename(node, random),
        5 => *node = Json::Null,
        6 => nest(node, random),
        7 => *node = Json::String(hostile(random)),
        8 => add(node, random),
        _ => add(node, random),
    }
}

fn hostile(random: &mut Random) -> String {
    let one = random.one_of(HOSTILE).copied().unwrap_or_default();
    match random.below(3) {
        0 => format!(
            "{one}{}",
            random.one_of(HOSTILE).copied().unwrap_or_default()
        ),
        _ => one.to_owned(),
    }
}

fn delete(node: &mut Json, random: &mut Random) {
    match node {
        Json::Object(members) => {
            if let Some(key) = key_of(members, random) {
                members.remove(&key);
            }
        }
        Json::Array(items) if !items.is_empty() => {
            items.remove(random.below(items.len()));
        }
        other => *other = Json::Null,
    }
}

fn duplicate(node: &mut Json, random: &mut Random) {
    match node {
        Json::Object(members) => {
            if let Some(key) = key_of(members, random)
                && let Some(value) = members.get(&key).cloned()
            {
                let sign = ["_", "-", " ", "2", "\u{200b}", "A"];
                let more = random.one_of(&sign).copied().unwrap_or_default();
                members.insert(format!("{key}{more}"), value);
            }
        }
        Json::Array(items) => {
            if let Some(item) = random.one_of(items).cloned() {
                items.push(item);
            }
        }
        Json::String(text) => *text = text.repeat(2),
        _ => {}
    }
}

fn retype(node: &mut Json, random: &mut Random) {
    *node = match random.below(7) {
        0 => json!(true),
        1 => json!(-1),
        2 => json!(1e300),
        3 => json!("text"),
        4 => json!([node.take()]),
        5 => json!({"a": node.take()}),
        _ => json!({}),
    };
}

fn rename(node: &mut Json, random: &mut Random) {
    let Json::Object(members) = node else {
        *node = Json::String(hostile(random));
        return;
    };
    if let Some(key) = key_of(members, random)
        && let Some(value) = members.remove(&key)
    {
        members.insert(hostile(random), value);
    }
}

fn nest(node: &mut Json, random: &mut Random) {
    let depth = [2, 10, 60, 300].get(random.below(4)).copied();
    let form = random.below(4);
    for _ in 0..depth.unwrap_or_default() {
        let inner = node.take();
        // Values are moved, because copies would make the run time quadratic.
        *node = match form {
            0 => around(json!({"type": "array"}), "items", inner),
            1 => {
                let members = around(json!({}), "a", inner);
                around(json!({"type": "object"}), "properties", members)
            }
            2 => {
                let shapes = Json::Array(vec![inner, json!({"type": "string"})]);
                around(json!({}), "oneOf", shapes)
            }
            _ => Json::Array(vec![inner]),
        };
    }
}

/// Adds a property to an object.
fn around(mut object: Json, key: &str, value: Json) -> Json {
    if let Json::Object(members) = &mut object {
        members.insert(key.to_owned(), value);
    }
    object
}

fn add(node: &mut Json, random: &mut Random) {
    if let Json::Object(members) = node {
        let (key, value) = known(random);
        members.insert(key.to_owned(), value);
    } else {
        *node = known(random).1;
    }
}

fn key_of(members: &Map<String, Json>, random: &mut Random) -> Option<String> {
    members.keys().nth(random.below(members.len())).cloned()
}

/// Returns the number of values in a value, including itself.
fn size(value: &Json) -> usize {
    1 + match value {
        Json::Array(items) => items.iter().map(size).sum::<usize>(),
        Json::Object(members) => members.values().map(size).sum(),
        _ => 0,
    }
}

/// Returns the value at the pre-order index `at`.
fn node<'a>(value: &'a mut Json, at: &mut usize) -> Option<&'a mut Json> {
    if *at == 0 {
        return Some(value);
    }
    *at -= 1;
    match value {
        Json::Array(items) => items.iter_mut().find_map(|it| node(it, at)),
        Json::Object(members) => members.values_mut().find_map(|it| node(it, at)),
        _ => None,
    }
}
