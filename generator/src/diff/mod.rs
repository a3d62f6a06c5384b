//! Two models to what changed between them, on two axes: the wire, and Rust.
//!
//! Operations are compared by their operationIds, and each component schema once, with the operations
//! that it reaches. A verdict is made where a change is found, since what it means depends on which way
//! a value goes and on how the crate offers it.
//!
//! Both axes go through `crate_ir` in one walk, since each change is one entry with a verdict for each axis. An item of
//! `crate_ir` reads as what `api` says of it: verdicts on the wire compare those facts, and those on Rust compare names,
//! fields and signatures. A walk over `api` for the wire alone would have to find the same pairs once more.

mod answers;
mod body;
mod bounds;
mod change;
mod details;
mod groups;
mod kind;
mod krate;
mod markdown;
mod objects;
mod operations;
mod order;
mod pages;
mod parameters;
mod presence;
mod profile;
mod relation;
mod renamed;
mod report;
mod schemas;
mod sentence;
mod standing;
mod text;
mod told;
mod types;
mod unions;
mod verdict;
mod walk;

use std::cmp::Reverse;

use self::krate::Crate;
use self::pages::Pages;
use self::walk::Walk;
use crate::crate_ir;

pub use self::change::{Change, Direction, Place, Rust, Wire};
pub use self::kind::Kind;
pub(crate) use self::markdown::code;
pub use self::markdown::markdown;
pub use self::report::Report;
pub(crate) use self::sentence::sentence;
pub use self::text::text;
pub use self::verdict::Verdict;

/// Returns the report as JSON: `{verdict, changes: […]}`.
pub fn json(report: &Report) -> String {
    // Names, texts and lists of them are always JSON.
    serde_json::to_string_pretty(report).unwrap_or_default() + "\n"
}

/// Returns what changed between two crates.
pub fn diff(old: &crate_ir::Crate<'_>, new: &crate_ir::Crate<'_>) -> Report {
    let (before, now) = (Crate::new(old), Crate::new(new));
    let mut walk = Walk::new(&before, &now);
    walk.api(old, new);
    walk.operations();
    walk.schemas();
    let mut changes = walk.changes;
    changes.sort_by(|left, right| {
        let rank = |it: &Change| (Reverse(it.weight()), Reverse(it.wire), it.kind);
        let place = |it: &Change| (it.place.item.clone(), it.place.path.clone());
        (rank(left).cmp(&rank(right))).then_with(|| place(left).cmp(&place(right)))
    });
    Report::new(changes, Pages::of(old, new))
}
