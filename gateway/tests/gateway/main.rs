//! The gateway's rules, each with tests that fail when it is taken out.
#![cfg(unix)]
// Clippy's allowance for tests does not reach what tests share.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod apps;
mod browsers;
mod descriptions;
mod faults;
mod framing;
mod headers;
mod lifecycle;
mod limits;
mod operations;
mod paths;
mod process;
mod refusals;
mod secrets;
mod sockets;
mod targets;
mod tls;
mod upstream;
mod world;
