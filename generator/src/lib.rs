//! Generates Rust client crates from OpenAPI descriptions, by tag.
//!
//! The stages are [`description`] → [`lower`] → [`api`] → [`crate_ir`] → [`emit`] → [`output`]. [`pipeline`] contains
//! the functions that users of the library call. [`cli`] is the program `tagsmith`.

pub mod api;
#[cfg(feature = "cli")]
pub mod cli;
pub mod config;
pub mod crate_ir;
pub mod description;
#[cfg(feature = "cli")]
pub mod diff;
#[cfg(any(feature = "rust", feature = "site"))]
pub mod emit;
pub mod file;
mod keyword;
pub mod lower;
#[cfg(feature = "cli")]
pub mod output;
pub mod pipeline;
#[cfg(feature = "cli")]
pub mod release;
pub mod report;
