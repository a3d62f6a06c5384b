//! Both sides of a comparison, taken to their APIs.

use std::thread;

use super::diff_input::DiffInput;
use crate::api::Api;
use crate::report::{Diagnostic, Result};

/// Both sides of a comparison.
#[derive(Debug)]
pub struct LoweredPair {
    /// The old API.
    pub old: Api,
    /// The new API.
    pub new: Api,
    /// The corrections that change nothing on the old side.
    pub expired_old: Vec<Diagnostic>,
    /// The corrections that change nothing on the new side.
    pub expired_new: Vec<Diagnostic>,
}

/// Takes both sides to their APIs at once. A tag that one side alone has is added or removed.
///
/// # Errors
///
/// Returns what is wrong with one of the sides.
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
