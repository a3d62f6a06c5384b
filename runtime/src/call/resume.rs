//! Resumes an interrupted download by a `Range` request, if the body is unchanged on the server.

use std::time::Duration;

use http::header::{ACCEPT_RANGES, CONTENT_RANGE, DATE, ETAG, IF_RANGE, LAST_MODIFIED, RANGE};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::base::runtime;
use crate::base::timer::sleep;
use crate::core::execution::followed::ResponseHead;
use crate::http::date::http_date;
use crate::http::reply::Reply;
use crate::http::transport::BoxFuture;
use crate::limits::retry::RetryPolicy;

/// The retry count restarts after this many bytes received.
const PROGRESS: u64 = 1 << 20;

/// Sends the requests that resume a download.
pub(crate) struct Source {
    /// Sends the request with these additional headers. Returns `None` if it fails.
    pub(crate) request: Box<Request>,
    pub(crate) retry: RetryPolicy,
    /// Returns whether the client's retry budget allows a retry.
    pub(crate) budget: Box<dyn Fn() -> bool + Send>,
}

pub(crate) type Request = dyn Fn(HeaderMap) -> BoxFuture<'static, Option<Box<ResponseHead>>> + Send;

/// Resumes a download, as often as the retry policy allows.
pub(crate) struct Resumption {
    source: Source,
    /// The number of interruptions since the last progress.
    interruptions: u32,
    /// The offset of the last interruption.
    at: u64,
}

/// The properties of the original response that the rest of the body must match.
#[derive(Clone)]
struct Part {
    from: u64,
    total: Option<u64>,
    /// The validator that detects a changed body, or `None` if the whole body is requested.
    validator: Option<Validator>,
    status: StatusCode,
}

#[derive(Clone)]
struct Validator {
    /// The header of the validator: `etag` or `last-modified`.
    name: HeaderName,
    value: HeaderValue,
}

impl Resumption {
    pub(crate) fn new(source: Source) -> Self {
        Self {
            source,
            interruptions: 0,
            at: 0,
        }
    }

    /// Returns the request for the rest of a body, after this many received bytes. Returns `None` if the server does
    /// not support ranges, or if no retries remain. The request returns `None` if the server cannot send the rest of
    /// the same body.
    pub(crate) fn after(
        &mut self,
        reply: &Reply,
        from: u64,
        total: Option<u64>,
    ) -> Option<BoxFuture<'static, Option<Box<ResponseHead>>>> {
        if from.saturating_sub(self.at) >= PROGRESS {
            self.interruptions = 0;
        }
        self.interruptions += 1;
        self.at = from;
        // A body may be read outside of a tokio runtime, but waiting and sending need one.
        if !self.source.retry.allows(self.interruptions) || runtime::is_missing() {
            return None;
        }
        let part = Part::after(reply, from, total)?;
        if !(self.source.budget)() {
            return None;
        }
        let wait: Duration = self.source.retry.wait(self.interruptions);
        let request = (self.source.request)(part.headers()?);
        tracing::debug!(from, again_in = ?wait, "resumes");
        Some(Box::pin(async move {
            sleep(wait).await;
            request.await.filter(|head| part.is_in(&head.reply))
        }))
    }
}

impl Part {
    /// Returns the missing range of a body. Returns `None` if no validator can detect a changed body.
    fn after(reply: &Reply, from: u64, total: Option<u64>) -> Option<Self> {
        let headers = &reply.headers;
        let validator = match from {
            // The caller has received no byte yet, so a changed body is harmless.
            0 => None,
            _ if !allows_ranges(headers) => return None,
            _ => Some(Validator::of(headers)?),
        };
        let is_whole = reply.status == StatusCode::OK;
        (from == 0 || is_whole && total.is_some_and(|it| from < it)).then_some(Self {
            from,
            total,
            validator,
            status: reply.status,
        })
    }

    /// Returns the headers of the range request.
    fn headers(&self) -> Option<HeaderMap> {
        let mut headers = HeaderMap::new();
        if let Some(validator) = &self.validator {
            let range = format!("bytes={}-", self.from);
            headers.insert(RANGE, HeaderValue::from_str(&range).ok()?);
            headers.insert(IF_RANGE, validator.value.clone());
        }
        Some(headers)
    }

