//! Decides whether a response reports a rate limit, according to GitHub's documentation.

use http::{HeaderMap, StatusCode};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value as Json;

use super::limit::{Limit, LimitKind};
use crate::http::date::{date, retry_after};
use crate::http::rate_limit::RateLimit;

/// The wait if the server states none. GitHub recommends at least a minute.
const DEFAULT_WAIT: SignedDuration = SignedDuration::from_secs(60);

/// The maximum wait, even if the server requests a longer one.
const LONGEST: SignedDuration = SignedDuration::from_hours(24);

/// Returns the rate limit that a response reports, if any. A 403 or 429 reports a rate limit by its headers or its
/// message. A 422 reports a rate limit if its message contains one of `messages`. Any other 403 means a missing
/// permission, even if the request was the last of its window.
pub(crate) fn read(
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
    messages: &[&str],
    now: Timestamp,
) -> Option<Limit> {
    if status == StatusCode::UNPROCESSABLE_ENTITY && has_message(body, messages) {
        let wait = retry_after(headers, now).unwrap_or(DEFAULT_WAIT);
        return Some(Limit {
            kind: LimitKind::Secondary,
            until: end(now, wait),
            resource: None,
            host: None,
        });
    }
    if !matches!(
        status,
        StatusCode::FORBIDDEN | StatusCode::TOO_MANY_REQUESTS
    ) {
        return None;
    }
    let rate = RateLimit::read(headers);
    let resource = rate.as_ref().and_then(|it| it.resource.clone());
    let after = retry_after(headers, now);
    let limit = |kind, wait| {
        Some(Limit {
            kind,
            until: end(now, wait),
            resource: resource.clone(),
            host: None,
        })
    };
    let is_certain = status == StatusCode::TOO_MANY_REQUESTS || after.is_some();
    let is_used_up = |rate: &&RateLimit| rate.remaining <= 0 && (is_certain || !is_denial(body));
    if let Some(rate) = rate.as_ref().filter(is_used_up) {
        let wait = window(rate, headers, now);
        return limit(LimitKind::Primary, wait.max(after.unwrap_or_default()));
    }
    (is_certain || speaks_of_it(body))
        .then(|| limit(LimitKind::Secondary, after.unwrap_or(DEFAULT_WAIT)))
        .flatten()
}

/// Returns the exhausted limit of a window. Returns `None` if requests remain or the window has reset.
pub(super) fn last_of_window(
    headers: &HeaderMap,
    rate: &RateLimit,
    now: Timestamp,
) -> Option<Limit> {
    let wait = window(rate, headers, now);
    (rate.remaining <= 0 && wait.is_positive()).then(|| Limit {
        kind: LimitKind::Primary,
        until: end(now, wait),
        resource: rate.resource.clone(),
        host: None,
    })
}

/// Returns the limit of a window, with the reset time from the headers.
pub(super) fn whole_window(headers: &HeaderMap, rate: &RateLimit, now: Timestamp) -> Limit {
    let after = retry_after(headers, now).unwrap_or_default();
    Limit {
        kind: LimitKind::Primary,
        until: end(now, window(rate, headers, now).max(after)),
        resource: rate.resource.clone(),
        host: None,
    }
}

/// Returns a secondary limit, with the reset time from the headers.
pub(super) fn secondary(headers: &HeaderMap, now: Timestamp) -> Limit {
    Limit {
        kind: LimitKind::Secondary,
        until: end(now, retry_after(headers, now).unwrap_or(DEFAULT_WAIT)),
        resource: None,
        host: None,
    }
}

/// Returns the remaining time of the window. The window resets by the server's clock, which may differ from the local
/// clock.
fn window(rate: &RateLimit, headers: &HeaderMap, now: Timestamp) -> SignedDuration {
    rate.reset.duration_since(date(headers).unwrap_or(now))
}

fn end(now: Timestamp, wait: SignedDuration) -> Timestamp {
    let wait = wait.clamp(SignedDuration::ZERO, LONGEST);
    now.saturating_add(wait).unwrap_or(Timestamp::MAX)
}

/// Returns whether a message is one of GitHub's rate limit messages.
fn speaks_of_it(body: &[u8]) -> bool {
    let reported = error_texts(body);
    let message = |it: &&str| reported.message.contains(*it);
    [
        "rate limit exceeded",
        "secondary rate limit",
        "abuse detection",
    ]
    .iter()
    .any(message)
        || reported.url.contains("secondary-rate-limit")
}

