//! The Content Security Policy, which pages contain because static hosting may not send headers.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::assets::{FIRST_SCRIPT, FIRST_STYLE};

/// Returns the Content Security Policy. Scripts and styles must come from the site, except for the inlined ones, which
/// are listed by digest. The reader's gateway may have any address that uses https or is on this machine.
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

/// The referrer policy: other sites do not learn where a reader comes from.
pub(super) const REFERRER: &str = "no-referrer";
