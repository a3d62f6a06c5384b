//! Redirects, and operations whose server is another one.

mod followed;
mod other_servers;
