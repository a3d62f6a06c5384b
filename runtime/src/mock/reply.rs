//! Builds HTTP responses.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::json;

use super::received::Received;
use super::rule::{Kind, Step};
use crate::call::prepared::Prepared;
use crate::limits::LimitKind;

/// An HTTP response, or `None` to close the connection.
pub(super) struct Reply {
    pub(super) response: Option<Prepared>,
    pub(super) delay: Duration,
}

impl Reply {
    /// Returns the response to a call. Returns `None` if the requested page does not exist.
    pub(super) fn of(step: &Step, call: &Received) -> Option<Self> {
        let response = match &step.kind {
            Kind::Response(response) => Some(response.clone()),
            Kind::Pages(pages, parameter) => Some(page(pages, parameter, call)?),
            Kind::Limit(kind, wait) => Some(limit(*kind, *wait)),
            Kind::Drop => None,
        };
        Some(Self {
            response,
            delay: step.delay,
        })
    }
}

impl From<Prepared> for Reply {
    fn from(response: Prepared) -> Self {
        Self {
            response: Some(response),
            delay: Duration::ZERO,
        }
    }
}

/// Returns the requested page, with links to the other pages.
fn page(pages: &[Prepared], parameter: &str, call: &Received) -> Option<Prepared> {
    let number: usize = match call.values(parameter).first() {
        Some(number) => number.parse().ok()?,
        None => 1,
    };
    let page = pages.get(number.checked_sub(1)?)?.clone();
    if pages.len() == 1 {
        return Some(page);
    }
    let link = |number: usize, relation: &str| {
        let mut url = call.url.clone();
        let others = call.url.query_pairs().filter(|(name, _)| name != parameter);
        url.query_pairs_mut()
            .clear()
            .extend_pairs(others)
            .append_pair(parameter, &number.to_string());
        format!("<{url}>; rel=\"{relation}\"")
    };
    let mut links = Vec::new();
    if number < pages.len() {
        links.push(link(number + 1, "next"));
        links.push(link(pages.len(), "last"));
    }
    if number > 1 {
        links.push(link(1, "first"));
        links.push(link(number - 1, "prev"));
    }
    Some(page.with_header("link", links.join(", ")))
}

/// Returns GitHub's response for an exhausted rate limit.
fn limit(kind: LimitKind, wait: Duration) -> Prepared {
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    let (message, page) = match kind {
        LimitKind::Primary => ("API rate limit exceeded for user ID 1.", "primary"),
        LimitKind::Secondary => (
            "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
            "secondary",
        ),
    };
    let url = "https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api";
    let body = json!({
        "message": message,
        "documentation_url": format!("{url}#about-{page}-rate-limits"),
    });
    let response = Prepared::json(403, &body);
    match kind {
        LimitKind::Secondary => response.with_header("retry-after", seconds.to_string()),
        LimitKind::Primary => {
            let now = SystemTime::now().duration_since(UNIX_EPOCH);
            let reset = now.unwrap_or_default().as_secs().saturating_add(seconds);
            response
                .with_header("x-ratelimit-limit", "5000".to_owned())
                .with_header("x-ratelimit-remaining", "0".to_owned())
                .with_header("x-ratelimit-used", "5000".to_owned())
                .with_header("x-ratelimit-resource", "core".to_owned())
                .with_header("x-ratelimit-reset", reset.to_string())
        }
    }
}
