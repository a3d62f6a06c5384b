//! The rate limit that an answer tells.

use http::{HeaderMap, HeaderName};
use jiff::Timestamp;

// Names of their own type are looked up without being parsed.
static LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
static REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
static RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");
static USED: HeaderName = HeaderName::from_static("x-ratelimit-used");
static RESOURCE: HeaderName = HeaderName::from_static("x-ratelimit-resource");

/// How many calls the token may still make, as of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// How many calls may be made in a window.
    pub limit: i64,
    /// How many of them are left.
    pub remaining: i64,
    /// How many of them were made.
    pub used: i64,
    /// When the window ends.
    pub reset: Timestamp,
    /// Which of GitHub's limits it is, such as `core`.
    pub resource: Option<String>,
}

impl RateLimit {
    /// Reads the headers `x-ratelimit-*`.
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
