//! Credentials for the upstream: their sources, their renewal, and the search of responses for leaks.

mod app;
pub mod changing;
pub mod leak;
pub mod rule;
pub mod store;
mod transport;
