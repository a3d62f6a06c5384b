//! How many requests were sent for a call: counted where they are sent, read by who watches the call.

use std::sync::atomic::{AtomicU32, Ordering};

/// How many requests were sent for a call. It outlives what sends them, should that be broken off.
#[derive(Debug, Default)]
pub(crate) struct AttemptCount(AtomicU32);

impl AttemptCount {
    /// Counts one more.
    pub(crate) fn add(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn get(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }
}