/// Returns whether a message concerns something other than a rate limit, such as `Resource not accessible by
/// integration`. Each of GitHub's rate limit messages contains one of these words. Without a message, the headers
/// decide.
fn is_denial(body: &[u8]) -> bool {
    let reported = error_texts(body);
    let is_of_limit = ["limit", "exceeded", "abuse", "too many", "try again"];
    !reported.message.is_empty()
        && !is_of_limit.iter().any(|it| reported.message.contains(it))
        && !reported.url.contains("rate-limit")
}

/// Returns whether the message of an error body, or one of its `errors`, contains one of these texts.
fn has_message(body: &[u8], messages: &[&str]) -> bool {
    if messages.is_empty() {
        return false;
    }
    let body: Json = serde_json::from_slice(body).unwrap_or_default();
    let text = |it: &Json| {
        let text = it.as_str().or_else(|| it.get("message")?.as_str());
        text.unwrap_or_default().to_ascii_lowercase()
    };
    let errors = body.get("errors").and_then(Json::as_array);
    let mut texts = std::iter::once(&body).chain(errors.into_iter().flatten());
    texts.any(|it| {
        let text = text(it);
        messages.iter().any(|it| text.contains(it))
    })
}

/// Returns the messages of an error body, in lower case. Returns none for a body that is not in GitHub's format.
struct ErrorTexts {
    message: String,
    url: String,
}

