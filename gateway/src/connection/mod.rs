//! Connections to callers: timeouts, and the request heads that are refused before hyper parses them.

pub mod guard;
pub mod refused_head;
pub mod refused_streams;
pub mod state;
pub mod watched;
