//! The rate limit in the response headers.

use http::{HeaderMap, HeaderName};
use jiff::Timestamp;

// Constant header names, whose lookup does not parse a string.
static LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
static REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
static RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");
static USED: HeaderName = HeaderName::from_static("x-ratelimit-used");
static RESOURCE: HeaderName = HeaderName::from_static("x-ratelimit-resource");

/// The rate limit of the token at the time of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// The number of requests per window.
    pub limit: i64,
    /// The number of requests that remain.
    pub remaining: i64,
    /// The number of requests that were made.
    pub used: i64,
    /// When the window resets.
    pub reset: Timestamp,
    /// GitHub's rate limit resource, such as `core`.
    pub resource: Option<String>,
}

impl RateLimit {
    /// Parses the headers `x-ratelimit-*`.
    pub(crate) fn read(headers: &HeaderMap) -> Option<Self> {
        let text = |name: &HeaderName| headers.get(name)?.to_str().ok();
        let number = |name: &HeaderName| text(name)?.trim().parse::<i64>().ok();
        let limit = number(&LIMIT)?;
        let remaining = number(&REMAINING)?;
        let reset = number(&RESET)?;
        Some(Self {
            limit,
            remaining,
            used: number(&USED).unwrap_or_else(|| limit.saturating_sub(remaining)),
            reset: Timestamp::from_second(reset).ok()?,
            resource: text(&RESOURCE).map(str::to_owned),
        })
    }
}
