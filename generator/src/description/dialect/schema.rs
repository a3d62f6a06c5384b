//! Rewrites a schema of JSON Schema 2020-12 to a schema of OpenAPI 3.0.

use super::moved::Cursor;
use super::node::{Members, Node, rename};
use super::{several, types};

/// The keywords without an effect on a client. Rewriting turns each keyword into an annotation with the prefix `x-`.
const ANNOTATIONS: &[&str] = &[
    "$anchor",
    "$comment",
    "$dynamicAnchor",
    "$dynamicRef",
    "$id",
    "$schema",
    "$vocabulary",
    "contains",
    "contentSchema",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "if",
    "maxContains",
    "minContains",
    "propertyNames",
    "then",
    "unevaluatedItems",
];

/// The members that do not constrain the values of a schema.
const TEXTS: &[&str] = &["$comment", "description", "examples", "summary", "title"];

/// The members whose value is a schema.
const SCHEMAS: &[&str] = &["items", "additionalProperties", "not"];

/// The members whose value is a list of schemas.
const LISTS: &[&str] = &["allOf", "anyOf", "oneOf"];

/// The members whose value is an object of schemas.
const OBJECTS: &[&str] = &["properties", "$defs", "definitions"];

/// Rewrites a schema and all schemas within it.
pub(super) fn rewrite(schema: &mut Node, at: &mut Cursor) {
    if schema.is("true") {
        *schema = Node::Object(Members::new());
    } else if schema.is("false") {
        *schema = Node::object([("not", Node::Object(Members::new()))]);
    }
    let Some(members) = schema.members_mut() else {
        return;
    };
    for anchor in ["$anchor", "$dynamicAnchor"] {
        if let Some(name) = members.get(anchor).and_then(Node::as_text) {
            at.anchor(&name);
        }
    }
    dynamic_reference(members, at);
    // Ignores a `type` that is neither a name nor a list.
    if let Some(Node::Object(_)) = members.get("type") {
        rename(members, "type", "x-type");
    }
    for name in ANNOTATIONS {
        rename(members, name, &format!("x-{name}"));
    }
    several::pattern_properties(members, at);
    unevaluated_properties(members, at);
    several::prefix_items(members, at);
    within(members, at);
    constant(members, at);
    exclusive(members, "exclusiveMinimum", "minimum", |own, other| {
        own >= other
    });
    exclusive(members, "exclusiveMaximum", "maximum", |own, other| {
        own <= other
    });
    example(members);
    content(members);
    types::settle(members, at);
    reference(members, at);
}

/// Rewrites a dynamic reference to a reference if it has a single target. With several targets, the target depends on
/// the referencing schemas, so any value is allowed.
fn dynamic_reference(members: &mut Members, at: &Cursor) {
    let reference = members.get("$dynamicRef").and_then(Node::as_text);
    let name = reference.as_deref().and_then(|it| it.strip_prefix('#'));
    let is_single = name.is_some_and(|it| at.targets.has_single_anchor(it));
    if is_single && !members.contains_key("$ref") {
        rename(members, "$dynamicRef", "$ref");
    }
}

/// Rewrites the schemas within a schema. `additionalProperties` may be `true` or `false` in OpenAPI 3.0 as well.
fn within(members: &mut Members, at: &mut Cursor) {
    for (key, value) in members.iter_mut() {
        let key = key.as_str();
        if key == "additionalProperties" && (value.is("true") || value.is("false")) {
            continue;
        }
        at.within(key, |at| {
            if SCHEMAS.contains(&key) {
                rewrite(value, at);
            } else if LISTS.contains(&key) {
                let items = value.items_mut().into_iter().flatten();
                for (index, it) in items.enumerate() {
                    if key != "allOf" {
                        plain_reference(it);
                    }
                    at.within(&index.to_string(), |at| rewrite(it, at));
                }
            } else if OBJECTS.contains(&key) {
                for (name, it) in value.members_mut().into_iter().flatten() {
                    at.within(name, |at| rewrite(it, at));
                }
            }
        });
    }
}

/// Turns the texts beside a reference in a union into annotations, since a discriminator maps to plain references.
fn plain_reference(schema: &mut Node) {
    let Some(members) = schema.members_mut() else {
        return;
    };
    let is_text = |key: &String| key == "$ref" || TEXTS.contains(&key.as_str());
    if members.contains_key("$ref") && members.keys().all(is_text) {
        for text in TEXTS {
            rename(members, text, &format!("x-{text}"));
        }
    }
}

