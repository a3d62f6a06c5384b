//! Rewrites the changelog entry of an unreleased version after further changes.

use super::entry::{Entry, with_entry};
use super::unreleased::{with_introduction, without_unreleased};
use crate::diff::Verdict;

/// A changelog whose unreleased entries are merged into one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewritten {
    /// The changelog.
    pub text: String,
    /// The removed lines of unreleased entries.
    pub lost: Vec<String>,
}

/// Returns a changelog with one entry above the released version. Keeps introductions that were written by hand.
/// Returns `None` if nothing changed since the entry was written.
pub fn rewritten(changelog: Option<&str>, released: &str, entry: Entry<'_>) -> Option<Rewritten> {
    let shortened = without_unreleased(changelog.unwrap_or_default(), released);
    let old = shortened
        .entries
        .iter()
        .find(|it| it.version == entry.version);
    if entry.report.verdict == Verdict::None && old.is_some() {
        return None;
    }
    let entry = Entry {
        date: entry.date.or_else(|| old?.date.as_deref()),
        ..entry
    };
    let introductions = shortened
        .entries
        .iter()
        .map(|it| it.introduction.as_str())
        .filter(|it| !it.is_empty());
    let introduction = introductions.collect::<Vec<_>>().join("\n\n");
    let entries = with_entry(Some(&shortened.text), &entry);
    let text = with_introduction(&entries, entry.version, &introduction);
    let lines = shortened.entries.iter().flat_map(|it| &it.lines);
    let is_lost = |it: &&String| it.starts_with("- ") && !text.lines().any(|to| to == *it);
    let lost = lines.filter(is_lost).cloned().collect();
    Some(Rewritten { text, lost })
}
