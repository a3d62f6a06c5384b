//! Detects rate limits in GraphQL responses, whose status may be 200.

use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use serde_json::Value as Json;

use super::limit::{Limit, LimitKind};
use super::read;
use crate::http::rate_limit::RateLimit;

/// The error types by which GitHub reports exhausted GraphQL points.
const USED_UP: [&str; 2] = ["RATE_LIMITED", "RATE_LIMIT"];

/// The rate limit resource of GraphQL.
const RESOURCE: &str = "graphql";

/// Returns the limit that a GraphQL response reports. A response with data reports none, because at least a part of it
/// was executed.
pub(crate) fn read_graphql(
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
    messages: &[&str],
    now: Timestamp,
) -> Option<Limit> {
    let mut limit = match status {
        StatusCode::OK => read_ok(headers, body, now),
        status => read(status, headers, body, messages, now),
    }?;
    if limit.kind == LimitKind::Primary {
        limit.resource.get_or_insert_with(|| RESOURCE.to_owned());
    }
    Some(limit)
}

fn read_ok(headers: &HeaderMap, body: &[u8], now: Timestamp) -> Option<Limit> {
    let body: Json = serde_json::from_slice(body).ok()?;
    if body.get("data").is_some_and(|it| !it.is_null()) {
        return None;
    }
    let errors = body.get("errors")?.as_array()?;
    let text = |error: &Json, name: &str| Some(error.get(name)?.as_str()?.to_owned());
    let is_used_up = |it: &Json| text(it, "type").is_some_and(|it| USED_UP.contains(&it.as_str()));
    let is_used_up = errors.iter().any(is_used_up);
    let mut messages = errors.iter().filter_map(|it| text(it, "message"));
    let is_secondary = messages.any(|it| it.to_ascii_lowercase().contains("secondary rate limit"));
    if !is_used_up && !is_secondary {
        return None;
    }
    // A query may cost more points than remain. So the number of remaining points is not sufficient to detect the
    // limit.
    let window = RateLimit::read(headers).filter(|_| !is_secondary);
    Some(match window {
        Some(rate) => read::whole_window(headers, &rate, now),
        None => Limit {
            kind: match is_secondary {
                true => LimitKind::Secondary,
                false => LimitKind::Primary,
            },
            ..read::secondary(headers, now)
        },
    })
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
    use jiff::Timestamp;

    use super::read_graphql;
    use crate::limits::limit::LimitKind::{self, Primary, Secondary};

    const NOW: i64 = 1_700_000_000;
    const WINDOW: [(&str, &str); 3] = [
        ("x-ratelimit-limit", "5000"),
        ("x-ratelimit-remaining", "4"),
        ("x-ratelimit-reset", "1700000160"),
    ];

    fn limit(
        status: u16,
        headers: &[(&'static str, &'static str)],
        body: &str,
    ) -> Option<(LimitKind, i64, Option<String>)> {
        let headers = headers.iter().map(|(name, value)| {
            let name = HeaderName::from_static(name);
            (name, HeaderValue::from_static(value))
        });
        let headers: HeaderMap = headers.collect();
        let now = Timestamp::from_second(NOW).unwrap();
        let status = StatusCode::from_u16(status).unwrap();
        let limit = read_graphql(status, &headers, body.as_bytes(), &[], now)?;
        Some((limit.kind, limit.until.as_second() - NOW, limit.resource))
    }

    #[test]
    fn a_limit_is_recognized_by_the_type_or_the_message_of_an_error() {
        let graphql = Some("graphql".to_owned());
        for kind in ["RATE_LIMITED", "RATE_LIMIT"] {
            for data in ["", r#""data":null,"#] {
                let body = format!(r#"{{{data}"errors":[{{"type":"{kind}","message":"x"}}]}}"#);
                let expected = Some((Primary, 160, graphql.clone()));
                assert_eq!(limit(200, &WINDOW, &body), expected, "{body}");
                assert_eq!(limit(200, &[], &body), Some((Primary, 60, graphql.clone())));
                let after = [("retry-after", "7")];
                assert_eq!(
                    limit(200, &after, &body),
                    Some((Primary, 7, graphql.clone()))
                );
            }
        }
        let body = r#"{"errors":[{"message":"You have exceeded a secondary rate limit"}]}"#;
        assert_eq!(limit(200, &WINDOW, body), Some((Secondary, 60, None)));
        let used_up = [WINDOW[0], ("x-ratelimit-remaining", "0"), WINDOW[2]];
        assert_eq!(limit(403, &used_up, ""), Some((Primary, 160, graphql)));
    }

    #[test]
    fn other_errors_and_responses_with_data_are_not_limits() {
        for body in [
            "",
            "[]",
            "{}",
            r#"{"data":{}}"#,
            r#"{"errors":{}}"#,
            r#"{"errors":[{"type":"NOT_FOUND","message":"rate limit"}]}"#,
            r#"{"data":{"a":1},"errors":[{"type":"RATE_LIMITED"}]}"#,
        ] {
            assert_eq!(limit(200, &WINDOW, body), None, "{body}");
        }
        let body = r#"{"errors":[{"type":"RATE_LIMITED"}]}"#;
        assert_eq!(limit(502, &WINDOW, body), None);
    }
}
