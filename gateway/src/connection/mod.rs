//! Connections to callers: their timeouts, and the refusal of request heads before hyper parses them.

pub mod guard;
pub mod refused_head;
pub mod refused_streams;
pub mod state;
pub mod watched;
