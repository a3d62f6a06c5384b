//! Time that passes: to wait for, and to wait no longer than. In a browser, its own timers keep it.

use std::time::Duration;

#[cfg(not(target_family = "wasm"))]
pub(crate) use tokio::time::{Instant, sleep, sleep_until, timeout, timeout_at};
#[cfg(target_family = "wasm")]
pub(crate) use wasmtimer::{
    std::Instant,
    tokio::{sleep, sleep_until, timeout, timeout_at},
};

/// No timeout is longer, or the time at which it ends could not be said.
pub(crate) const LONGEST: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);
