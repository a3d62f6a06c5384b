//! Explains why GitHub issued no installation token.

use jiff::Timestamp;
use serde_json::Value as Json;

use crate::credentials::api::ApiReply;
use crate::error::CredentialError;
use crate::limits;

/// Returns the error for a response without a token.
pub(super) fn refusal(reply: &ApiReply, now: Timestamp) -> CredentialError {
    let status = reply.status;
    let body = reply.body.to_string();
    let error = |text: String| match reply.body.get("message").and_then(Json::as_str) {
        Some(message) => CredentialError::new(format!("{text}; GitHub says: {message}")),
        None => CredentialError::new(text),
    };
    if let Some(limit) = limits::read(status, &reply.headers, body.as_bytes(), &[], now) {
        let text = format!("a rate limit of GitHub is exhausted until {}", limit.until);
        return error(text).limited(limit);
    }
    let meaning = match status.as_u16() {
        401 => "GitHub does not know an app with this id and private key: check both",
        403 => "the installation gives the app no access: check whether it is suspended",
        404 => {
            "the app has no installation with this id: check the id, and whether the app is still installed"
        }
        422 => "the installation lacks a requested repository or permission: check both",
        500.. => return error(format!("GitHub failed with status {status}")).temporary(),
        _ => return error(format!("GitHub responded with status {status}")),
    };
    error(format!("{meaning} (status {})", status.as_u16()))
}
