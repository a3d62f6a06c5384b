//! Rewrites a part of a description after an overlay corrected it with keywords of OpenAPI 3.1.

use serde_yaml::Value as Tree;

use super::moved::Cursor;
use super::node::Node;
use super::{document, with_stack};

/// The schema keywords that are new in OpenAPI 3.1.
const WORDS: &[&str] = &[
    "const",
    "contentEncoding",
    "contentMediaType",
    "patternProperties",
    "prefixItems",
    "unevaluatedProperties",
];

/// The keywords that are a number in 3.1, and a flag in 3.0.
const BOUNDS: &[&str] = &["exclusiveMaximum", "exclusiveMinimum"];

/// The members that contain data and no schemas.
const DATA: &[&str] = &["default", "enum", "example", "examples", "value"];

/// Returns whether a member of an overlay's update uses OpenAPI 3.1.
pub(in crate::description) fn has_words(key: &str, value: &Tree) -> bool {
    let is_null = |it: &Tree| it.is_null() || it.as_str() == Some("null");
    let is_word = match key {
        "type" => value.is_sequence() || is_null(value),
        key if BOUNDS.contains(&key) => value.is_number(),
        key => WORDS.contains(&key),
    };
    is_word || !DATA.contains(&key) && !key.starts_with("x-") && within(value, key == "properties")
}

/// Returns whether a value contains keywords of OpenAPI 3.1. Names of properties are not keywords.
fn within(value: &Tree, is_names: bool) -> bool {
    match value {
        Tree::Sequence(items) => items.iter().any(|it| within(it, false)),
        Tree::Mapping(members) => members.iter().any(|(key, value)| match key.as_str() {
            Some(key) if !is_names => has_words(key, value),
            _ => within(value, false),
        }),
        _ => false,
    }
}

/// Rewrites an operation, or a component of the given kind, to OpenAPI 3.0. Returns `None` if the text cannot be
/// parsed; a later stage reports that.
pub(in crate::description) fn part(kind: Option<&str>, text: &str) -> Option<String> {
    with_stack(|| {
        let mut node = Node::parse(text).ok().flatten()?;
        let mut cursor = Cursor::at_root(&node);
        document::part(kind, &mut node, &mut cursor);
        Some(node.to_string())
    })
}
