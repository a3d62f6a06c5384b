//! Headers that a call may have of its own.

use http::header::{
    ACCEPT, AUTHORIZATION, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderName, HeaderValue,
    TRANSFER_ENCODING,
};

use crate::parameter::Parameter;

/// Returns the name of a header that a parameter may set: no other than the runtime says who calls,
/// where, and what is sent.
///
/// # Errors
///
/// Says why there is none.
pub(crate) fn name(name: &str) -> Result<HeaderName, &'static str> {
    let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| "is no header's name")?;
    const TAKEN: [HeaderName; 7] = [
        ACCEPT,
        AUTHORIZATION,
        CONNECTION,
        CONTENT_LENGTH,
        CONTENT_TYPE,
        HOST,
        TRANSFER_ENCODING,
    ];
    if TAKEN.contains(&name) {
        return Err("is a header that no parameter can set");
    }
    Ok(name)
}

/// Returns a parameter as the value of a header; none if there is no value.
///
/// # Errors
///
/// Says why it is none.
pub(crate) fn value(parameter: Parameter) -> Result<Option<HeaderValue>, &'static str> {
    let text = match parameter {
        Parameter::Absent => return Ok(None),
        Parameter::One(text) => text,
        Parameter::Many(texts) => texts.join(","),
    };
    match HeaderValue::try_from(text) {
        Ok(value) => Ok(Some(value)),
        Err(_) => Err("cannot be sent in a header"),
    }
}
