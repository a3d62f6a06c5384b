//! Starts a gateway, accepts connections, and stops without cutting off requests.

pub mod admin;
mod credential_check;
pub mod listener;
pub mod serve;
pub mod start;
pub mod tls;
