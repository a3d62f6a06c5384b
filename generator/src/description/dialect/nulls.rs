//! Writes `type: "null"` in place of references to it in unions, so that the branch of null is found there.

use std::collections::{BTreeMap, BTreeSet};

use super::node::Node;
use super::types;

const UNIONS: &[&str] = &["anyOf", "oneOf"];

/// Rewrites the branches of all unions that reference a component of null only.
pub(super) fn inline(top: &mut Node) {
    let components = top.get("components").and_then(|it| it.get("schemas"));
    let Some(components) = components.and_then(Node::members) else {
        return;
    };
    let mut referenced_by: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut found = Vec::new();
    for (name, schema) in components {
        let name = name.replace('~', "~0").replace('/', "~1");
        let pointer = format!("#/components/schemas/{name}");
        if let Some(target) = schema.get("$ref").and_then(Node::as_text) {
            referenced_by.entry(target).or_default().push(pointer);
        } else if is_null(schema) {
            found.push(pointer);
        }
    }
    let mut nulls = BTreeSet::new();
    while let Some(pointer) = found.pop() {
        // A component that references a null is one too.
        found.extend(referenced_by.remove(&pointer).into_iter().flatten());
        nulls.insert(pointer);
    }
    if !nulls.is_empty() {
        within(top, &nulls);
    }
}

fn within(node: &mut Node, nulls: &BTreeSet<String>) {
    match node {
        Node::Object(members) => {
            for (key, value) in members {
                let is_union = UNIONS.contains(&key.as_str());
                let branches = value.items_mut().filter(|_| is_union);
                for branch in branches.into_iter().flatten() {
                    if is_reference(branch, nulls) {
                        *branch = Node::object([("type", Node::text("null"))]);
                    }
                }
                within(value, nulls);
            }
        }
        Node::List(items) => items.iter_mut().for_each(|it| within(it, nulls)),
        Node::Scalar(_) => {}
    }
}

fn is_null(schema: &Node) -> bool {
    let is_null = |it: &Node| types::name(it).is_some_and(|it| it == "null");
    let are_null = |it: &Node, is_null: &dyn Fn(&Node) -> bool| match it {
        Node::List(items) => !items.is_empty() && items.iter().all(is_null),
        it => is_null(it),
    };
    schema.get("type").is_some_and(|it| are_null(it, &is_null))
        || schema.get("const").is_some_and(|it| it.is("null"))
        || schema
            .get("enum")
            .is_some_and(|it| are_null(it, &|it| it.is("null")))
}

fn is_reference(schema: &Node, to: &BTreeSet<String>) -> bool {
    let reference = schema.get("$ref").and_then(Node::as_text);
    reference.is_some_and(|it| to.contains(&it))
}
