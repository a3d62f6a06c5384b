//! The change report: all changes, sorted, with the verdict.

use serde::Serialize;

use super::change::Change;
use super::pages::Pages;
use super::verdict::Verdict;

/// The changes between two crates.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The verdict on the version.
    pub verdict: Verdict,
    /// The changes, breaking ones first.
    pub changes: Vec<Change>,
    #[serde(skip)]
    pub(super) pages: Pages,
}

impl Default for Report {
    fn default() -> Self {
        Self::of(Vec::new())
    }
}

impl Report {
    /// Creates a report of changes, and sorts them.
    pub(crate) fn of(changes: Vec<Change>) -> Self {
        Self::new(changes, Pages::default())
    }

    pub(super) fn new(changes: Vec<Change>, pages: Pages) -> Self {
        Self {
            verdict: Verdict::of(&changes),
            changes,
            pages,
        }
    }
}
