//! HTTP: transports, servers, URLs and response headers.

pub(crate) mod date;
pub(crate) mod endpoint;
pub(crate) mod facts;
pub(crate) mod github;
pub(crate) mod host;
pub(crate) mod link;
pub(crate) mod origin;
pub(crate) mod rate_limit;
pub(crate) mod reply;
pub mod transport;
