//! Escapes and unescapes the steps of JSON pointers (RFC 6901), and of references, which are URIs with a JSON pointer.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// Escapes one step of a JSON pointer.
pub fn escape(step: &str) -> String {
    step.replace('~', "~0").replace('/', "~1")
}

/// Unescapes one step of a JSON pointer.
pub fn unescape(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

/// Decodes the percent-encoded characters of a reference or of one of its steps.
pub(super) fn decode(reference: &str) -> Cow<'_, str> {
    percent_decode_str(reference).decode_utf8_lossy()
}
