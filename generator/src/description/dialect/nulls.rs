//! Writes `type: "null"` in place of references to it in unions, so that the branch of null is found there.

use std::collections::BTreeSet;

use super::node::Node;

const UNIONS: &[&str] = &["anyOf", "oneOf"];

/// Rewrites the branches of all unions that reference a component of null only.
pub(super) fn inline(top: &mut Node) {
    let components = top.get("components").and_then(|it| it.get("schemas"));
    let Some(components) = components.and_then(Node::members) else {
        return;
    };
    let mut nulls: BTreeSet<String> = BTreeSet::new();
    loop {
        let before = nulls.len();
        for (name, schema) in components {
            if is_null(schema) || is_reference(schema, &nulls) {
                nulls.insert(format!(
                    "#/components/schemas/{}",
                    name.replace('~', "~0").replace('/', "~1")
                ));
            }
        }
        if nulls.len() == before {
            break;
        }
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
    schema.get("type").is_some_and(|it| it.is("\"null\""))
        || schema.get("const").is_some_and(|it| it.is("null"))
}

fn is_reference(schema: &Node, to: &BTreeSet<String>) -> bool {
    let reference = schema.get("$ref").and_then(Node::as_text);
    reference.is_some_and(|it| to.contains(&it))
}
