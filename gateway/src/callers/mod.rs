//! Who may send requests: callers with tokens, browsers by host and origin, addresses behind a proxy.

pub mod browser;
pub(crate) mod forwarded;
pub mod tokens;
