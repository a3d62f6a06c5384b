//! The rate limit that an answer tells.

use http::HeaderMap;
use jiff::Timestamp;

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
        let text = |name: &str| headers.get(name)?.to_str().ok();
        let number = |name: &str| text(name)?.trim().parse::<i64>().ok();
        let limit = number("x-ratelimit-limit")?;
        let remaining = number("x-ratelimit-remaining")?;
        let reset = number("x-ratelimit-reset")?;
        Some(Self {
            limit,
            remaining,
            used: number("x-ratelimit-used").unwrap_or_else(|| limit.saturating_sub(remaining)),
            reset: Timestamp::from_second(reset).ok()?,
            resource: text("x-ratelimit-resource").map(str::to_owned),
        })
    }
}
