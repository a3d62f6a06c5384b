//! Lowers both inputs of a comparison.

use std::thread;

use super::diff_input::DiffInput;
use crate::api::Api;
use crate::report::{Diagnostic, Result};

/// The lowered inputs of a comparison.
#[derive(Debug)]
pub struct LoweredPair {
    /// The old API.
    pub old: Api,
    /// The new API.
    pub new: Api,
    /// The expired corrections of the old description.
    pub expired_old: Vec<Diagnostic>,
    /// The expired corrections of the new description.
    pub expired_new: Vec<Diagnostic>,
}

/// Lowers both inputs in parallel. If only one input has a tag, the report lists the tag as added or removed.
///
/// # Errors
///
/// Returns the errors of the first input that fails.
pub fn lowered_pair(mut old: DiffInput, mut new: DiffInput) -> Result<LoweredPair> {
    let (before, now) = (old.tags()?, new.tags()?);
    let is_old = old.leave_out(&before, &now);
    let is_new = new.leave_out(&now, &before);
    let (old, new) = thread::scope(|scope| {
        let before = scope.spawn(|| old.lowered());
        let now = new.lowered();
        let before = before.join();
        (
            before.unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            now,
        )
    });
    let nothing = |api: &Api| Api {
        tags: Vec::new(),
        schemas: Vec::new(),
        skipped: Vec::new(),
        ..api.clone()
    };
    match (is_old, is_new) {
        (false, true) => new.map(|(new, _)| LoweredPair::of(nothing(&new), new)),
        (true, false) => old.map(|(old, _)| LoweredPair::of(old.clone(), nothing(&old))),
        _ => {
            let ((old, expired_old), (new, expired_new)) = (old?, new?);
            Ok(LoweredPair {
                expired_old,
                expired_new,
                ..LoweredPair::of(old, new)
            })
        }
    }
}

impl LoweredPair {
    fn of(old: Api, new: Api) -> Self {
        Self {
            old,
            new,
            expired_old: Vec::new(),
            expired_new: Vec::new(),
        }
    }
}
