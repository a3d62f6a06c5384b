//! Tolerant decoding of JSON that is not a response: stored bodies and webhook payloads.

use serde::de::{Deserialize, Deserializer};
use serde_json::Value as Json;

use crate::base::drift::Drift;
use crate::call::payload::Payload;
use crate::value::{self, ReadError, Reading, Value};

/// A value that was decoded tolerantly, as a response is, and the corrections.
///
/// Use it for stored JSON and for webhook payloads. The `Deserialize` implementation of the generated types (feature
/// `serde`) is strict: it fails at the first difference from the description. `Read` implements `Deserialize` too, so
/// that a tolerant value can be part of other types.
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
    /// Differences between the JSON and the description, and the decoder's corrections.
    pub drift: Vec<Drift>,
    /// The JSON Pointers of undeclared properties.
    pub unknown: Vec<String>,
}

impl<T: Value> Read<T> {
    /// Decodes JSON from bytes. A UTF-8 byte order mark is skipped.
    ///
    /// # Errors
    ///
    /// Fails if the bytes are empty or white space, if they are not JSON, or if the top level has a different shape
    /// than `T`.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, ReadError> {
        let mut payload = Payload::listing_unknown(bytes);
        let value = payload.json()?;
        Ok(Self::of(value, payload.into_reading()))
    }

    /// Decodes JSON from a string.
    ///
    /// # Errors
    ///
    /// Fails if the string is empty or white space, if it is not JSON, or if the top level has a different shape than
    /// `T`.
    #[expect(
        clippy::should_implement_trait,
        reason = "needs no import, as `serde_json::from_str`"
    )]
    pub fn from_str(text: &str) -> Result<Self, ReadError> {
        Self::from_slice(text.as_bytes())
    }

    /// Decodes a JSON tree.
    ///
    /// # Errors
    ///
    /// Fails if the tree is nested too deeply, or if its top level has a different shape than `T`.
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
