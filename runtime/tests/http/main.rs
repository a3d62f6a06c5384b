//! The runtime against real servers on loopback, through operations as they are generated.
// Clippy's allowance for tests does not reach what tests share.
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

mod answers;
mod api;
#[cfg(feature = "conformance")]
mod conformance;
mod downloads;
mod drift;
mod failures;
mod faults;
mod paging;
mod parameters;
mod positions;
mod read_ahead;
mod redirects;
mod reports;
mod secrets;
mod sending;
mod server;
mod servers;
mod uploads;
