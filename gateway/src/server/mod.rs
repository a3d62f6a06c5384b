//! Startup, connections and graceful shutdown.

pub mod admin;
mod credential_check;
pub mod listener;
pub mod serve;
pub mod start;
pub mod tls;
