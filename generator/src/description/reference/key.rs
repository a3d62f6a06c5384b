//! Keys of components, as in references of the form `#/components/KIND/NAME`.

use std::borrow::Cow;
use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::description::load::Document;
use crate::description::pointer::{decode, escape, unescape};

/// A component's kind and name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ComponentKey {
    /// `schemas`, `parameters`, …
    pub kind: String,
    /// The name, in the description's spelling.
    pub name: String,
}

impl ComponentKey {
    /// Parses a reference of the form `#/components/KIND/NAME`.
    pub fn parse(reference: &str) -> Option<Self> {
        let own = reference.strip_prefix("#/components/");
        let own = own.and_then(|it| it.split_once('/'));
        let is_step = |it: &str| !it.is_empty() && !it.contains('/');
        match own {
            Some((kind, name)) if is_step(kind) && is_step(name) => Some(Self {
                kind: unescape(&decode(kind)),
                name: unescape(&decode(name)),
            }),
            _ => Self::part(reference),
        }
    }

    /// Parses a reference to a value inside a path or a component. The name of the key is the JSON pointer.
    fn part(reference: &str) -> Option<Self> {
        let pointer = decode(reference);
        let steps: Vec<&str> = pointer.strip_prefix("#/")?.split('/').collect();
        Some(Self {
            kind: kind_at(&steps)?.to_owned(),
            name: pointer.into_owned(),
        })
    }

    /// Returns whether the key refers to a value inside a path or a component.
    pub(crate) fn is_part(&self) -> bool {
        self.name.starts_with(PART)
    }

    /// Returns the component's JSON pointer.
    pub fn pointer(&self) -> String {
        match self.is_part() {
            true => self.name.clone(),
            false => format!("#/components/{}/{}", escape(&self.kind), escape(&self.name)),
        }
    }
}

/// The prefix of names that are JSON pointers of nested values.
const PART: &str = "#/";

/// Returns the JSON pointer of the component schema with this name.
pub fn schema_pointer(name: &str) -> String {
    let key = ComponentKey {
        kind: "schemas".to_owned(),
        name: name.to_owned(),
    };
    key.pointer()
}

/// Returns the component kind of the value at a JSON pointer. Returns `None` if such a reference is not supported.
fn kind_at(steps: &[&str]) -> Option<&'static str> {
    let (last, rest) = steps.split_last()?;
    let before = *rest.last()?;
    let is_of_schema = matches!(steps, ["components", "schemas", _, ..]);
    if is_of_schema || rest.iter().skip(2).any(|it| *it == "schema") {
        let is_schema = matches!(
            before,
            "properties" | "allOf" | "oneOf" | "anyOf" | "$defs" | "definitions"
        ) || matches!(*last, "items" | "additionalProperties" | "not");
        return is_schema.then_some("schemas");
    }
    match (before, *last) {
        (_, "schema") => Some("schemas"),
        ("responses", _) => Some("responses"),
        ("parameters", _) => Some("parameters"),
        ("headers", _) => Some("headers"),
        ("examples", _) => Some("examples"),
        ("links", _) => Some("links"),
        ("callbacks", _) => Some("callbacks"),
        (_, "requestBody") => Some("requestBodies"),
        _ => None,
    }
}

/// The texts of components, by key.
pub type Components<'a> = IndexMap<ComponentKey, Cow<'a, str>>;

/// Returns the components of a description with these keys, in the description's order.
pub(crate) fn taken<'a>(
    document: &'a Document<'a>,
    keys: &BTreeSet<ComponentKey>,
) -> Components<'a> {
    let all = document.components.iter().flat_map(|(kind, members)| {
        members.iter().map(|(name, raw)| {
            let key = ComponentKey {
                kind: kind.clone(),
                name: name.clone(),
            };
            (key, Cow::Borrowed(raw.get()))
        })
    });
    let parts = keys.iter().filter(|it| it.is_part()).filter_map(|key| {
        let raw = document.find(&key.name)?;
        Some((key.clone(), Cow::Borrowed(raw.get())))
    });
    all.filter(|(key, _)| keys.contains(key))
        .chain(parts)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::ComponentKey;

    #[test]
    fn the_kind_of_a_nested_value_follows_from_its_pointer() {
        for (pointer, kind) in [
            ("#/components/schemas/a/properties/b", "schemas"),
            ("#/components/schemas/a/items", "schemas"),
            ("#/components/schemas/a/$defs/b", "schemas"),
            ("#/components/responses/a/content/b/schema", "schemas"),
            (
                "#/paths/~1a/get/responses/200/content/b/schema/allOf/1",
                "schemas",
            ),
            ("#/paths/~1a/get/responses/200", "responses"),
            ("#/paths/~1a/get/responses/200/headers/b", "headers"),
            ("#/paths/~1a/get/parameters/0", "parameters"),
            ("#/paths/~1a/get/requestBody", "requestBodies"),
        ] {
            let key = ComponentKey::parse(pointer).unwrap();
            assert_eq!(
                (key.kind.as_str(), key.pointer()),
                (kind, pointer.to_owned())
            );
        }
    }

    #[test]
    fn only_references_to_components_are_parsed() {
        let name = |reference: &str| ComponentKey::parse(reference).map(|it| it.name);
        assert_eq!(name("#/components/schemas/a~1b"), Some("a/b".to_owned()));
        assert_eq!(name("#/components/schemas/a%20b"), Some("a b".to_owned()));
        let part = "#/paths/~1a~1{b}/get/responses/200";
        assert_eq!(name(&part.replace('{', "%7B")), Some(part.to_owned()));
        for no in [
            "",
            "#",
            "other.json#/a",
            "#/components/schemas",
            "#/components/schemas/a/b",
            "#/components/schemas/a/example",
            "#/paths/a",
        ] {
            assert_eq!(name(no), None, "{no}");
        }
    }
}
