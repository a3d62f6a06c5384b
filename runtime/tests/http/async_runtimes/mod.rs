//! Tests of blocking calls, of one client in several runtimes, and of calls outside of a runtime.

#[cfg(feature = "blocking")]
mod blocking;
mod several_runtimes;
pub mod without_runtime;
