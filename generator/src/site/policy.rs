//! What a page may do, as its browser is told: pages of a site without a server have no headers.

/// The content security policy. Scripts and styles come from the site alone, and none stands in a page. The
/// reader's gateway may be anywhere, as long as the way to it is encrypted or does not leave the machine.
pub const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self'; connect-src 'self' https: http://localhost:* http://127.0.0.1:*; \
    base-uri 'none'; form-action 'none'; object-src 'none'; frame-src 'none'; \
    require-trusted-types-for 'script'; trusted-types tagsmith";

/// What other sites are told of where a reader comes from: nothing.
pub(super) const REFERRER: &str = "no-referrer";
