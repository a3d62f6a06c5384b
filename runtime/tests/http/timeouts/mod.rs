//! Timeouts, broken connections and servers that break the protocol.

mod broken_connections;
mod idle;
