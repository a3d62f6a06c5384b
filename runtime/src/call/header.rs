//! Headers of a single call.

use http::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONNECTION, CONTENT_ENCODING, CONTENT_LENGTH,
    CONTENT_TYPE, COOKIE, EXPECT, HOST, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    PROXY_AUTHORIZATION, TE, TRAILER, TRANSFER_ENCODING, UPGRADE,
};

use crate::call::parameter::Parameter;

/// Headers that only the runtime sets: they authenticate the caller, route the request, or describe its body.
const TAKEN: [HeaderName; 7] = [
    ACCEPT,
    AUTHORIZATION,
    CONNECTION,
    CONTENT_LENGTH,
    CONTENT_TYPE,
    HOST,
    TRANSFER_ENCODING,
];

/// The headers that a caller cannot set for one call, each with the alternative.
const REFUSED: [(HeaderName, &str); 19] = [
    (ACCEPT, "use `accept`"),
    (
        ACCEPT_ENCODING,
        "the client sets it, and decompresses responses",
    ),
    (
        AUTHORIZATION,
        "configure a token or a credential source on the client",
    ),
    (CONNECTION, "the client sets it"),
    (CONTENT_ENCODING, "the client sends bodies uncompressed"),
    (CONTENT_LENGTH, "the client sets it from the body"),
    (CONTENT_TYPE, "the client sets it from the body"),
    (COOKIE, "the client keeps no session"),
    (EXPECT, "the client sets it"),
    (HOST, "set `base_url` of the client"),
    (IF_MODIFIED_SINCE, "use `if_modified_since`"),
    (IF_NONE_MATCH, "use `if_none_match`"),
    (HeaderName::from_static("keep-alive"), "the client sets it"),
    (
        PROXY_AUTHORIZATION,
        "put user name and password into the URL given to `proxy`",
    ),
    (
        HeaderName::from_static("proxy-connection"),
        "the client sets it",
    ),
    (TE, "the client sets it"),
    (TRAILER, "the client sends no trailers"),
    (TRANSFER_ENCODING, "the client sets it from the body"),
    (UPGRADE, "the client sets it"),
];

/// Returns the header name of a parameter. Headers that only the runtime sets are refused.
///
/// # Errors
///
/// Returns why the name is refused.
pub(crate) fn name(name: &str) -> Result<HeaderName, &'static str> {
    let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| "is not a valid header name")?;
    if TAKEN.contains(&name) {
        return Err("is a header that only the client sets");
    }
    Ok(name)
}

/// Returns the name and value of a header that the caller adds to one call. `Debug` does not show the value.
///
/// # Errors
///
/// Returns why the header cannot be sent, and the alternative. The text does not contain the value.
pub(crate) fn extra(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), &'static str> {
    let name =
        HeaderName::from_bytes(name.as_bytes()).map_err(|_| "this is not a valid header name")?;
    if let Some((_, help)) = REFUSED.iter().find(|(it, _)| *it == name) {
        return Err(help);
    }
    let mut value = HeaderValue::from_str(value)
        .map_err(|_| "its value contains a line break or another control character")?;
    value.set_sensitive(true);
    Ok((name, value))
}

/// Returns a parameter as a header value, or `None` if it has no value.
///
/// # Errors
///
/// Returns why the value is not a valid header value.
pub(crate) fn value(parameter: Parameter) -> Result<Option<HeaderValue>, &'static str> {
    let text = match parameter {
        Parameter::Absent => return Ok(None),
        Parameter::One(text) => text,
        Parameter::Many(texts) => texts.join(","),
    };
    match HeaderValue::try_from(text) {
        Ok(value) => Ok(Some(value)),
        Err(_) => Err("is not a valid header value"),
    }
}
