//! Facts about the targets of references: referenced branches of unions, types of component schemas, and the number of
//! dynamic anchors per name.

use std::collections::{BTreeMap, BTreeSet};

use super::node::{Members, Node};
use crate::description::pointer::{decode, escape, unescape};

/// Facts about the targets of references.
#[derive(Debug, Default)]
pub(super) struct Targets {
    /// The decoded references to branches of unions.
    branches: BTreeSet<String>,
    /// The types of component schemas that allow a single type, by reference.
    types: BTreeMap<String, String>,
    /// The properties of the component schemas that declare any, by reference.
    properties: BTreeMap<String, Properties>,
    /// The number of dynamic anchors of each name.
    anchors: BTreeMap<String, usize>,
}

/// The properties that a schema declares, with the parts of its `allOf`.
#[derive(Debug, Default)]
struct Properties {
    declared: BTreeSet<String>,
    required: BTreeSet<String>,
}

impl Targets {
    /// Finds the targets in a description.
    pub(super) fn of(top: &Node) -> Self {
        let mut targets = Self::default();
        targets.find(top);
        let components = top.get("components").and_then(|it| it.get("schemas"));
        let components = components.and_then(Node::members);
        for (name, schema) in components.into_iter().flatten() {
            let pointer = format!("{SCHEMAS}{}", escape(name));
            // A component that has no type, or that is being looked at, has none the second time either.
            let mut once = Once::new(components);
            if let Some(inferred) = inferred(schema, &mut |it| once.component(it), 0) {
                targets.types.insert(pointer.clone(), inferred);
            }
            let mut properties = Properties::default();
            let mut once = Once::new(components);
            properties.collect(schema, &mut |it| once.component(it), 0);
            if !properties.declared.is_empty() {
                targets.properties.insert(pointer, properties);
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

    /// Returns whether a branch of a union is referenced. Computes the pointer only if any branch is referenced.
    pub(super) fn has_branch(&self, pointer: impl FnOnce() -> String) -> bool {
        !self.branches.is_empty() && self.branches.contains(&pointer())
    }

    /// Returns whether the description has exactly one dynamic anchor with this name.
    pub(super) fn has_single_anchor(&self, name: &str) -> bool {
        self.anchors.get(name) == Some(&1)
    }

    /// Returns whether the component schema that a branch references declares all of these keywords: a type, properties,
    /// and which of them are required.
    pub(super) fn declares(&self, branch: &Members, keywords: &Members) -> bool {
        let reference = branch.get("$ref").and_then(Node::as_text);
        let properties = reference.and_then(|it| self.properties.get(decode(&it).as_ref()));
        let Some(properties) = properties else {
            return false;
        };
        keywords
            .iter()
            .all(|(keyword, value)| match (keyword.as_str(), value) {
                ("type", _) => true,
                ("properties", Node::Object(all)) => {
                    all.keys().all(|it| properties.declared.contains(it))
                }
                ("required", Node::List(all)) => {
                    let mut all = all.iter().filter_map(Node::as_text);
                    all.all(|it| properties.required.contains(&it))
                }
                _ => false,
            })
    }

    /// Returns the single type of a schema's values, if the schema or the components that it references say so.
    pub(super) fn type_of(&self, schema: &Node) -> Option<String> {
        let declared = inferred(schema, &mut |_| None, 0);
        declared.or_else(|| {
            let references = std::iter::once(schema).chain(parts(schema));
            let mut references = references.filter_map(|it| it.get("$ref")?.as_text());
            references.find_map(|it| self.types.get(decode(&it).as_ref()).cloned())
        })
    }
}

impl Properties {
    fn collect<'n>(
        &mut self,
        schema: &Node,
        of_component: &mut dyn FnMut(&str) -> Option<&'n Node>,
        depth: usize,
    ) {
        if depth > DEEPEST {
            return;
        }
        let declared = schema.get("properties").and_then(Node::members);
        self.declared
            .extend(declared.into_iter().flat_map(|it| it.keys().cloned()));
        if let Some(Node::List(required)) = schema.get("required") {
            self.required
                .extend(required.iter().filter_map(Node::as_text));
        }
        let reference = schema.get("$ref").and_then(Node::as_text);
        if let Some(component) = reference.and_then(|it| of_component(&decode(&it))) {
            self.collect(component, of_component, depth + 1);
        }
        for part in parts(schema) {
            self.collect(part, of_component, depth + 1);
        }
    }
}

/// The component schemas, each of which is found once.
struct Once<'n> {
    components: Option<&'n Members>,
    seen: BTreeSet<String>,
}

impl<'n> Once<'n> {
    fn new(components: Option<&'n Members>) -> Self {
        Self {
            components,
            seen: BTreeSet::new(),
        }
    }

    fn component(&mut self, reference: &str) -> Option<&'n Node> {
        let name = unescape(reference.strip_prefix(SCHEMAS)?);
        let is_new = self.seen.insert(reference.to_owned());
        self.components.filter(|_| is_new)?.get(name.as_str())
    }
}

/// The location of component schemas.
const SCHEMAS: &str = "#/components/schemas/";

/// The maximum depth of nested references and `allOf` parts.
const DEEPEST: usize = 64;

/// Keywords that apply to one type only, each with that type.
const KEYWORDS: [(&str, &str); 6] = [
    ("properties", "object"),
    ("required", "object"),
    ("additionalProperties", "object"),
    ("patternProperties", "object"),
    ("items", "array"),
    ("prefixItems", "array"),
];

/// Returns the single type of a schema's values, ignoring null. The type is declared, or follows from the keywords, a
/// reference or a part of `allOf`.
fn inferred<'n>(
    schema: &Node,
    of_component: &mut dyn FnMut(&str) -> Option<&'n Node>,
    depth: usize,
) -> Option<String> {
    if depth > DEEPEST {
        return None;
    }
    if let Some(declared) = schema.get("type") {
        return match declared {
            Node::List(types) => {
                let types = types.iter().filter_map(Node::type_name);
                let types: Vec<String> = types.filter(|it| it != "null").collect();
                <[String; 1]>::try_from(types).ok().map(|[only]| only)
            }
            declared => declared.type_name(),
        };
    }
    let keyword = KEYWORDS.iter().find(|(it, _)| schema.get(it).is_some());
    if let Some((_, name)) = keyword {
        return Some((*name).to_owned());
    }
    let reference = schema.get("$ref").and_then(Node::as_text);
    if let Some(component) = reference.and_then(|it| of_component(&decode(&it))) {
        return inferred(component, of_component, depth + 1);
    }
    parts(schema).find_map(|it| inferred(it, of_component, depth + 1))
}

/// Returns the parts of a schema's `allOf`.
fn parts(schema: &Node) -> impl Iterator<Item = &Node> {
    let parts = match schema.get("allOf") {
        Some(Node::List(parts)) => parts.as_slice(),
        _ => &[],
    };
    parts.iter()
}

fn is_branch(reference: &str) -> bool {
    let mut steps = reference.rsplit('/').skip(1);
    matches!(steps.next(), Some("anyOf" | "oneOf"))
}