    /// Returns whether a response contains exactly the requested range.
    fn is_in(&self, reply: &Reply) -> bool {
        let Some(validator) = &self.validator else {
            return reply.status == self.status;
        };
        let is_same = reply
            .headers
            .get(&validator.name)
            .is_none_or(|it| *it == validator.value);
        reply.status == StatusCode::PARTIAL_CONTENT
            && is_same
            && content_range(&reply.headers).is_some_and(|(from, end, total)| {
                let is_to_end = self.total == end.checked_add(1);
                from == self.from && is_to_end && total.is_none_or(|it| Some(it) == self.total)
            })
    }
}

impl Validator {
    /// Returns the value for `If-Range`: a strong ETag, or a date that is strong (RFC 9110, section 8.8.2.2).
    fn of(headers: &HeaderMap) -> Option<Self> {
        let of = |name: HeaderName| {
            let value = headers.get(&name)?.clone();
            Some(Self { name, value })
        };
        if let Some(etag) = of(ETAG) {
            return etag.value.as_bytes().starts_with(b"\"").then_some(etag);
        }
        let date = |name| http_date(headers.get(name)?.to_str().ok()?);
        let (modified, sent) = (date(LAST_MODIFIED)?, date(DATE)?);
        let age = sent.as_second() - modified.as_second();
        // The body may have changed twice within one second.
        (age >= 1).then(|| of(LAST_MODIFIED)).flatten()
    }
}

fn allows_ranges(headers: &HeaderMap) -> bool {
    let ranges = headers.get(ACCEPT_RANGES);
    ranges.is_none_or(|it| !it.as_bytes().eq_ignore_ascii_case(b"none"))
}

/// Parses the header `content-range`: returns the range's start and end, and the total length if the server states it.
fn content_range(headers: &HeaderMap) -> Option<(u64, u64, Option<u64>)> {
    let text = headers.get(CONTENT_RANGE)?.to_str().ok()?;
    let (range, total) = text.trim().strip_prefix("bytes ")?.split_once('/')?;
    let (from, end) = range.trim().split_once('-')?;
    let total = match total.trim() {
        "*" => None,
        total => Some(total.parse().ok()?),
    };
    Some((from.parse().ok()?, end.parse().ok()?, total))
}

#[cfg(test)]
mod tests {
    use http::header::{CONTENT_RANGE, HeaderMap, HeaderName, HeaderValue};

    use super::{Validator, allows_ranges, content_range};

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pairs = pairs.iter().map(|(name, value)| {
            let name = HeaderName::from_static(name);
            (name, HeaderValue::from_static(value))
        });
        pairs.collect()
    }

    fn validator(pairs: &[(&'static str, &'static str)]) -> Option<HeaderValue> {
        Validator::of(&headers(pairs)).map(|it| it.value)
    }

    #[test]
    fn only_strong_validators_are_used() {
        const MODIFIED: (&str, &str) = ("last-modified", "Tue, 14 Nov 2023 22:15:00 GMT");
        const SAME: (&str, &str) = ("date", "Tue, 14 Nov 2023 22:15:00 GMT");
        const LATER: (&str, &str) = ("date", "Tue, 14 Nov 2023 22:15:01 GMT");
        assert_eq!(validator(&[("etag", "\"a\"")]).unwrap(), "\"a\"");
        assert_eq!(validator(&[MODIFIED, LATER]).unwrap(), MODIFIED.1);
        assert_eq!(
            validator(&[MODIFIED, LATER, ("etag", "\"a\"")]).unwrap(),
            "\"a\""
        );
        for weak in [
            &[("etag", "W/\"a\"")][..],
            &[("etag", "W/\"a\""), MODIFIED, LATER],
            &[MODIFIED, SAME],
            &[MODIFIED],
            &[LATER],
            &[("last-modified", "yesterday"), LATER],
            &[],
        ] {
            assert_eq!(validator(weak), None, "{weak:?}");
        }
    }

    #[test]
    fn accept_ranges_none_is_respected() {
        assert!(allows_ranges(&headers(&[])));
        assert!(allows_ranges(&headers(&[("accept-ranges", "bytes")])));
        assert!(!allows_ranges(&headers(&[("accept-ranges", "None")])));
    }

    #[test]
    fn ranges_are_read_or_refused() {
        for (text, expected) in [
            ("bytes 3-9/10", Some((3, 9, Some(10)))),
            ("bytes 3-9/*", Some((3, 9, None))),
            ("bytes */10", None),
            ("items 3-9/10", None),
            ("bytes 3-9", None),
            ("bytes -9/10", None),
            ("bytes 3-9/x", None),
            ("", None),
        ] {
            let value = HeaderValue::from_static(text);
            let headers = HeaderMap::from_iter([(CONTENT_RANGE, value)]);
            assert_eq!(content_range(&headers), expected, "{text}");
        }
    }
}
