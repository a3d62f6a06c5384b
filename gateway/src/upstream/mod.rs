//! The single upstream that receives all forwarded requests.

pub mod client;
mod resolve;
pub mod upload;
pub mod url;
