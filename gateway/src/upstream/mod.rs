//! The one upstream that requests are forwarded to.

pub mod client;
mod resolve;
pub mod upload;
pub mod url;
