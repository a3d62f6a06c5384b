//! A counter of a call's requests, shared by the call and its observer.

use std::sync::atomic::{AtomicU32, Ordering};

/// The number of requests that were sent for a call. The observer can read the number after the call's future was
/// dropped.
#[derive(Debug, Default)]
pub(crate) struct AttemptCount(AtomicU32);

impl AttemptCount {
    /// Counts one request.
    pub(crate) fn add(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn get(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }
}
