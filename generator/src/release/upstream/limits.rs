//! Limits of a download.

use std::time::Duration;

/// The maximum size and the timeout of a download.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The maximum size of a description in bytes.
    pub size: u64,
    /// The network timeout: the maximum time between two received bytes.
    pub silence: Duration,
}
