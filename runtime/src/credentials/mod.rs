//! Who sends a call: credentials, and where they may go.

pub(crate) mod api;
pub(crate) mod credential;
pub(crate) mod named;
pub(crate) mod replication;
pub(crate) mod source;
pub(crate) mod token;
pub(crate) mod way;
