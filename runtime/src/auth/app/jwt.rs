//! Creates the JWTs that authenticate a GitHub App.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};

use super::key::Key;
use crate::error::CredentialError;

/// The offset that backdates `iat`, because GitHub's clock may be behind.
const BEFORE: SignedDuration = SignedDuration::from_secs(60);

/// The lifetime of a JWT. GitHub accepts at most 10 minutes, measured by its own clock.
pub(super) const HOLDS: SignedDuration = SignedDuration::from_mins(9);

/// Signs a JWT that is issued at `now`, a time by GitHub's clock.
///
/// <https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app>
pub(super) fn sign(id: &str, key: &Key, now: Timestamp) -> Result<String, CredentialError> {
    let claims = serde_json::json!({
        "iat": now.as_second() - BEFORE.as_secs(),
        "exp": now.as_second() + HOLDS.as_secs(),
        "iss": id,
    });
    let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"RS256","typ":"JWT"}"#);
    let claims = URL_SAFE_NO_PAD.encode(claims.to_string());
    let message = format!("{header}.{claims}");
    let signature = URL_SAFE_NO_PAD.encode(key.sign(message.as_bytes())?);
    Ok(format!("{message}.{signature}"))
}
