//! Reads one value whole: as a response is read, or as strictly as `serde::Deserialize` should.

use serde::de::{DeserializeSeed, Deserializer, Error};
use serde_json::Value as Json;

use super::place::{Place, Value};
use super::reading::{ReadError, Reading};
use super::seed::{Outcome, Seed};
use crate::base::drift::Drift;

/// Reads one JSON body, and corrects what does not match the description.
pub(crate) fn read<T: Value>(bytes: &[u8], reading: &mut Reading) -> Result<T, ReadError> {
    let mut value = T::default();
    let outcome = fill(value.place(), bytes, reading).map_err(ReadError::Syntax)?;
    finish(value, outcome, reading).map_err(ReadError::Shape)
}

/// Reads one JSON tree, and corrects what does not match the description.
pub(crate) fn read_tree<T: Value>(tree: &Json, reading: &mut Reading) -> Result<T, ReadError> {
    let mut value = T::default();
    let seed = Seed::top(value.place(), reading);
    let outcome = seed.deserialize(tree).map_err(ReadError::Syntax)?;
    finish(value, outcome, reading).map_err(ReadError::Shape)
}

/// Reads a value from any self-describing format, and corrects what does not match the description.
pub(crate) fn tolerant<'de, T: Value, D: Deserializer<'de>>(
    from: D,
    reading: &mut Reading,
) -> Result<T, D::Error> {
    let mut value = T::default();
    let outcome = Seed::top(value.place(), reading).deserialize(from)?;
    finish(value, outcome, reading).map_err(D::Error::custom)
}

/// Reads a value from any self-describing format, as `serde::Deserialize` asks for it, and corrects
/// nothing. Unknown members are ignored; unknown values of enums and unions are kept.
///
/// # Errors
///
/// Fails where the format does, for required members that are missing, for values of another type or
/// out of range, and for members that come twice.
pub fn deserialize<'de, T: Value, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let mut reading = Reading::strict();
    let value = tolerant(from, &mut reading)?;
    match reading.refusal() {
        Some(refusal) => Err(D::Error::custom(refusal)),
        None => Ok(value),
    }
}

/// Returns the value, unless the top has another shape.
fn finish<T: Value>(mut value: T, outcome: Outcome, reading: &mut Reading) -> Result<T, Drift> {
    match outcome {
        Outcome::Read | Outcome::Null => Ok(value),
        // Where nothing has to be, `null` is as good as an empty object.
        Outcome::Mismatch if is_null(reading) && needs_nothing(value.place()) => Ok(value),
        Outcome::Mismatch => Err(top(reading)),
    }
}

/// Returns whether the last note is of `null`.
fn is_null(reading: &Reading) -> bool {
    reading.drift.last().is_some_and(|it| it.found == "null")
}

/// Returns whether a place is one of objects that may be empty.
fn needs_nothing(place: Place<'_>) -> bool {
    match place {
        Place::Map(_) => true,
        Place::Object(object) => object.members().iter().all(|(_, is)| !is.required()),
        _ => false,
    }
}

/// Reads one JSON body into a place. That it is UTF-8 is cheaper to see for all of it than string by
/// string; where it is not, the parser says where, or passes over it.
fn fill<'a>(
    place: Place<'a>,
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
    place: Place<'a>,
    reading: &'a mut Reading,
) -> serde_json::Result<Outcome> {
    let outcome = Seed::top(place, reading).deserialize(&mut json)?;
    json.end()?;
    Ok(outcome)
}

/// Takes back the note that the top has another shape: it is the error, and nothing was corrected.
fn top(reading: &mut Reading) -> Drift {
    let drift = reading.drift.pop();
    let drift = drift.unwrap_or_else(|| Drift::new("", "a value", "another"));
    drift.uncorrected()
}
