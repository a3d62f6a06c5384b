//! Tests of redirects, and of operations that have their own server.

mod followed;
mod other_servers;
