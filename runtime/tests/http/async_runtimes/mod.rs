//! Blocking calls, one client in several runtimes, and calls without a runtime.

#[cfg(feature = "blocking")]
mod blocking;
mod several_runtimes;
pub mod without_runtime;
