//! The `[[rename]]` entries, and which of them had an effect.

use std::collections::BTreeSet;

use crate::config::{Rename, Unknown};
use crate::description::select::Selection;
use crate::report::{Diagnostic, quoted};

/// The entries of one run.
#[derive(Debug)]
pub(super) struct Renames<'a> {
    entries: &'a [Rename],
    used: BTreeSet<usize>,
    seen: BTreeSet<usize>,
}

impl<'a> Renames<'a> {
    pub(super) fn new(entries: &'a [Rename]) -> Self {
        Self {
            entries,
            used: BTreeSet::new(),
            seen: BTreeSet::new(),
        }
    }

    /// Returns the name that the place at `pointer` gets: the default, or the entry's name in the
    /// `case` of such names.
    pub(super) fn apply(
        &mut self,
        pointer: &str,
        default: String,
        case: impl Fn(&str) -> String,
    ) -> String {
        let Some((index, entry)) = self
            .entries
            .iter()
            .enumerate()
            .find(|(_, entry)| entry.at == pointer)
        else {
            return default;
        };
        self.seen.insert(index);
        let name = case(&entry.name);
        if name != default {
            self.used.insert(index);
        }
        name
    }

    /// Returns the entries that lead to nothing, neither in the description nor in what corrections make of it.
    pub(super) fn unknown(&self, selection: &Selection<'_>) -> Vec<Unknown> {
        let entries = self.entries.iter().enumerate();
        let unknown = entries.filter(|(index, _)| self.is_unknown(*index, selection));
        unknown
            .map(|(_, it)| Unknown::Rename(it.at.clone()))
            .collect()
    }

    fn is_unknown(&self, index: usize, selection: &Selection<'_>) -> bool {
        let Some(entry) = self.entries.get(index) else {
            return false;
        };
        !self.seen.contains(&index) && !selection.leads(&entry.at)
    }

    /// Returns the entries whose place is selected, and which change nothing.
    pub(super) fn expired(&self, selection: &Selection<'_>) -> Vec<Diagnostic> {
        let entries = self.entries.iter().enumerate();
        entries
            .filter(|(index, entry)| {
                let selected = self.seen.contains(index) || selection.has(&entry.at);
                selected && !self.used.contains(index) && !self.is_unknown(*index, selection)
            })
            .map(|(_, entry)| {
                Diagnostic::new(
                    format!("the rename to {} changes nothing", quoted(&entry.name)),
                    "remove the entry from tagsmith.toml, or correct where it leads",
                )
                .at(&entry.at)
            })
            .collect()
    }
}
