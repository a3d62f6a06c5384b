//! What it means that GitHub gives an app no token, and what to do.

use jiff::Timestamp;
use serde_json::Value as Json;

use crate::credentials::api::ApiReply;
use crate::error::CredentialError;
use crate::limits;

/// Says why an answer has no token.
pub(super) fn refusal(reply: &ApiReply, now: Timestamp) -> CredentialError {
    let status = reply.status;
    let body = reply.body.to_string();
    let error = |text: String| match reply.body.get("message").and_then(Json::as_str) {
        Some(message) => CredentialError::new(format!("{text}; GitHub says: {message}")),
        None => CredentialError::new(text),
    };
    if let Some(limit) = limits::read(status, &reply.headers, body.as_bytes(), &[], now) {
        let text = format!("a limit of GitHub is used up until {}", limit.until);
        return error(text).limited(limit);
    }
    let meaning = match status.as_u16() {
        401 => "the app is not known by its id and its private key: check both",
        403 => "the app may not have it: see whether the installation is suspended",
        404 => {
            "the app has no such installation: check the id, and whether it is still installed there"
        }
        422 => {
            "the installation does not have what is asked for: check the repositories and permissions"
        }
        500.. => return error(format!("GitHub fails with the status {status}")).temporary(),
        _ => return error(format!("GitHub answers with the status {status}")),
    };
    error(format!("{meaning} (status {})", status.as_u16()))
}
