//! Options of a single call.

pub(crate) mod accept;
pub(crate) mod extension;
