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
    /// The host that the limit belongs to, if a redirect led to a host other than the API's.
    pub host: Option<String>,
}

/// GitHub's two kinds of rate limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LimitKind {
    /// All requests of the current time window are used.
    Primary,
    /// Too many requests in a short time, by a measure that GitHub does not publish. The account must not send requests
    /// until the limit resets.
    Secondary,
}

/// The minimum time between two writes, as GitHub's "Best practices for using the REST API" recommends. This pace also
/// respects GitHub's limit of 80 content-creating requests a minute.
pub(super) const BETWEEN_WRITES: SignedDuration = SignedDuration::from_secs(1);
