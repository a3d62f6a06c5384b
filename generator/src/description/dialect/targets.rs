//! Facts about the targets of references: which branches of unions are referenced, which types the component schemas
//! declare, and how many dynamic anchors a name has.

use std::collections::{BTreeMap, BTreeSet};

use super::node::Node;
use crate::description::pointer::{decode, escape};

/// Facts about the targets of references.
#[derive(Debug, Default)]
pub(super) struct Targets {
    /// The decoded references to branches of unions.
    branches: BTreeSet<String>,
    /// The types of the component schemas that declare a single one, by reference.
    types: BTreeMap<String, String>,
    /// The number of dynamic anchors of each name.
    anchors: BTreeMap<String, usize>,
}

impl Targets {
    /// Finds the targets in a description.
    pub(super) fn of(top: &Node) -> Self {
        let mut targets = Self::default();
        targets.find(top);
        let components = top.get("components").and_then(|it| it.get("schemas"));
        for (name, schema) in components.and_then(Node::members).into_iter().flatten() {
            let has_members = schema.get("properties").is_some();
            let declared = schema.get("type").and_then(Node::type_name);
            let inferred = has_members.then(|| "object".to_owned());
            if let Some(name_of_type) = declared.or(inferred) {
                let pointer = format!("#/components/schemas/{}", escape(name));
                targets.types.insert(pointer, name_of_type);
            }
        }
        targets
    }

    fn find(&mut self, node: &Node) {
        match node {
            Node::Scalar(_) => {}
            Node::List(items) => items.iter().for_each(|it| self.find(it)),
            Node::Object(members) => {
                let reference = members.get("$ref").and_then(Node::as_text);
                let reference = reference.map(|it| decode(&it).into_owned());
                self.branches.extend(reference.filter(|it| is_branch(it)));
                let anchor = members.get("$dynamicAnchor").and_then(Node::as_text);
                if let Some(anchor) = anchor {
                    *self.anchors.entry(anchor).or_default() += 1;
                }
                members.values().for_each(|it| self.find(it));
            }
        }
    }

    /// Returns whether a branch of a union is referenced. The pointer is computed only if any branch is.
    pub(super) fn has_branch(&self, pointer: impl FnOnce() -> String) -> bool {
        !self.branches.is_empty() && self.branches.contains(&pointer())
    }

    /// Returns whether the description has one dynamic anchor of a name.
    pub(super) fn has_single_anchor(&self, name: &str) -> bool {
        self.anchors.get(name) == Some(&1)
    }

    /// Returns the single type that a schema, or the referenced component, declares.
    pub(super) fn type_of(&self, schema: &Node) -> Option<String> {
        let declared = schema.get("type").and_then(Node::type_name);
        declared.or_else(|| {
            let reference = schema.get("$ref").and_then(Node::as_text)?;
            self.types.get(decode(&reference).as_ref()).cloned()
        })
    }
}

fn is_branch(reference: &str) -> bool {
    let mut steps = reference.rsplit('/').skip(1);
    matches!(steps.next(), Some("anyOf" | "oneOf"))
}
