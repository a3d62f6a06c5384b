//! The client: its settings, and the execution of calls.

pub(crate) mod builder;
pub mod cache;
pub(crate) mod client;
pub(crate) mod execution;
pub(crate) mod fetch_url;
pub(crate) mod observer;
pub(crate) mod options;
pub(crate) mod watch;
