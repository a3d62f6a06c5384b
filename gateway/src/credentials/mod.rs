//! Credentials for the upstream: where they come from, how they are renewed, and that no response contains one.

mod app;
pub mod changing;
pub mod leak;
pub mod rule;
pub mod store;
mod transport;
