//! What is set for one call, instead of what its client has.

use std::time::Duration;

use crate::core::client::Core;
use crate::limits::retry::Retry;

/// What is set for one call, instead of what the client has.
#[derive(Clone, Debug, Default)]
pub(crate) struct CallOptions {
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) read_timeout: Option<Duration>,
    pub(crate) retry: Option<Retry>,
    /// Instead of what the operation's descriptor says.
    pub(crate) idempotent: Option<bool>,
    /// Whether the body arrives as it was published, be it compressed.
    pub(crate) is_as_published: bool,
    /// Whether the body says whether a rate limit is used up, as GraphQL's does.
    pub(crate) is_graphql: bool,
    /// Whether the response comes whole, though the cache has one that the server could confirm.
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
