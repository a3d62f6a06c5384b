//! The only place that understands `$ref`: which components something reaches, and what a reference
//! stands for.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::rc::Rc;

use indexmap::IndexMap;
use openapiv3::{Example, Parameter, ReferenceOr, RequestBody, Response, Schema};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use crate::load::Document;
use crate::report::{Diagnostic, Diagnostics, Result, quoted};
use crate::select::{SelectedOperation, Selection};

/// A component's kind and name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ComponentKey {
    /// `schemas`, `parameters`, …
    pub kind: String,
    /// The name, as the description spells it.
    pub name: String,
}

impl ComponentKey {
    /// Reads a reference of the form `#/components/KIND/NAME`.
    pub fn parse(reference: &str) -> Option<Self> {
        let (kind, name) = reference.strip_prefix("#/components/")?.split_once('/')?;
        let is_step = |it: &str| !it.is_empty() && !it.contains('/');
        (is_step(kind) && is_step(name)).then(|| Self {
            kind: unescape(kind),
            name: unescape(name),
        })
    }

    /// Returns the component's JSON pointer.
    pub fn pointer(&self) -> String {
        format!("#/components/{}/{}", escape(&self.kind), escape(&self.name))
    }
}

/// Escapes one step of a JSON pointer (RFC 6901).
pub fn escape(step: &str) -> String {
    step.replace('~', "~0").replace('/', "~1")
}

fn unescape(step: &str) -> String {
    let step = step.replace("~1", "/").replace("~0", "~");
    // A reference is a URI: what it may not hold is percent-encoded.
    let mut bytes = Vec::with_capacity(step.len());
    let mut rest = step.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|it| std::str::from_utf8(it).ok());
        let decoded = digits.and_then(|it| u8::from_str_radix(it, 16).ok());
        match (first, decoded) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            (byte, _) => {
                bytes.push(*byte);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or(step)
}

/// Says that a text is not what should stand there.
pub(crate) fn unreadable(what: &str, error: &serde_json::Error) -> Diagnostic {
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    Diagnostic::new(
        format!(
            "this is not {what} of OpenAPI 3.0: {}",
            crate::report::visible(message)
        ),
        "correct it in spec/overlay.yaml or in the description",
    )
}

/// Components by their keys, as text.
pub type Components<'a> = IndexMap<ComponentKey, Cow<'a, str>>;

/// Returns every component that the operations reach, in the description's order; those that were
/// corrected stand in `corrected`.
pub(crate) fn reached<'a>(
    document: &'a Document<'a>,
    operations: &[SelectedOperation<'a>],
    corrected: &Components<'a>,
) -> Result<Components<'a>> {
    let raw_of = |key: &ComponentKey| {
        let upstream = || document.components.get(&key.kind)?.get(&key.name);
        let upstream = || upstream().map(|raw| Cow::Borrowed(raw.get()));
        corrected.get(key).cloned().or_else(upstream)
    };
    let mut refused = Vec::new();
    let mut found: BTreeSet<ComponentKey> = BTreeSet::new();
    for operation in operations {
        let mut next: Vec<(String, String)> = Vec::new();
        let own = references(&operation.raw)
            .map_err(|error| unreadable("an operation", &error).at(&operation.pointer))?;
        next.extend(own.into_iter().map(|it| (it, operation.pointer.clone())));
        if let Some(shared) = document
            .paths
            .get(&operation.path)
            .and_then(|it| it.get("parameters"))
        {
            let pointer = format!("#/paths/{}/parameters", escape(&operation.path));
            let shared = references(shared.get())
                .map_err(|error| unreadable("a list of parameters", &error).at(&pointer))?;
            next.extend(shared.into_iter().map(|it| (it, pointer.clone())));
        }
        while let Some((reference, from)) = next.pop() {
            let who = || {
                vec![format!(
                    "{} {} ({})",
                    operation.method, operation.path, operation.id
                )]
            };
            let Some(key) = ComponentKey::parse(&reference) else {
                refused.push(
                    Diagnostic::new(
                        format!(
                            "the reference {} leaves the document's components",
                            quoted(&reference)
                        ),
                        "references have the form `#/components/KIND/NAME`",
                    )
                    .at(from)
                    .needed_by(who()),
                );
                continue;
            };
            if found.contains(&key) {
                continue;
            }
            let Some(raw) = raw_of(&key) else {
                refused.push(
                    Diagnostic::new(
                        format!("the reference {} leads nowhere", quoted(&reference)),
                        "correct the reference, or add the component",
                    )
                    .at(from)
                    .needed_by(who()),
                );
                continue;
            };
            let pointer = key.pointer();
            match references(&raw) {
                Ok(references) => {
                    next.extend(references.into_iter().map(|it| (it, pointer.clone())))
                }
                Err(error) => {
                    refused.push(
                        unreadable("a component", &error)
                            .at(pointer)
                            .needed_by(who()),
                    );
                }
            }
            found.insert(key);
        }
    }
    if let Some(refused) = Diagnostics::collect(refused) {
        return Err(refused);
    }
    let mut components = IndexMap::new();
    for (kind, members) in &document.components {
        for name in members.keys() {
            let key = ComponentKey {
                kind: kind.clone(),
                name: name.clone(),
            };
            if found.contains(&key)
                && let Some(raw) = raw_of(&key)
            {
                components.insert(key, raw);
            }
        }
    }
    Ok(components)
}

