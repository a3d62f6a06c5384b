//! An exhausted rate limit.

use jiff::{SignedDuration, Timestamp};

/// An exhausted rate limit.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limit {
    /// The kind of the limit.
    pub kind: LimitKind,
    /// When the limit resets, by this machine's clock.
    pub until: Timestamp,
    /// GitHub's rate limit resource, such as `core` or `search`, if the server reports it.
    pub resource: Option<String>,
    /// The host, if the limit is not the API's: a redirect led to that host.
    pub host: Option<String>,
}

/// GitHub's two kinds of rate limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LimitKind {
    /// The requests of the current window are exhausted.
    Primary,
    /// Too many requests in a short time, by GitHub's own measure. The account must not send requests until the limit
    /// resets.
    Secondary,
}

/// The time between two writes: GitHub's "Best practices for using the REST API" recommends a second. This also keeps
/// within its limit of 80 content-creating requests a minute.
pub(super) const BETWEEN_WRITES: SignedDuration = SignedDuration::from_secs(1);
