//! How much a download may take.

use std::time::Duration;

/// How much is taken, and how long is waited.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The most bytes that a description may have.
    pub size: u64,
    /// How long the network may be silent.
    pub silence: Duration,
}
