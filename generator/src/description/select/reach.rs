//! Finds the components that operations reach through references.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::operation::SelectedOperation;
use crate::description::load::Document;
use crate::description::reference::{
    ComponentKey, Components, copied, escape, references, taken, unreadable,
};
use crate::report::{Diagnostic, Diagnostics, Result, quoted};

/// Returns all components that the operations reach, in the description's order. `corrected` contains the corrected
/// components.
pub(crate) fn reached<'a>(
    document: &'a Document<'a>,
    operations: &[SelectedOperation<'a>],
    corrected: &Components<'a>,
) -> Result<Components<'a>> {
    let raw_of = |key: &ComponentKey| {
        let upstream = || match key.is_part() {
            true => document.find(&key.name),
            false => document.components.get(&key.kind)?.get(&key.name).copied(),
        };
        let upstream = || upstream().map(|raw| Cow::Borrowed(raw.get()));
        corrected.get(key).cloned().or_else(upstream)
    };
    let mut refused = Vec::new();
    let mut found: BTreeSet<ComponentKey> = BTreeSet::new();
    if document.has_only_schemas() {
        found = all(document, &raw_of);
    }
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
                            "the reference {} is not within the document's components",
                            quoted(&reference)
                        ),
                        "refer to a component as `#/components/KIND/NAME`, or to a schema, a parameter, a response or a \
                         header by its JSON pointer",
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
                        format!("the reference {} matches no component", quoted(&reference)),
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
            // A nullable copy uses the type of the original schema, so the original is also reached.
            let original = copied(&key, raw_of).map(|it| it.pointer());
            next.extend(original.map(|it| (it, key.pointer())));
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

/// Returns all schemas of a description that has no operations, and the components that they reach.
fn all<'a>(
    document: &'a Document<'a>,
    raw_of: &impl Fn(&ComponentKey) -> Option<Cow<'a, str>>,
) -> BTreeSet<ComponentKey> {
    let schemas = document.components.get("schemas").into_iter();
    let names = schemas.flat_map(|it| it.keys());
    let mut next: Vec<ComponentKey> = names
        .map(|name| ComponentKey {
            kind: "schemas".to_owned(),
            name: name.clone(),
        })
        .collect();
    let mut found = BTreeSet::new();
    while let Some(key) = next.pop() {
        // Ignores a reference that cannot be resolved. `lower` refuses it if the schema is used.
        let Some(raw) = raw_of(&key) else {
            continue;
        };
        if found.insert(key) {
            let references = references(&raw).unwrap_or_default();
            next.extend(references.iter().filter_map(|it| ComponentKey::parse(it)));
        }
    }
    found
}

/// Returns the transitively referenced components of each operation, in the order of `operations`.
pub(super) fn each(
    components: &Components<'_>,
    operations: &[SelectedOperation<'_>],
) -> Vec<BTreeSet<ComponentKey>> {
    let raw_of = |key: &ComponentKey| components.get(key);
    let keys = |raw: &str| -> Vec<ComponentKey> {
        let found = references(raw).unwrap_or_default();
        found
            .iter()
            .filter_map(|it| ComponentKey::parse(it))
            .collect()
    };
    let direct: BTreeMap<&ComponentKey, Vec<ComponentKey>> = components
        .iter()
        .map(|(key, raw)| {
            let original = copied(key, raw_of);
            (key, keys(raw).into_iter().chain(original).collect())
        })
        .collect();
    let reached = operations.iter().map(|operation| {
        let mut seen = BTreeSet::new();
        let mut next = keys(&operation.raw);
        while let Some(key) = next.pop() {
            let further = direct.get(&key);
            if seen.insert(key) {
                next.extend(further.into_iter().flatten().cloned());
            }
        }
        seen
    });
    reached.collect()
}

/// Returns the component at a JSON pointer, or the one that contains the pointer's target.
pub(super) fn component_of(pointer: &str) -> Option<ComponentKey> {
    let mut steps = pointer.strip_prefix("#/components/")?.split('/');
    let (kind, name) = (steps.next()?, steps.next()?);
    ComponentKey::parse(&format!("#/components/{kind}/{name}"))
}
