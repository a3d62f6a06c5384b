//! The only place that understands `$ref`: which components something reaches, and what a reference
//! stands for.

mod alone;
mod references;
mod resolver;

use std::borrow::Cow;
use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::description::load::Document;
use crate::description::select::{SelectedOperation, Selection};
use crate::report::{Diagnostic, Diagnostics, Result, quoted, told};

pub(crate) use self::alone::unreadable as unreadable_schema;
pub(crate) use self::references::references;
pub use self::resolver::Resolver;

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
    Diagnostic::new(
        format!("this is not {what} of OpenAPI 3.0: {}", told(error)),
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
    let mut components = taken(document, &found);
    for (key, raw) in corrected {
        if let Some(component) = components.get_mut(key) {
            component.clone_from(raw);
        }
    }
    Ok(components)
}

/// Returns those of a description's components that have these keys, in the description's order.
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
