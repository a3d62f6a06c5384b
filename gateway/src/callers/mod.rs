//! Access control: caller tokens, browser protections, and caller addresses behind a proxy.

pub mod browser;
pub(crate) mod forwarded;
pub mod tokens;
