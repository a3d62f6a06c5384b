//! The Content Security Policy. Each page contains the policy, because a static server may not send headers.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::assets::{FIRST_SCRIPT, FIRST_STYLE};

/// Returns the Content Security Policy. Scripts and styles must be files of the site, except the inlined ones, which
/// are allowed by digest. Requests may go to any https URL and to this machine, since the reader chooses the gateway.
pub fn content_policy() -> String {
    let digest = |text: &str| STANDARD.encode(Sha256::digest(text));
    let (script, style) = (digest(FIRST_SCRIPT), digest(FIRST_STYLE));
    format!(
        "default-src 'none'; script-src 'self' 'sha256-{script}'; style-src 'self' 'sha256-{style}'; img-src 'self'; \
         connect-src 'self' https: http://localhost:* http://127.0.0.1:*; base-uri 'none'; \
         form-action 'none'; object-src 'none'; frame-src 'none'; \
         require-trusted-types-for 'script'; trusted-types tagsmith"
    )
}

/// The referrer policy, which hides the page's URL from other sites.
pub(super) const REFERRER: &str = "no-referrer";
