//! The one server that requests go to.

pub mod client;
mod resolve;
pub mod upload;
pub mod url;
