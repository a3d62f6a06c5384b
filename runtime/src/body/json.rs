//! Bodies as JSON: read with all corrections, and repaired where JSON's grammar allows what its reader refuses.

use serde::de::DeserializeOwned;

use super::{repair, rounding};
use crate::base::drift::Drift;
use crate::value::{self, ReadError, Reading, Value};

/// Reads a body.
///
/// # Errors
///
/// Fails if there is no body, if it is not JSON, or if its top has another shape.
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

/// Reads a body once more without the few things that JSON allows and its reader refuses.
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

/// Reads a body as any type that can be deserialized; without a body, from `null`.
///
/// # Errors
///
/// Fails if it is not JSON, or not of the type.
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

/// Returns whether a body has nothing but a byte order mark and ASCII white space.
pub(crate) fn is_blank(bytes: &[u8]) -> bool {
    without_mark(bytes).trim_ascii().is_empty()
}

/// Returns a body without the byte order mark that may precede UTF-8.
pub(crate) fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}
