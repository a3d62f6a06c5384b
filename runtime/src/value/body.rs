//! Decodes whole values: tolerantly, as for a response, or strictly, as for `serde::Deserialize`.

use serde::de::{DeserializeSeed, Deserializer, Error};
use serde_json::Value as Json;

use super::place::{Place, Value};
use super::reading::{ReadError, Reading};
use super::seed::{Outcome, Seed};
use crate::base::drift::Drift;

/// Decodes a JSON body and corrects differences from the description.
pub(crate) fn read<T: Value>(bytes: &[u8], reading: &mut Reading) -> Result<T, ReadError> {
    let mut value = T::default();
    let outcome = fill(&mut value.place(), bytes, reading).map_err(ReadError::Syntax)?;
    finish(value, outcome, reading).map_err(ReadError::Shape)
}

/// Decodes a JSON tree and corrects differences from the description.
pub(crate) fn read_tree<T: Value>(tree: &Json, reading: &mut Reading) -> Result<T, ReadError> {
    let mut value = T::default();
    let outcome = Seed::top(&mut value.place(), reading)
        .deserialize(tree)
        .map_err(ReadError::Syntax)?;
    finish(value, outcome, reading).map_err(ReadError::Shape)
}

/// Decodes a value from any self-describing format and corrects differences from the description.
pub(crate) fn tolerant<'de, T: Value, D: Deserializer<'de>>(
    from: D,
    reading: &mut Reading,
) -> Result<T, D::Error> {
    let mut value = T::default();
    let outcome = Seed::top(&mut value.place(), reading).deserialize(from)?;
    finish(value, outcome, reading).map_err(D::Error::custom)
}

/// Decodes a value from any self-describing format for `serde::Deserialize`, without corrections. Undeclared properties
/// are ignored. Unknown values of enums and unions are kept.
///
/// # Errors
///
/// Fails if the input is malformed. Fails for missing required properties, for values of the wrong type or out of
/// range, and for duplicate properties.
pub fn deserialize<'de, T: Value, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let mut reading = Reading::strict();
    let value = tolerant(from, &mut reading)?;
    match reading.refusal() {
        Some(refusal) => Err(D::Error::custom(refusal)),
        None => Ok(value),
    }
}

/// Returns the value, unless the top level has the wrong shape.
fn finish<T: Value>(mut value: T, outcome: Outcome, reading: &mut Reading) -> Result<T, Drift> {
    match outcome {
        Outcome::Read | Outcome::Null => Ok(value),
        // If no property is required, `null` is accepted as an empty object.
        Outcome::Mismatch if is_null(reading) && needs_nothing(value.place()) => Ok(value),
        Outcome::Mismatch => Err(top(reading)),
    }
}

/// Returns whether the last drift is a `null`.
fn is_null(reading: &Reading) -> bool {
    reading.drift.last().is_some_and(|it| it.found == "null")
}

/// Returns whether a place is an object without required properties.
fn needs_nothing(place: Place<'_>) -> bool {
    match place {
        Place::Map(_) => true,
        Place::Object(object) => object.members().iter().all(|(_, is)| !is.required()),
        _ => false,
    }
}

/// Decodes a JSON body into a place. Checking the whole body for UTF-8 is cheaper than checking each string. If the
/// body is not UTF-8, the parser reports the position, or skips the string.
fn fill<'a>(
    place: &'a mut Place<'a>,
    bytes: &[u8],
    reading: &'a mut Reading,
) -> serde_json::Result<Outcome> {
    match std::str::from_utf8(bytes) {
        Ok(text) => parse(serde_json::Deserializer::from_str(text), place, reading),
        Err(_) => parse(serde_json::Deserializer::from_slice(bytes), place, reading),
    }
}

fn parse<'a, 'de, R: serde_json::de::Read<'de>>(
    mut json: serde_json::Deserializer<R>,
    place: &'a mut Place<'a>,
    reading: &'a mut Reading,
) -> serde_json::Result<Outcome> {
    let outcome = Seed::top(place, reading).deserialize(&mut json)?;
    json.end()?;
    Ok(outcome)
}

/// Removes the drift of the top level, which becomes the error: nothing was corrected there.
fn top(reading: &mut Reading) -> Drift {
    let drift = reading.drift.pop();
    let drift = drift.unwrap_or_else(|| Drift::new("", "a value", "another"));
    drift.uncorrected()
}
