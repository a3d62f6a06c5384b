//! Selects operations by tag, with all components that they reach.

mod declared;
pub(crate) mod derived;
mod nearest;
mod operation;
mod reach;
mod selection;
mod tags;

use std::cell::OnceCell;

use indexmap::IndexMap;

use self::declared::declared_order;
use crate::api::Skipped;
use crate::config::Skip;
use crate::description::load::Document;
use crate::description::reference::Components;
use crate::report::{Diagnostic, Diagnostics, Result, quoted};

pub(crate) use self::operation::METHODS;
pub use self::operation::{Brief, SelectedOperation, operations, operations_without};
pub(crate) use self::reach::reached;
pub use self::selection::Selection;
pub use self::tags::{check_tags, selected_tags};
pub use crate::config::Tags;

/// Selects operations by tag. A tag must match exactly. Skipped operations are only listed, so they may be invalid.
///
/// # Errors
///
/// Fails if an operation is invalid, or a reference cannot be resolved.
pub fn select<'a>(
    document: &'a Document<'a>,
    all: Vec<(SelectedOperation<'a>, Brief)>,
    tags: &Tags,
    skips: &[Skip],
) -> Result<Selection<'a>> {
    let mut order: Vec<String> = Vec::new();
    let mut ids: IndexMap<String, String> = IndexMap::new();
    let mut refused = Vec::new();
    let mut selected = Vec::new();
    let mut skipped = Vec::new();
    for (operation, brief) in all {
        let tag = brief.tags.into_iter().find(|tag| tags.has(tag));
        if tag.is_none() && !brief.is_unreadable {
            continue;
        }
        order.extend(tag.filter(|tag| !order.contains(tag)));
        let call = operation.call();
        if let Some(skip) = skips.iter().find(|skip| skip.is_of(&call, &operation.id)) {
            skipped.push(Skipped {
                call,
                id: operation.id,
                reason: skip.reason.clone(),
            });
            continue;
        }
        if let Some(first) = ids.insert(operation.id.clone(), operation.pointer.clone())
            && !operation.id.is_empty()
        {
            refused.push(
                Diagnostic::new(
                    format!(
                        "the operationId {} is declared twice: also at {first}",
                        quoted(&operation.id)
                    ),
                    "correct the description, or list both under [[skip]] with a reason",
                )
                .at(&operation.pointer),
            );
        }
        selected.push(operation);
    }
    if let Some(refused) = Diagnostics::collect(refused) {
        return Err(refused);
    }
    let components = reached(document, &selected, &Components::new())?;
    Ok(Selection {
        document,
        tags: declared_order(document, order),
        operations: selected,
        skipped,
        components,
        corrected: Components::new(),
        reach: OnceCell::new(),
    })
}

#[cfg(test)]
mod tests;
