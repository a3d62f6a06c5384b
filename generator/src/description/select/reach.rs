//! Finds the components that operations reach through references.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::operation::SelectedOperation;
use crate::description::load::Document;
use crate::description::reference::{
    ComponentKey, Components, escape, references, taken, unreadable,
};
use crate::report::{Diagnostic, Diagnostics, Result, quoted};

/// Returns all components that the operations reach, in the description's order. Corrected components are in
/// `corrected`.
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

/// Returns whether an operation reaches the component of a JSON pointer.
pub(super) fn reaches(
    components: &Components<'_>,
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
        if let Some(raw) = components.get(&key)
            && seen.insert(key)
        {
            next.extend(references(raw).unwrap_or_default());
        }
    }
    false
}
