//! Rewrites `patternProperties` and `prefixItems`, which contain several schemas for one kind of values.

use super::moved::Cursor;
use super::node::{Members, Node};
use crate::description::pointer::escape;

/// Rewrites `patternProperties` to `additionalProperties`. If the object also declares properties and allows other
/// names, the patterns become an annotation.
pub(super) fn pattern_properties(members: &mut Members, at: &mut Cursor) {
    let rest = members.get("additionalProperties");
    let is_open = match rest {
        Some(rest) => rest.is("true"),
        None => {
            let rest = members.get("unevaluatedProperties");
            members.contains_key("properties") && !rest.is_some_and(|it| it.is("false"))
        }
    };
    let Some((index, _, Node::Object(patterns))) = members.shift_remove_full("patternProperties")
    else {
        return;
    };
    if is_open {
        let index = index.min(members.len());
        members.shift_insert(
            index,
            "x-patternProperties".to_owned(),
            Node::Object(patterns),
        );
        return;
    }
    let rest = members.shift_remove("additionalProperties");
    let rest = rest.filter(|it| !it.is("false"));
    let patterns = patterns.into_iter();
    let patterns = patterns.map(|(key, it)| (format!("patternProperties/{}", escape(&key)), it));
    let rest = rest.map(|it| ("additionalProperties".to_owned(), it));
    let schemas = patterns.chain(rest).collect();
    one_of(members, at, schemas, "additionalProperties", index);
}

/// Rewrites `prefixItems` to `items` with a union of all items.
pub(super) fn prefix_items(members: &mut Members, at: &mut Cursor) {
    let Some((index, _, Node::List(prefix))) = members.shift_remove_full("prefixItems") else {
        return;
    };
    let rest = members.shift_remove("items").filter(|it| !it.is("false"));
    let prefix = prefix.into_iter().enumerate();
    let prefix = prefix.map(|(index, it)| (format!("prefixItems/{index}"), it));
    let rest = rest.map(|it| ("items".to_owned(), it));
    let schemas = prefix.chain(rest).collect();
    one_of(members, at, schemas, "items", index);
    if !members.contains_key("type") {
        members.insert("type".to_owned(), Node::text("array"));
    }
}

/// Inserts a schema whose values match at least one of the schemas.
fn one_of(
    members: &mut Members,
    at: &mut Cursor,
    schemas: Vec<(String, Node)>,
    keyword: &str,
    index: usize,
) {
    let mut branches: Vec<Node> = Vec::new();
    let mut places = Vec::new();
    for (given, schema) in schemas {
        let known = branches.iter().position(|it| *it == schema);
        places.push((given, known.unwrap_or(branches.len())));
        if known.is_none() {
            branches.push(schema);
        }
    }
    let is_union = branches.len() > 1;
    // Records the last move first, since the pointer of the last move may be that of the keyword itself.
    for (given, branch) in places.iter().rev() {
        match is_union {
            true => at.moves(given, &format!("{keyword}/anyOf/{branch}")),
            false => at.moves(given, keyword),
        }
    }
    let schema = match is_union {
        true => Some(Node::object([("anyOf", Node::List(branches))])),
        false => branches.pop(),
    };
    if let Some(schema) = schema {
        let index = index.min(members.len());
        members.shift_insert(index, keyword.to_owned(), schema);
    }
}
