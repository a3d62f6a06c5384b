//! Tests of the runtime against real servers on loopback, with operations written like generated code.
// Clippy exempts test functions, but not the code that tests share.
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

mod async_runtimes;
#[cfg(feature = "cache")]
mod cache;
mod credentials;
mod downloads;
mod errors;
mod pagination;
mod rate_limits;
mod redirects;
mod requests;
mod responses;
mod retries;
mod secrets;
mod support;
mod timeouts;
mod transports;
mod uploads;

#[cfg(feature = "app")]
use self::support::fakes;
#[cfg(all(feature = "app", feature = "device", feature = "gh", unix))]
use self::support::overheard;
use self::support::{api, server, several, stage, streams};
