//! Tests of the gateway's rules. If a rule is removed, at least one test fails.
#![cfg(unix)]
// Clippy exempts test functions, but not the code that tests share.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod allow_list;
mod browser_protections;
mod caller_tokens;
mod command_line;
mod configuration;
mod credential_leaks;
mod credentials;
mod encoded_paths;
mod github_app;
mod graceful_shutdown;
mod headers;
mod health_and_metrics;
mod http2;
mod info_endpoint;
mod limits;
mod listen_sockets;
mod path_readings;
mod problem_responses;
mod redirects_and_links;
mod reference_site;
mod request_log;
mod request_smuggling;
mod single_upstream;
mod slow_callers;
mod support;
mod tls;
mod upstream_faults;
