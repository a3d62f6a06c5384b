//! Decodes JSON bodies, and repairs valid JSON that the parser rejects.

use serde::de::DeserializeOwned;

use super::{repair, rounding};
use crate::base::drift::Drift;
use crate::value::{self, ReadError, Reading, Value};

/// Decodes a body.
///
/// # Errors
///
/// Fails if the body is empty, is not JSON, or has the wrong shape at its top level.
pub(crate) fn read<T: Value>(bytes: &[u8], reading: &mut Reading) -> Result<T, ReadError> {
    if is_blank(bytes) {
        return Err(ReadError::Empty);
    }
    let bytes = without_mark(bytes);
    let value = match value::read::<T>(bytes, reading) {
        Err(ReadError::Syntax(error)) => repaired(bytes, error, reading)?,
        read => read?,
    };
    if reading.has_floats && rounding::is_possible(bytes) {
        rounding::note(bytes, value.view(), &mut reading.drift);
    }
    Ok(value)
}

/// Decodes a body again after replacing numbers out of range and lone surrogates. JSON allows both, but the parser
/// rejects them.
fn repaired<T: Value>(
    bytes: &[u8],
    error: serde_json::Error,
    reading: &mut Reading,
) -> Result<T, ReadError> {
    let Some(repaired) = repair::repair(bytes) else {
        return Err(ReadError::Syntax(error));
    };
    reading.clear();
    let value = value::read::<T>(&repaired.bytes, reading)?;
    repaired.merge_into(&mut reading.drift);
    Ok(value)
}

/// Deserializes a body by serde. An empty body is read as `null`.
///
/// # Errors
///
/// Fails if the body is not JSON, or cannot be deserialized as the type.
pub(crate) fn deserialize<T: DeserializeOwned>(
    bytes: &[u8],
    drift: &mut Vec<Drift>,
) -> Result<T, ReadError> {
    if is_blank(bytes) {
        return serde_json::from_str("null").map_err(|_| ReadError::Empty);
    }
    let bytes = without_mark(bytes);
    match serde_json::from_slice(bytes) {
        Ok(value) => Ok(value),
        Err(error) if error.is_data() => Err(ReadError::Type(error)),
        Err(error) => {
            let repaired = repair::repair(bytes).ok_or(ReadError::Syntax(error))?;
            let value = serde_json::from_slice(&repaired.bytes).map_err(ReadError::Type)?;
            repaired.merge_into(drift);
            Ok(value)
        }
    }
}

/// Returns whether a body contains only a byte order mark and ASCII white space.
pub(crate) fn is_blank(bytes: &[u8]) -> bool {
    without_mark(bytes).trim_ascii().is_empty()
}

/// Strips the UTF-8 byte order mark.
pub(crate) fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}
