//! Finds references to schemas that allow only null.

use std::collections::{BTreeMap, BTreeSet};

use super::node::Node;
use crate::description::pointer::{decode, escape};

/// The decoded references to components that allow only null.
#[derive(Debug, Default)]
pub(super) struct Nulls(BTreeSet<String>);

impl Nulls {
    /// Finds the components that allow only null, by pointer and by `$anchor`. The result includes components that
    /// reference a component of null only.
    pub(super) fn of(top: &Node) -> Self {
        let components = top.get("components").and_then(|it| it.get("schemas"));
        let mut referenced_by: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut found = Vec::new();
        for (name, schema) in components.and_then(Node::members).into_iter().flatten() {
            let pointer = format!("#/components/schemas/{}", escape(name));
            if let Some(target) = schema.get("$ref").and_then(Node::as_text) {
                let target = decode(&target).into_owned();
                referenced_by.entry(target).or_default().push(pointer);
            } else if is_null(schema) {
                let anchor = schema.get("$anchor").and_then(Node::as_text);
                found.extend(anchor.map(|it| format!("#{it}")));
                found.push(pointer);
            }
        }
        let mut nulls = BTreeSet::new();
        while let Some(reference) = found.pop() {
            found.extend(referenced_by.remove(&reference).into_iter().flatten());
            nulls.insert(reference);
        }
        Self(nulls)
    }

    /// Returns whether a schema is a reference to a component that allows only null.
    pub(super) fn has(&self, schema: &Node) -> bool {
        let reference = schema.get("$ref").and_then(Node::as_text);
        reference.is_some_and(|it| self.0.contains(decode(&it).as_ref()))
    }
}

fn is_null(schema: &Node) -> bool {
    let is_type = |it: &Node| it.type_name().is_some_and(|it| it == "null");
    let is_value = |it: &Node| it.is("null");
    let are = |items: &Node, is: &dyn Fn(&Node) -> bool| match items {
        Node::List(items) => !items.is_empty() && items.iter().all(is),
        item => is(item),
    };
    schema.get("type").is_some_and(|it| are(it, &is_type))
        || schema.get("const").is_some_and(is_value)
        || schema.get("enum").is_some_and(|it| are(it, &is_value))
}