/// Returns whether an operation reaches the component that a pointer leads into.
pub(crate) fn reaches(
    selection: &Selection<'_>,
    operation: &SelectedOperation<'_>,
    pointer: &str,
) -> bool {
    let mut steps = pointer.splitn(5, '/').skip(2);
    let (Some(kind), Some(name)) = (steps.next(), steps.next()) else {
        return false;
    };
    let Some(target) = ComponentKey::parse(&format!("#/components/{kind}/{name}")) else {
        return false;
    };
    let mut seen = BTreeSet::new();
    let mut next = references(&operation.raw).unwrap_or_default();
    while let Some(reference) = next.pop() {
        let Some(key) = ComponentKey::parse(&reference) else {
            continue;
        };
        if key == target {
            return true;
        }
        if let Some(raw) = selection.components.get(&key)
            && seen.insert(key)
        {
            next.extend(references(raw).unwrap_or_default());
        }
    }
    false
}

/// Follows references to components, each of which is read once.
#[derive(Debug)]
pub struct Resolver<'a> {
    selection: &'a Selection<'a>,
    schemas: RefCell<BTreeMap<ComponentKey, (String, Rc<Schema>)>>,
}

impl<'a> Resolver<'a> {
    /// Creates a resolver for a selection's components.
    pub fn new(selection: &'a Selection<'a>) -> Self {
        Self {
            selection,
            schemas: RefCell::default(),
        }
    }

    /// Returns the schema that a reference stands for.
    ///
    /// # Errors
    ///
    /// Fails if there is none.
    pub fn schema(&self, reference: &str) -> Result<Rc<Schema>> {
        self.schema_name(reference).map(|(_, schema)| schema)
    }

    /// Returns the same with its name.
    ///
    /// # Errors
    ///
    /// Fails if there is none.
    pub fn schema_name(&self, reference: &str) -> Result<(String, Rc<Schema>)> {
        let asked = key(reference)?;
        if let Some(found) = self.schemas.borrow().get(&asked) {
            return Ok(found.clone());
        }
        let (key, schema) = self.follow::<Schema>(reference, "schemas", "a schema")?;
        let found = (key.name, Rc::new(schema));
        self.schemas.borrow_mut().insert(asked, found.clone());
        Ok(found)
    }

    /// Returns the parameter that a reference stands for.
    ///
    /// # Errors
    ///
    /// Fails if there is none.
    pub fn parameter(&self, reference: &str) -> Result<Parameter> {
        self.follow(reference, "parameters", "a parameter")
            .map(|(_, it)| it)
    }

    /// Returns the answer that a reference stands for.
    ///
    /// # Errors
    ///
    /// Fails if there is none.
    pub fn response(&self, reference: &str) -> Result<Response> {
        self.follow(reference, "responses", "an answer")
            .map(|(_, it)| it)
    }

    /// Returns the request body that a reference stands for.
    ///
    /// # Errors
    ///
    /// Fails if there is none.
    pub fn request_body(&self, reference: &str) -> Result<RequestBody> {
        self.follow(reference, "requestBodies", "a request body")
            .map(|(_, it)| it)
    }

    /// Returns the example that a reference stands for.
    ///
    /// # Errors
    ///
    /// Fails if there is none.
    pub fn example(&self, reference: &str) -> Result<Example> {
        self.follow(reference, "examples", "an example")
            .map(|(_, it)| it)
    }

