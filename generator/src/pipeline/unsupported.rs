//! Skips unsupported operations, so that the supported ones are generated.

use std::collections::BTreeMap;

use super::lowered::{Failed, attempt, with_stack};
use crate::config::{Config, Scope, Skip};
use crate::description::load::{Document, Source};
use crate::description::overlay::Overlay;
use crate::description::pointer::unescape;
use crate::description::reference::Components;
use crate::description::select::{Brief, METHODS, SelectedOperation, operations_without, reached};
use crate::lower::Lowered;
use crate::report::{Diagnostic, Diagnostics, Result, quoted};

/// The supported part of a description.
#[derive(Debug)]
pub struct Supported {
    pub lowered: Lowered,
    /// The expired corrections.
    pub expired: Vec<Diagnostic>,
    /// A `[[skip]]` entry per unsupported operation.
    pub left_out: Vec<Skip>,
}

/// Lowers a description, and skips unsupported operations.
///
/// # Errors
///
/// Returns an error if no single operation causes it, or if no operation is left.
pub fn lowered_supported(source: &Source, config: &Config) -> Result<Supported> {
    let overlay = config.overlay.as_deref().map(Overlay::read).transpose()?;
    with_stack(|| {
        let document = Document::index(source)?;
        supported(&document, overlay.as_ref(), config)
    })
}

fn supported(
    document: &Document<'_>,
    overlay: Option<&Overlay>,
    config: &Config,
) -> Result<Supported> {
    let mut config = config.clone();
    let mut left_out: Vec<Skip> = Vec::new();
    let mut first: Option<Diagnostics> = None;
    loop {
        match attempt(document, overlay, &config) {
            Ok((lowered, _)) if lowered.api.tags.is_empty() && first.is_some() => {
                return Err(first.unwrap_or_else(|| nothing_is_left().into()));
            }
            Ok((lowered, expired)) => {
                return Ok(Supported {
                    lowered,
                    expired,
                    left_out,
                });
            }
            Err(failed) => {
                let found = blamed(document, &failed, &config);
                // No operation causes the error.
                if found.is_empty() {
                    return Err(failed.given(document));
                }
                config.skip.extend(found.iter().cloned());
                left_out.extend(found);
                if first.is_none() {
                    first = Some(failed.given(document));
                }
            }
        }
    }
}

fn nothing_is_left() -> Diagnostic {
    Diagnostic::new(
        "no operation is supported",
        "run without --skip-unsupported to see the errors",
    )
}

/// Returns the `[[skip]]` entries whose operations are supported.
///
/// # Errors
///
/// Fails if the description is unreadable.
pub fn expired_skips(source: &Source, config: &Config) -> Result<Vec<Diagnostic>> {
    if config.skip.iter().all(|it| it.deliberate) {
        return Ok(Vec::new());
    }
    let overlay = config.overlay.as_deref().map(Overlay::read).transpose()?;
    with_stack(|| {
        let document = Document::index(source)?;
        let is_fine = |without: &dyn Fn(&Skip) -> bool| {
            let mut config = config.clone();
            config.skip.retain(|it| !without(it));
            attempt(&document, overlay.as_ref(), &config).is_ok()
        };
        let all: Vec<&Skip> = config.skip.iter().filter(|it| !it.deliberate).collect();
        let expired = match is_fine(&|it| !it.deliberate) {
            true => all,
            false => {
                let mut expired = all;
                expired.retain(|skip| is_fine(&|it| it.operation == skip.operation));
                expired
            }
        };
        Ok(expired.into_iter().map(is_supported).collect())
    })
}

fn is_supported(skip: &Skip) -> Diagnostic {
    Diagnostic::new(
        format!(
            "{} is skipped, although it is supported now",
            quoted(&skip.operation)
        ),
        "remove the [[skip]] from tagsmith.toml, or add `deliberate = true`",
    )
}

