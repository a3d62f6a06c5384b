//! What a page may do, as its browser is told: pages of a site without a server have no headers.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::assets::{FIRST_SCRIPT, FIRST_STYLE};

/// Returns the content security policy. Scripts and styles come from the site alone, but for the script and the
/// styles that every page begins with, which are told by their digests. The reader's gateway may be
/// anywhere, as long as the way to it is encrypted or does not leave the machine.
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

/// What other sites are told of where a reader comes from: nothing.
pub(super) const REFERRER: &str = "no-referrer";
