//! Compares two crates: the wire format, and the Rust API.
//!
//! Operations are compared by operationId. Each component schema is compared once, and the report lists the operations
//! that reach it. The verdict on a change depends on the direction of values and on the crate's types. Therefore the
//! code that finds a change also decides on the verdict.

mod availability;
mod body;
mod bounds;
mod change;
mod describe;
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
mod parts;
mod presence;
mod profile;
mod relation;
mod renamed;
mod report;
mod responses;
mod schemas;
mod sentence;
mod text;
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
    // Serializing cannot fail, since the report consists of texts, names and lists.
    serde_json::to_string_pretty(report).unwrap_or_default() + "\n"
}

/// Compares two crates.
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
