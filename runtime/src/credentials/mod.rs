//! Credentials, their sources, and the servers that they may be sent to.

pub(crate) mod api;
pub(crate) mod credential;
pub(crate) mod named;
pub(crate) mod replication;
pub(crate) mod source;
pub(crate) mod token;
pub(crate) mod way;
