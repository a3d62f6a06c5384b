//! Dates and durations in headers, relative to the server's clock.

use http::HeaderMap;
use jiff::{SignedDuration, Timestamp};

/// Returns the wait of the header `retry-after`: seconds, or a date by the server's clock.
pub(crate) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<SignedDuration> {
    let text = headers.get("retry-after")?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u32>() {
        return Some(SignedDuration::from_secs(seconds.into()));
    }
    let then = http_date(text)?;
    Some(then.duration_since(date(headers).unwrap_or(now)))
}

/// Returns the time of the server's clock.
pub(crate) fn date(headers: &HeaderMap) -> Option<Timestamp> {
    http_date(headers.get("date")?.to_str().ok()?)
}

/// Parses an HTTP date.
pub(crate) fn http_date(text: &str) -> Option<Timestamp> {
    jiff::fmt::rfc2822::parse(text)
        .ok()
        .map(|it| it.timestamp())
}
