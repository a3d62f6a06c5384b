//! Tests of timeouts, broken connections, and servers that violate the protocol.

mod broken_connections;
mod idle;
