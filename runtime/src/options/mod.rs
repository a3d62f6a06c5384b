//! What can be set for one call, whichever its operation.

pub(crate) mod accept;
pub(crate) mod extension;
