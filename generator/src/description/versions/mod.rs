//! Applies API versions. A description is written for its first API version, and lists for each part how later versions
//! differ.
//!
//! Parts are operations and components. The extension `x-github-breaking-changes` of a part is a list of changes. Each
//! change applies to the result of the previous change. GitHub's description is written for the first API version,
//! which it does not state.

mod patch;

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::Deserialize;
use serde_yaml::Value as Tree;

use crate::description::load::Document;
use crate::description::reference::{self, ComponentKey};
use crate::description::select::Selection;
use crate::report::{Diagnostic, Result, describe, quoted};

/// The version of a description that contains changes.
const FIRST: &str = "2022-11-28";

/// The extension that contains the changes of a part.
const CHANGES: &str = "x-github-breaking-changes";

/// A change of a part in an API version.
#[derive(Deserialize)]
struct Change {
    version: String,
    #[serde(default)]
    changeset: String,
    patch: Tree,
}

/// Changes a selection to an API version: applies all changes up to this version, in order. A description without
/// changes accepts any version.
///
/// # Errors
///
/// Fails if the description does not list the version, or if a change cannot be applied.
pub fn apply(selection: &mut Selection<'_>, version: Option<&str>) -> Result<()> {
    let Some(version) = version.filter(|it| *it != FIRST) else {
        return Ok(());
    };
    let changed = changed_in(selection.document);
    if changed.is_empty() {
        return Ok(());
    }
    if !changed.contains(version) {
        return Err(unknown(version, &changed).into());
    }
    turn(selection, version).map(|_| ())
}

/// Adds all components that any API version needs to a selection.
///
/// # Errors
///
/// Fails if a change cannot be applied.
pub fn widen(selection: &mut Selection<'_>) -> Result<()> {
    let mut needed: BTreeSet<_> = selection.components.keys().cloned().collect();
    for version in changed_in(selection.document) {
        needed.extend(turn(&mut selection.clone(), &version)?);
    }
    selection.components = reference::taken(selection.document, &needed);
    Ok(())
}

/// Applies changes, and returns all components that were reached meanwhile, since a part may reference different
/// components before its changes.
fn turn(selection: &mut Selection<'_>, version: &str) -> Result<BTreeSet<ComponentKey>> {
    for operation in &mut selection.operations {
        let item = selection.document.paths.get(&operation.path);
        let shared = item.and_then(|it| it.get("parameters"));
        if shared.is_some_and(|raw| has_changes(raw.get())) {
            return Err(unsupported(&operation.path).into());
        }
        if has_changes(&operation.raw) {
            let text = part_of(version, &operation.raw).map_err(|it| it.at(&operation.pointer))?;
            operation.raw = Cow::Owned(text);
        }
    }
    let mut reached = BTreeSet::new();
    loop {
        selection.reach()?;
        reached.extend(selection.components.keys().cloned());
        let before = selection.corrected.len();
        for (key, raw) in &selection.components {
            if has_changes(raw) && !selection.corrected.contains_key(key) {
                let text = part_of(version, raw).map_err(|it| it.at(key.pointer()))?;
                selection.corrected.insert(key.clone(), Cow::Owned(text));
            }
        }
        // Repeats, since a change may add parts that also have changes.
        if selection.corrected.len() == before {
            return Ok(reached);
        }
    }
}

/// Returns the API versions for which the description lists changes. Parses nothing else.
fn changed_in(document: &Document<'_>) -> BTreeSet<String> {
    #[derive(Deserialize)]
    struct Stated {
        version: String,
    }
    let parts = document.paths.values().chain(document.components.values());
    let texts = parts.flat_map(|members| members.values());
    let lists = texts.flat_map(|raw| lists_in(raw.get()));
    lists
        .filter_map(|text| {
            let mut read = serde_json::Deserializer::from_str(text).into_iter::<Vec<Stated>>();
            read.next()?.ok()
        })
        .flatten()
        .map(|it| it.version)
        .collect()
}

/// Returns whether a part has changes.
fn has_changes(raw: &str) -> bool {
    lists_in(raw).next().is_some()
}

/// Returns the text after each occurrence of the extension.
fn lists_in(raw: &str) -> impl Iterator<Item = &str> {
    raw.match_indices(CHANGES).filter_map(|(at, name)| {
        let is_member = raw.get(..at)?.ends_with('"');
        let rest = raw.get(at + name.len()..)?.strip_prefix('"')?;
        let value = rest.trim_start().strip_prefix(':')?;
        is_member.then_some(value)
    })
}

/// Returns the text of a part in an API version.
fn part_of(version: &str, raw: &str) -> std::result::Result<String, Diagnostic> {
    let unreadable =
        |error: serde_json::Error| reference::unreadable("a part of a description", &error);
    // Uses `Tree`, because `serde_json::Value` does not preserve the order of members.
    let mut part: Tree = serde_json::from_str(raw).map_err(unreadable)?;
    change(&mut part, version)?;
    serde_json::to_string(&part).map_err(unreadable)
}

/// Applies the changes of a part and of its inner parts.
fn change(part: &mut Tree, version: &str) -> std::result::Result<(), Diagnostic> {
    let listed = part
        .as_mapping_mut()
        .and_then(|it| it.shift_remove(CHANGES));
    if let Some(listed) = listed {
        let mut changes: Vec<Change> = serde_yaml::from_value(listed).map_err(|error| {
            Diagnostic::new(
                format!("`{CHANGES}` is not a list of changes: {}", describe(&error)),
                "correct the description: each change has a `version` and a `patch`",
            )
        })?;
        changes.retain(|it| it.version.as_str() <= version);
        changes.sort_by(|left, right| left.version.cmp(&right.version));
        for Change {
            version,
            changeset,
            patch,
        } in &changes
        {
            patch::apply(part, patch).map_err(|why| {
                Diagnostic::new(
                    format!(
                        "the change {} of version {} cannot be applied: {why}",
                        quoted(changeset),
                        quoted(version)
                    ),
                    "correct the change in the description, or generate for an earlier version",
                )
            })?;
        }
    }
    let parts: Vec<&mut Tree> = match part {
        Tree::Mapping(members) => members.values_mut().collect(),
        Tree::Sequence(items) => items.iter_mut().collect(),
        _ => return Ok(()),
    };
    parts.into_iter().try_for_each(|it| change(it, version))
}

fn unknown(version: &str, changed: &BTreeSet<String>) -> Diagnostic {
    let known = std::iter::once(FIRST).chain(changed.iter().map(String::as_str));
    let known: Vec<String> = known.map(quoted).collect();
    Diagnostic::new(
        format!(
            "the description does not declare the API version {}",
            quoted(version)
        ),
        format!("its versions are {}", known.join(", ")),
    )
}

fn unsupported(path: &str) -> Diagnostic {
    Diagnostic::new(
        "changes of path-level parameters are not supported",
        "move the parameters into the operations of the path",
    )
    .at(format!("#/paths/{}/parameters", reference::escape(path)))
}

#[cfg(test)]
mod tests;
