//! Replication lag: some machines of a server reject a token that another machine has just issued.

use std::time::Duration;

use http::StatusCode;
use jiff::{SignedDuration, Timestamp};

use super::credential::Credential;
use crate::http::github;
use crate::http::reply::Reply;

/// The time after which all machines of the server accept a new token.
const LAG: SignedDuration = SignedDuration::from_secs(5);

/// The waits before the retries of one call with a new token. Their sum is shorter than [`LAG`].
const WAITS: [Duration; 4] = [
    Duration::from_millis(250),
    Duration::from_millis(500),
    Duration::from_secs(1),
    Duration::from_secs(2),
];

/// Returns the wait before the same request is retried with the same credential. Returns `None` if replication lag is
/// not the cause of the rejection. `retries` is the number of earlier retries for replication lag. The caller has
/// already checked for rate limits.
pub(crate) fn wait(
    credential: &Credential,
    reply: &Reply,
    retries: usize,
    now: Timestamp,
) -> Option<Duration> {
    let age = now.duration_since(credential.issued()?);
    if age >= LAG || !is_unknown_token(reply) {
        return None;
    }
    WAITS.get(retries).copied()
}

/// Returns whether a response says that the server does not know the token or its permissions. A 403 that requires
/// single sign-on does not count, because only the user can solve it.
fn is_unknown_token(reply: &Reply) -> bool {
    let says = |texts: &[&str]| match message(reply) {
        Some(message) => texts.iter().any(|it| message.contains(it)),
        None => false,
    };
    match reply.status {
        // A 401 without a message is always about the credential.
        StatusCode::UNAUTHORIZED => {
            message(reply).is_none() || says(&["bad credentials", "requires authentication"])
        }
        StatusCode::FORBIDDEN => {
            reply.header(github::SSO).is_none() && says(&["bad credentials", "not accessible"])
        }
        _ => false,
    }
}

fn message(reply: &Reply) -> Option<String> {
    let body = serde_json::from_slice(&reply.bytes).ok()?;
    let message = Reply::first_text(&body, reply.error_body.message)?;
    Some(message.to_ascii_lowercase()).filter(|it| !it.is_empty())
}
