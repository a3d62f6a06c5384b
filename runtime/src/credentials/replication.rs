//! Replication lag: some machines of a server refuse a token that another one has just issued.

use std::time::Duration;

use http::StatusCode;
use jiff::{SignedDuration, Timestamp};

use super::credential::Credential;
use crate::http::github;
use crate::http::reply::Reply;

/// How long after its issue a token may be unknown to some machines of the server.
const LAG: SignedDuration = SignedDuration::from_secs(5);

/// The waits between the requests of one call with such a token. Together they are shorter than [`LAG`].
const WAITS: [Duration; 4] = [
    Duration::from_millis(250),
    Duration::from_millis(500),
    Duration::from_secs(1),
    Duration::from_secs(2),
];

/// Returns how long to wait before the same request is retried with the same credential, or `None` if replication lag
/// is not the cause. `retries` is the number of earlier retries for this reason. The caller has already ruled out rate
/// limits.
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

/// Returns whether a response says that the server does not know the token or its permissions. A 403 that demands
/// single sign-on is different: the user has to act.
fn is_unknown_token(reply: &Reply) -> bool {
    let says = |texts: &[&str]| match message(reply) {
        Some(message) => texts.iter().any(|it| message.contains(it)),
        None => false,
    };
    match reply.status {
        // A 401 without a message can only concern the credential.
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
