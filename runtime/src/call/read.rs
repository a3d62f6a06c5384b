//! JSON from elsewhere than a response: stored bodies and webhook payloads.

use serde::de::{Deserialize, Deserializer};
use serde_json::Value as Json;

use crate::base::drift::Drift;
use crate::call::payload::Payload;
use crate::value::{self, ReadError, Reading, Value};

/// A value that is read as tolerantly as a response, with what the reader corrected.
///
/// Use it for stored JSON and for webhook payloads. `Deserialize` of the generated types, with the feature
/// `serde`, is strict: it fails at the first difference from the description. `Read` implements
/// `Deserialize` too, so that a tolerant value can be part of other types.
///
/// ```
/// use std::collections::BTreeMap;
/// use tagsmith_runtime::Read;
///
/// let read = Read::<BTreeMap<String, i64>>::from_slice(br#"{"a": 1, "b": "two"}"#)?;
/// assert_eq!(read.value, BTreeMap::from([("a".to_owned(), 1)]));
/// assert_eq!(
///     read.drift[0].to_string(),
///     "at /b: expected an integer, found a string, left out"
/// );
/// # Ok::<(), tagsmith_runtime::ReadError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Read<T> {
    /// The value.
    pub value: T,
    /// Where the JSON does not match the description, and how the reader corrected it.
    pub drift: Vec<Drift>,
    /// The JSON Pointers of object members that the description does not declare.
    pub unknown: Vec<String>,
}

impl<T: Value> Read<T> {
    /// Reads JSON from bytes. A UTF-8 byte order mark is skipped.
    ///
    /// # Errors
    ///
    /// Fails if there are no bytes but white space, if they are not JSON, and if the top has another shape than `T`.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, ReadError> {
        let mut payload = Payload::listing_unknown(bytes);
        let value = payload.json()?;
        Ok(Self::of(value, payload.into_reading()))
    }

    /// Reads JSON from a string.
    ///
    /// # Errors
    ///
    /// Fails if the string is empty or white space, if it is not JSON, and if the top has another shape than `T`.
    #[expect(
        clippy::should_implement_trait,
        reason = "needs no import, as `serde_json::from_str`"
    )]
    pub fn from_str(text: &str) -> Result<Self, ReadError> {
        Self::from_slice(text.as_bytes())
    }

    /// Reads a JSON tree.
    ///
    /// # Errors
    ///
    /// Fails if the tree is nested too deeply, and if its top has another shape than `T`.
    pub fn from_value(value: &Json) -> Result<Self, ReadError> {
        let mut reading = Reading::listing_unknown();
        let value = value::read_tree(value, &mut reading)?;
        Ok(Self::of(value, reading))
    }

    fn of(value: T, reading: Reading) -> Self {
        Self {
            value,
            drift: reading.drift,
            unknown: reading.unknown.unwrap_or_default(),
        }
    }
}

impl<'de, T: Value> Deserialize<'de> for Read<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut reading = Reading::listing_unknown();
        let value = value::tolerant(from, &mut reading)?;
        Ok(Self::of(value, reading))
    }
}
