//! Options of one call, which override the client's settings.

use std::time::Duration;

use crate::core::client::Core;
use crate::limits::retry::RetryPolicy;

/// Options of one call, which override the client's settings.
#[derive(Clone, Debug, Default)]
pub(crate) struct CallOptions {
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) read_timeout: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
    /// Overrides the idempotency of the operation's descriptor.
    pub(crate) idempotent: Option<bool>,
    /// Whether the body is returned as published, without decompression.
    pub(crate) is_as_published: bool,
    /// Whether the body may report an exhausted rate limit, as GraphQL responses do.
    pub(crate) is_graphql: bool,
    /// Whether the cache is bypassed.
    pub(crate) is_fresh: bool,
}

impl CallOptions {
    pub(crate) fn timeout(&self, core: &Core) -> Duration {
        self.timeout.unwrap_or(core.settings().timeout)
    }

    pub(crate) fn read_timeout(&self, core: &Core) -> Duration {
        self.read_timeout.unwrap_or(core.settings().read_timeout)
    }
}
