//! Two models to what changed between them, on two axes: the wire, and Rust.

mod change;
mod kind;
mod verdict;

use serde::Serialize;

use crate::model::Api;

pub use self::change::{Change, Direction, Place, Rust, Wire};
pub use self::kind::Kind;
pub use self::verdict::Verdict;

/// What changed.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// What it means for the version.
    pub verdict: Verdict,
    /// The changes, what breaks first.
    pub changes: Vec<Change>,
}

/// Returns what changed between two crates.
pub fn diff(_old: &Api, _new: &Api) -> Report {
    Report {
        verdict: Verdict::None,
        changes: Vec::new(),
    }
}
