//! End-to-end tests: from the description through the generated crate to a real server and back.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod architecture;
mod change_report;
mod diagnostics;
mod dialects;
mod documentation;
mod drift;
mod environment_variables;
mod error_statuses;
mod examples;
mod fuzzing;
mod golden;
mod mocks;
mod pagination;
mod profiles;
mod replay;
mod requests;
mod site;
mod stable_names;
mod surface;
mod user_program;