/// Rewrites `const` to an `enum` with one value. Adds the value's type to an untyped schema, so that the value can
/// select a variant.
fn constant(members: &mut Members, at: &mut Cursor) {
    let Some((index, _, value)) = members.shift_remove_full("const") else {
        return;
    };
    let kind = types::of_scalar(&value);
    members.shift_insert(
        index.min(members.len()),
        "enum".to_owned(),
        Node::List(vec![value]),
    );
    at.moves("const", "enum/0");
    if let Some(kind) = kind.filter(|_| !members.contains_key("type")) {
        members.insert("type".to_owned(), Node::text(kind));
    }
}

/// Rewrites an exclusive bound to a bound with a flag. If there are two bounds, keeps the stricter one.
fn exclusive(members: &mut Members, keyword: &str, bound: &str, is_stricter: fn(f64, f64) -> bool) {
    let Some(value) = members.get(keyword).filter(|it| it.is_number()).cloned() else {
        return;
    };
    let number = |it: &Node| it.to_string().parse::<f64>().ok();
    let other = members.get(bound).and_then(number);
    let counts = number(&value).is_none_or(|own| other.is_none_or(|other| is_stricter(own, other)));
    if counts {
        members.insert(bound.to_owned(), value);
        members.insert(keyword.to_owned(), Node::flag(true));
    } else {
        members.shift_remove(keyword);
    }
}

/// Rewrites `examples` to the first example.
fn example(members: &mut Members) {
    let Some((index, _, examples)) = members.shift_remove_full("examples") else {
        return;
    };
    let first = match examples {
        Node::List(items) => items.into_iter().next(),
        // Some descriptions write `examples` of a schema as an object, like `examples` of a media type.
        Node::Object(named) => named
            .into_values()
            .next()
            .and_then(|it| it.get("value").cloned()),
        Node::Scalar(_) => None,
    };
    if let Some(first) = first.filter(|_| !members.contains_key("example")) {
        members.shift_insert(index.min(members.len()), "example".to_owned(), first);
    }
}

/// Rewrites the encoding of bytes to a format.
fn content(members: &mut Members) {
    let has_format = members.contains_key("format");
    let text = |name: &str| members.get(name).and_then(Node::as_text);
    let format = match (
        text("contentEncoding").as_deref(),
        text("contentMediaType").as_deref(),
    ) {
        (Some("base64"), _) => Some("byte"),
        (None, Some(media_type)) if !is_text(media_type) => Some("binary"),
        _ => None,
    };
    rename(members, "contentEncoding", "x-contentEncoding");
    rename(members, "contentMediaType", "x-contentMediaType");
    if let Some(format) = format.filter(|_| !has_format) {
        members.insert("format".to_owned(), Node::text(format));
    }
}

/// Returns whether the values of a media type are text.
fn is_text(media_type: &str) -> bool {
    let is_of = |it: &str| media_type.ends_with(it) || media_type.contains(&format!("{it};"));
    media_type.starts_with("text/") || is_of("json") || is_of("xml") || is_of("yaml")
}

/// Rewrites `unevaluatedProperties` to `additionalProperties`, which `lower` applies to all parts of an `allOf`. In a
/// schema with a union, the keyword becomes an annotation.
fn unevaluated_properties(members: &mut Members, at: &mut Cursor) {
    if !members.contains_key("unevaluatedProperties") {
        return;
    }
    let mut others = ["additionalProperties", "anyOf", "oneOf", "x-if"].iter();
    let name = match others.any(|it| members.contains_key(*it)) {
        true => "x-unevaluatedProperties",
        false => "additionalProperties",
    };
    rename(members, "unevaluatedProperties", name);
    at.moves("unevaluatedProperties", name);
}

/// Rewrites a reference beside other keywords to the first part of an `allOf`.
fn reference(members: &mut Members, at: &mut Cursor) {
    let is_text = |key: &String| key.strip_prefix("x-").is_some_and(|it| TEXTS.contains(&it));
    let is_alone = members.keys().all(|it| it == "$ref" || is_text(it));
    if is_alone || !members.contains_key("$ref") {
        return;
    }
    let Some((index, _, target)) = members.shift_remove_full("$ref") else {
        return;
    };
    let target = Node::object([("$ref", target)]);
    match members.get_mut("allOf").and_then(Node::items_mut) {
        Some(parts) => {
            for part in (0..parts.len()).rev() {
                at.moves(&format!("allOf/{part}"), &format!("allOf/{}", part + 1));
            }
            parts.insert(0, target);
        }
        None => {
            let index = index.min(members.len());
            members.shift_insert(index, "allOf".to_owned(), Node::List(vec![target]));
        }
    }
    at.moves("$ref", "allOf/0");
}
