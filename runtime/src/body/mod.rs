//! Bodies of requests and responses: sending, receiving and repairing.

pub(crate) mod content;
pub(crate) mod encoded;
pub(crate) mod exact;
pub(crate) mod json;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod partial;
pub(crate) mod progress;
pub(crate) mod receive;
pub(crate) mod repair;
pub(crate) mod rounding;
pub(crate) mod upload;
