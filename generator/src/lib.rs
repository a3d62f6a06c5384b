//! Generates Rust client crates from the GitHub REST OpenAPI description, by tag.
//!
//! One way through: [`load`] → [`select`] → [`versions`] → [`overlay`] → [`lower`] → [`model`] →
//! [`rust`], [`surface`] and [`fixtures`] → [`output`].

pub mod commands;
pub mod config;
pub mod diff;
pub mod fixtures;
mod index;
pub mod load;
pub mod lower;
pub mod model;
pub mod name;
pub mod output;
pub mod overlay;
pub mod pin;
pub mod release;
pub mod report;
pub mod resolve;
pub mod rust;
pub mod select;
pub mod surface;
pub mod upstream;
pub mod versions;
