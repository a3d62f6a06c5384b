//! The client: its settings, and how it sends a call until there is an answer.

pub(crate) mod builder;
pub mod cache;
pub(crate) mod client;
pub(crate) mod elsewhere;
pub(crate) mod observer;
pub(crate) mod options;
pub(crate) mod trip;
pub(crate) mod watch;