    /// Follows a chain of references to its end.
    fn follow<T: DeserializeOwned>(
        &self,
        reference: &str,
        kind: &str,
        what: &str,
    ) -> Result<(ComponentKey, T)> {
        let mut chain: Vec<ComponentKey> = Vec::new();
        let mut reference = reference.to_owned();
        loop {
            let key = key(&reference)?;
            let refuse = |message: String| {
                let pointer = key.pointer();
                Diagnostic::new(message, "correct the reference in spec/overlay.yaml")
                    .needed_by(self.selection.needed_by(&pointer))
                    .at(pointer)
            };
            if key.kind != kind {
                return Err(refuse(format!(
                    "the reference {} is not to {what}",
                    quoted(&reference)
                ))
                .into());
            }
            if chain.contains(&key) {
                return Err(refuse(format!(
                    "the reference {} leads to itself",
                    quoted(&reference)
                ))
                .into());
            }
            let Some(raw) = self.selection.components.get(&key) else {
                return Err(refuse(format!(
                    "the reference {} leads nowhere",
                    quoted(&reference)
                ))
                .into());
            };
            match serde_json::from_str::<ReferenceOr<T>>(raw) {
                Ok(ReferenceOr::Item(item)) => return Ok((key, item)),
                Ok(ReferenceOr::Reference { reference: next }) => reference = next,
                // An untagged type says only that nothing fits; the type itself says what is wrong.
                Err(_) => match serde_json::from_str::<T>(raw) {
                    Ok(item) => return Ok((key, item)),
                    Err(error) => {
                        let pointer = key.pointer();
                        return Err(unreadable(what, &error)
                            .needed_by(self.selection.needed_by(&pointer))
                            .at(pointer)
                            .into());
                    }
                },
            }
            chain.push(key);
        }
    }
}

fn key(reference: &str) -> Result<ComponentKey> {
    ComponentKey::parse(reference).ok_or_else(|| {
        Diagnostic::new(
            format!(
                "the reference {} leaves the document's components",
                quoted(reference)
            ),
            "references have the form `#/components/KIND/NAME`",
        )
        .into()
    })
}

/// Returns the references in a part of the description: a `$ref` within an example or a default is
/// data, and a member named `$ref` or `example` is a member.
pub(crate) fn references(raw: &str) -> std::result::Result<Vec<String>, serde_json::Error> {
    let mut found = Vec::new();
    let mut json = serde_json::Deserializer::from_str(raw);
    Walk {
        names: false,
        found: &mut found,
    }
    .deserialize(&mut json)?;
    Ok(found)
}

/// Members whose own members are named by the description's author.
const NAMES: &[&str] = &[
    "properties",
    "responses",
    "headers",
    "links",
    "callbacks",
    "content",
    "examples",
    "encoding",
    "variables",
    "schemas",
    "parameters",
];

/// Members that hold data.
const DATA: &[&str] = &["example", "default", "enum", "value", "const"];

struct Walk<'f> {
    names: bool,
    found: &'f mut Vec<String>,
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> std::result::Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a part of a description")
    }

    fn visit_str<E>(self, _: &str) -> std::result::Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> std::result::Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> std::result::Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> std::result::Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> std::result::Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> std::result::Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> std::result::Result<(), A::Error> {
        loop {
            let walk = Walk {
                names: false,
                found: &mut *self.found,
            };
            if items.next_element_seed(walk)?.is_none() {
                return Ok(());
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> std::result::Result<(), A::Error> {
        while let Some(key) = members.next_key::<Cow<'_, str>>()? {
            if !self.names && (DATA.contains(&&*key) || key.starts_with("x-")) {
                members.next_value::<IgnoredAny>()?;
                continue;
            }
            if !self.names && key == "$ref" {
                self.found.push(members.next_value::<String>()?);
                continue;
            }
            members.next_value_seed(Walk {
                names: !self.names && NAMES.contains(&&*key),
                found: &mut *self.found,
            })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{ComponentKey, references};

    #[test]
    fn references_are_found_and_data_is_not() {
        let raw = r##"{
            "$ref": "#/components/schemas/a",
            "properties": {
                "$ref": {"$ref": "#/components/schemas/b"},
                "example": {"$ref": "#/components/schemas/c"}
            },
            "example": {"$ref": "#/components/schemas/no"},
            "examples": {"value": {"$ref": "#/components/examples/d"}, "e": {"value": {"$ref": "no"}}},
            "default": {"$ref": "no"},
            "allOf": [{"$ref": "#/components/schemas/e"}],
            "x-note": {"$ref": "no"}
        }"##;
        let names: Vec<_> = references(raw)
            .unwrap()
            .iter()
            .map(|it| it.rsplit('/').next().unwrap().to_owned())
            .collect();
        assert_eq!(names, ["a", "b", "c", "d", "e"]);
    }

    #[test]
    fn a_reference_names_a_component_or_nothing() {
        let name = |reference: &str| ComponentKey::parse(reference).map(|it| it.name);
        assert_eq!(name("#/components/schemas/a~1b"), Some("a/b".to_owned()));
        assert_eq!(name("#/components/schemas/a%20b"), Some("a b".to_owned()));
        for no in [
            "",
            "#",
            "other.json#/a",
            "#/components/schemas",
            "#/components/schemas/a/b",
            "#/paths/a",
        ] {
            assert_eq!(name(no), None, "{no}");
        }
    }
}
