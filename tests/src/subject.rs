//! The operations of a generated crate, each paired with its description.

use std::collections::BTreeMap;

use tagsmith_runtime::conformance::Entry;

use crate::description::{Description, Operation};

/// A description, and the operations that were generated from it.
pub struct Subject<C> {
    /// The description.
    pub api: Description,
    /// The operations, in the description's order.
    pub operations: Vec<(Operation, Entry<C>)>,
}

impl<C: 'static> Subject<C> {
    /// Pairs the operations of some tags, or of all tags, with their entries in the crate.
    ///
    /// # Errors
    ///
    /// Fails if there are no operations, or if the operations and the entries do not match one to one.
    pub fn new(
        api: Description,
        tags: Option<&[&str]>,
        entries: Vec<Entry<C>>,
    ) -> Result<Self, String> {
        let count = entries.len();
        let mut entries: BTreeMap<&str, Entry<C>> = entries
            .into_iter()
            .map(|entry| (entry.descriptor().id, entry))
            .collect();
        if entries.len() != count {
            return Err("an operation has two entries in the crate".to_owned());
        }
        let is_wanted = |operation: &Operation| {
            tags.is_none_or(|tags| operation.tags.iter().any(|it| tags.contains(&it.as_str())))
        };
        let mut operations = Vec::new();
        let mut missing = Vec::new();
        for operation in api.operations().into_iter().filter(is_wanted) {
            match entries.remove(operation.id.as_str()) {
                Some(entry) => operations.push((operation, entry)),
                None => missing.push(operation.id),
            }
        }
        if !missing.is_empty() {
            return Err(format!("missing in the crate: {}", missing.join(", ")));
        }
        if !entries.is_empty() {
            let surplus: Vec<&str> = entries.into_keys().collect();
            return Err(format!(
                "missing in the description: {}",
                surplus.join(", ")
            ));
        }
        if operations.is_empty() {
            return Err("the description has no operation with these tags".to_owned());
        }
        Ok(Self { api, operations })
    }
}
