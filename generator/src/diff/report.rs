//! All that changed, and what it means.

use serde::Serialize;

use super::change::Change;
use super::pages::Pages;
use super::verdict::Verdict;

/// What changed.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// What it means for the version.
    pub verdict: Verdict,
    /// The changes, what breaks first.
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
    /// Reports changes, which are sorted.
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
