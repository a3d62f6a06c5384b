//! The gateway's rules, each with tests that fail when it is taken out.
#![cfg(unix)]
// Clippy's allowance for tests does not reach what tests share.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod allow_list;
mod browser_protections;
mod command_line;
mod configuration;
mod credential_leaks;
mod encoded_paths;
mod github_app;
mod headers;
mod lifecycle;
mod limits;
mod listen_sockets;
mod path_readings;
mod request_smuggling;
mod single_upstream;
mod support;
mod tls;
mod upstream_faults;
