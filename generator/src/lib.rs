//! Generates Rust client crates from OpenAPI descriptions, by tag.
//!
//! One way through: [`description`] → [`lower`] → [`api`] → [`emit`] → [`output`]. [`pipeline`] has the functions that a user
//! of the library calls, and [`cli`] is the program.

pub mod api;
pub mod cli;
pub mod config;
pub mod description;
pub mod diff;
pub mod emit;
pub mod file;
mod keyword;
pub mod lower;
pub mod name;
pub mod output;
pub mod pipeline;
pub mod release;
pub mod report;