/// Returns a `[[skip]]` entry for each operation that causes an error.
fn blamed(document: &Document<'_>, failed: &Failed<'_>, config: &Config) -> Vec<Skip> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for diagnostic in failed.diagnostics.iter() {
        let Some(pointer) = diagnostic.place() else {
            continue;
        };
        let reason = format!("{} ({})", diagnostic.what(), document.given(pointer));
        for call in calls(document, failed, config, pointer) {
            found.entry(call).or_insert_with(|| reason.clone());
        }
    }
    let all = operations_without(document, &config.skip).unwrap_or_default();
    let entries = found.into_iter().map(|(call, reason)| Skip {
        operation: name_of(&call, &all),
        reason,
        deliberate: false,
        scope: Scope::default(),
    });
    // The error has a different cause, since the operation is already skipped.
    let is_new = |it: &Skip| !config.skip.iter().any(|old| old.operation == it.operation);
    entries.filter(is_new).collect()
}

/// All operations of a description, with the fields that are needed to find an error's operations.
type All<'d> = [(SelectedOperation<'d>, Brief)];

/// Returns an operation's operationId if it is unique, otherwise its call.
fn name_of(call: &str, all: &All<'_>) -> String {
    let own = all.iter().find(|(it, _)| it.call() == call);
    let id = own.map(|(it, _)| it.id.as_str()).unwrap_or_default();
    let count = all.iter().filter(|(it, _)| it.id == id).count();
    match count == 1 && !id.is_empty() {
        true => id.to_owned(),
        false => call.to_owned(),
    }
}

/// Returns the calls of the operations that use the target of a JSON pointer.
fn calls(
    document: &Document<'_>,
    failed: &Failed<'_>,
    config: &Config,
    pointer: &str,
) -> Vec<String> {
    if let Some(selection) = &failed.selection {
        let selected: Vec<String> = selection
            .operations
            .iter()
            .map(SelectedOperation::call)
            .collect();
        let users = selection.users(pointer).map(SelectedOperation::call);
        let of_path = of_path(document, pointer).filter(|it| selected.contains(it));
        return users.chain(of_path).collect();
    }
    let own: Vec<String> = of_path(document, pointer).collect();
    if !own.is_empty() {
        return own;
    }
    // The target may be a broken reference, which several operations contain.
    let Ok(all) = operations_without(document, &config.skip) else {
        return Vec::new();
    };
    let is_broken = |operation: &SelectedOperation<'_>| {
        let found = reached(
            document,
            std::slice::from_ref(operation),
            &Components::new(),
        );
        let is_here = |it: &Diagnostic| it.place() == Some(pointer);
        found.is_err_and(|it| it.iter().any(is_here))
    };
    let selected = all.iter().filter(|(it, brief)| {
        let is_tagged = brief.tags.iter().any(|tag| config.tags.has(tag));
        is_tagged
            && !config
                .skip
                .iter()
                .any(|skip| skip.is_of(&it.call(), &it.id))
    });
    let broken = selected.filter(|(it, _)| is_broken(it));
    broken.map(|(it, _)| it.call()).collect()
}

/// Returns the call of the operation that contains a JSON pointer. For a path item, returns the calls of all its
/// operations.
fn of_path(document: &Document<'_>, pointer: &str) -> std::vec::IntoIter<String> {
    let mut steps = pointer.split('/').skip(1);
    let (Some("paths"), Some(path)) = (steps.next(), steps.next()) else {
        return Vec::new().into_iter();
    };
    let path = unescape(path);
    let member = steps.next().unwrap_or_default();
    let call = |method: &str| format!("{} {path}", method.to_uppercase());
    if METHODS.contains(&member) {
        return vec![call(member)].into_iter();
    }
    let members = document
        .paths
        .get(&path)
        .into_iter()
        .flat_map(|it| it.keys());
    let methods = members.filter(|it| METHODS.contains(&it.as_str()));
    let shared = ["parameters", "servers"].contains(&member);
    let mut calls: Vec<String> = methods.map(|it| call(it)).collect();
    if !shared || calls.is_empty() {
        // Skips the whole path if the path item itself is invalid.
        calls = vec![path];
    }
    calls.into_iter()
}