fn error_texts(body: &[u8]) -> ErrorTexts {
    let body: Json = serde_json::from_slice(body).unwrap_or_default();
    let text = |member: &str| {
        let text = body.get(member).and_then(Json::as_str);
        text.unwrap_or_default().to_ascii_lowercase()
    };
    ErrorTexts {
        message: text("message"),
        url: text("documentation_url"),
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
    use jiff::Timestamp;

    use super::read;
    use crate::limits::limit::LimitKind::{Primary, Secondary};

    /// Returns headers and the time: ten past midnight by the local clock. The server's clock is 100 seconds ahead.
    const NOW: i64 = 1_700_000_000;
    const TOO_QUICK: &str = "was submitted too quickly";
    const DATE: (&str, &str) = ("date", "Tue, 14 Nov 2023 22:15:00 GMT");
    const NONE_LEFT: [(&str, &str); 3] = [
        ("x-ratelimit-limit", "5000"),
        ("x-ratelimit-remaining", "0"),
        ("x-ratelimit-reset", "1700000160"),
    ];

    fn wait(
        status: u16,
        headers: &[(&'static str, &'static str)],
        body: &str,
    ) -> Option<(super::LimitKind, i64)> {
        let headers = headers.iter().map(|(name, value)| {
            let name = HeaderName::from_static(name);
            (name, HeaderValue::from_static(value))
        });
        let now = Timestamp::from_second(NOW).unwrap();
        let status = StatusCode::from_u16(status).unwrap();
        let headers: HeaderMap = headers.collect();
        let limit = read(status, &headers, body.as_bytes(), &[TOO_QUICK], now)?;
        Some((limit.kind, limit.until.as_second() - NOW))
    }

    #[test]
    fn an_exhausted_window_resets_by_the_servers_clock() {
        for status in [403, 429] {
            assert_eq!(wait(status, &NONE_LEFT, ""), Some((Primary, 160)));
            let with_date = [&NONE_LEFT[..], &[DATE]].concat();
            assert_eq!(wait(status, &with_date, ""), Some((Primary, 60)));
            let longer = [&with_date[..], &[("retry-after", "90")]].concat();
            assert_eq!(wait(status, &longer, ""), Some((Primary, 90)));
        }
        assert_eq!(wait(200, &NONE_LEFT, ""), None);
        assert_eq!(wait(404, &NONE_LEFT, ""), None);
    }

    #[test]
    fn a_secondary_limit_is_recognized_by_header_status_or_message() {
        let after = [("retry-after", "30")];
        assert_eq!(wait(403, &after, ""), Some((Secondary, 30)));
        assert_eq!(wait(429, &after, ""), Some((Secondary, 30)));
        let date = [DATE, ("retry-after", "Tue, 14 Nov 2023 22:15:07 GMT")];
        assert_eq!(wait(403, &date, ""), Some((Secondary, 7)));
        assert_eq!(wait(429, &[], ""), Some((Secondary, 60)));
        for body in [
            r#"{"message":"You have exceeded a secondary rate limit. Please wait"}"#,
            r#"{"message":"API rate limit exceeded for user ID 1."}"#,
            r#"{"message":"You have triggered an abuse detection mechanism."}"#,
            r#"{"message":"No","documentation_url":"https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits"}"#,
        ] {
            assert_eq!(wait(403, &[], body), Some((Secondary, 60)), "{body}");
            assert_eq!(wait(400, &[], body), None, "{body}");
        }
    }

    #[test]
    fn a_422_with_a_message_of_the_api_is_a_secondary_limit() {
        for body in [
            r#"{"message":"Validation Failed","errors":[{"resource":"Issue"},{"message":"was submitted too quickly"}]}"#,
            r#"{"message":"Validation Failed","errors":["Was submitted too quickly after a comment"]}"#,
            r#"{"message":"It was submitted too quickly."}"#,
        ] {
            assert_eq!(wait(422, &[], body), Some((Secondary, 60)), "{body}");
            let after = [("retry-after", "5")];
            assert_eq!(wait(422, &after, body), Some((Secondary, 5)), "{body}");
            for status in [400, 403, 404, 409] {
                assert_eq!(wait(status, &[], body), None, "{status} {body}");
            }
        }
        for body in [
            "",
            "was submitted too quickly",
            r#"{"message":"Validation Failed","errors":[{"code":"invalid"}]}"#,
            r#"{"title":"was submitted too quickly"}"#,
        ] {
            assert_eq!(wait(422, &[], body), None, "{body}");
        }
    }

    #[test]
    fn a_missing_permission_is_not_a_limit() {
        for body in [
            "",
            "[]",
            "<html>rate limit exceeded</html>",
            r#"{"message":"Resource not accessible by integration"}"#,
            r#"{"message":5}"#,
        ] {
            assert_eq!(wait(403, &[], body), None, "{body}");
            let left = [
                ("x-ratelimit-limit", "5000"),
                ("x-ratelimit-remaining", "4999"),
                ("x-ratelimit-reset", "1700000160"),
            ];
            assert_eq!(wait(403, &left, body), None, "{body}");
        }
    }

    #[test]
    fn a_missing_permission_is_not_a_limit_even_in_the_last_call_of_a_window() {
        for message in [
            "Resource not accessible by integration",
            "Resource not accessible by personal access token",
            "Must have admin rights to Repository.",
            "Upgrade to GitHub Pro or make this repository public to enable this feature.",
        ] {
            let body = format!(r#"{{"message":"{message}"}}"#);
            assert_eq!(wait(403, &NONE_LEFT, &body), None, "{message}");
            // The statuses 403 with `retry-after` and 429 never mean a missing permission.
            assert_eq!(wait(429, &NONE_LEFT, &body), Some((Primary, 160)));
            let after = [&NONE_LEFT[..], &[("retry-after", "1")]].concat();
            assert_eq!(wait(403, &after, &body), Some((Primary, 160)));
        }
        for body in [
            "",
            "[]",
            "<html>Forbidden</html>",
            r#"{"message":""}"#,
            r#"{"message":"API rate limit exceeded for user ID 1."}"#,
            r#"{"message":"API Rate Limit Exceeded"}"#,
            r#"{"message":"Too many requests"}"#,
            r#"{"message":"No","documentation_url":"https://docs.github.com/rest/overview/rate-limits-for-the-rest-api"}"#,
        ] {
            assert_eq!(wait(403, &NONE_LEFT, body), Some((Primary, 160)), "{body}");
        }
    }

    #[test]
    fn waits_are_capped() {
        let after = [("retry-after", "4000000000")];
        assert_eq!(wait(403, &after, ""), Some((Secondary, 24 * 60 * 60)));
        let past = [("retry-after", "Tue, 14 Nov 2000 22:15:07 GMT")];
        assert_eq!(wait(403, &past, ""), Some((Secondary, 0)));
        for text in ["soon", "-1", "1.5", ""] {
            let headers = HeaderMap::from_iter([(
                HeaderName::from_static("retry-after"),
                HeaderValue::from_str(text).unwrap(),
            )]);
            let now = Timestamp::from_second(NOW).unwrap();
            assert_eq!(super::retry_after(&headers, now), None, "{text}");
        }
    }
}
