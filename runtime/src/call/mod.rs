//! Calls of operations: arguments, sending, and decoding.

pub(crate) mod any;
pub(crate) mod arguments;
#[cfg(feature = "blocking")]
pub mod blocking;
pub(crate) mod body_stream;
mod by_status;
pub(crate) mod conditional;
pub(crate) mod decode;
pub(crate) mod download;
pub(crate) mod extra;
pub(crate) mod header;
mod macros;
pub(crate) mod operation;
pub(crate) mod parameter;
pub(crate) mod payload;
#[cfg(feature = "mock")]
pub(crate) mod prepared;
pub(crate) mod read;
pub(crate) mod response;
pub(crate) mod resume;
pub(crate) mod send;
pub(crate) mod spec;
pub(crate) mod success;
pub(crate) mod template;
