//! Component keys, as in references of the form `#/components/KIND/NAME`.

use std::borrow::Cow;
use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::description::load::Document;

/// A component's kind and name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ComponentKey {
    /// `schemas`, `parameters`, …
    pub kind: String,
    /// The name, as the description spells it.
    pub name: String,
}

impl ComponentKey {
    /// Parses a reference of the form `#/components/KIND/NAME`.
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
    // A reference is a URI, so some characters are percent-encoded.
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

/// Component texts by key.
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
    all.filter(|(key, _)| keys.contains(key)).collect()
}

#[cfg(test)]
mod tests {
    use super::ComponentKey;

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
