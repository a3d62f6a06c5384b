//! Time that passes: to wait for, and to wait no longer than. In a browser, its own timers keep it.

#[cfg(not(target_family = "wasm"))]
pub(crate) use tokio::time::{Instant, sleep, sleep_until, timeout, timeout_at};
#[cfg(target_family = "wasm")]
pub(crate) use wasmtimer::{
    std::Instant,
    tokio::{sleep, sleep_until, timeout, timeout_at},
};
