//! Generates Rust client crates from OpenAPI descriptions, by tag.
//!
//! One way through: [`load`] → [`profile`] → [`select`] → [`versions`] → [`overlay`] → [`lower`] → [`model`] →
//! [`rust`], [`surface`], [`fixtures`] and [`site`] → [`output`].

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
pub mod profile;
mod prose;
pub mod release;
pub mod report;
pub mod repository;
pub mod resolve;
pub mod rust;
pub mod select;
pub mod site;
pub mod surface;
pub mod upstream;
pub mod versions;
