//! Rewrites references: those with siblings, those to path items, and those whose target is moved.

use super::moved::{Cursor, Moved};
use super::node::{Members, Node, rename};
use crate::description::pointer::{decode, escape, unescape};

/// The members that OpenAPI 3.1 allows beside a reference, instead of the same texts of the target.
const TEXTS: &[&str] = &["summary", "description"];

/// The members whose own members are named by the description's author.
const NAMES: &[&str] = &[
    "$defs",
    "callbacks",
    "content",
    "definitions",
    "encoding",
    "examples",
    "headers",
    "links",
    "parameters",
    "properties",
    "responses",
    "schemas",
    "variables",
];

/// The members that contain data.
const DATA: &[&str] = &["default", "enum", "example", "value"];

/// Turns the texts beside a reference into annotations, except in schemas.
pub(super) fn bare(node: &mut Node, _: &mut Cursor) {
    let Some(members) = node.members_mut() else {
        return;
    };
    if !members.contains_key("$ref") {
        return;
    }
    for text in TEXTS {
        rename(members, text, &format!("x-{text}"));
    }
}

/// Replaces a reference to a shared path item by the path item. Members next to the reference take precedence.
pub(super) fn inline(item: &mut Node, at: &mut Cursor, shared: &Members) {
    /// The maximum length of a chain of references. A chain may be a cycle.
    const DEEPEST: usize = 8;
    for _ in 0..DEEPEST {
        let Some(members) = item.members_mut() else {
            return;
        };
        let reference = members.get("$ref").and_then(Node::as_text);
        let name = reference.and_then(|it| {
            let name = it.strip_prefix("#/components/pathItems/")?;
            Some(unescape(&decode(name)))
        });
        let Some((name, Node::Object(target))) = name.and_then(|it| shared.get_key_value(&it))
        else {
            return;
        };
        members.shift_remove("$ref");
        for (key, value) in target {
            if !members.contains_key(key) {
                members.insert(key.clone(), value.clone());
                let key = escape(key);
                let given = format!("#/components/pathItems/{}/{key}", escape(name));
                at.comes(given, &key);
            }
        }
    }
}

/// Redirects all references whose targets were moved.
pub(super) fn redirect(node: &mut Node, moved: &Moved, is_names: bool) {
    match node {
        Node::Scalar(_) => {}
        Node::List(items) => {
            let items = items.iter_mut();
            items.for_each(|it| redirect(it, moved, false));
        }
        Node::Object(members) => {
            for (key, value) in members {
                let key = key.as_str();
                if !is_names && (DATA.contains(&key) || key.starts_with("x-")) {
                    continue;
                }
                match value.as_text() {
                    Some(reference) if !is_names && key == "$ref" => {
                        *value = Node::text(&moved.rewritten(&reference));
                    }
                    _ => redirect(value, moved, !is_names && NAMES.contains(&key)),
                }
            }
        }
    }
}
