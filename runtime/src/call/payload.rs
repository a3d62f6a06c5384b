//! A response body while it is decoded, with the drift that was found.

use bytes::Bytes;
use serde::de::DeserializeOwned;
#[cfg(feature = "conformance")]
use serde_json::Value as Json;

use crate::base::drift::{Correction, Drift};
use crate::body::json::{self, is_blank, without_mark};
use crate::call::arguments::Call;
use crate::http::reply::Reply;
#[cfg(feature = "conformance")]
use crate::value;
use crate::value::{ReadError, Reading, Value};

/// A body while it is decoded.
#[derive(Debug)]
pub struct Payload<'a> {
    bytes: &'a [u8],
    source: Option<Source<'a>>,
    reading: Reading,
    #[cfg(feature = "conformance")]
    record: Option<Record>,
}

/// The origin of a body.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source<'a> {
    pub(crate) call: &'a Call,
    pub(crate) reply: &'a Reply,
}

/// The decoded body, for the module [`conformance`](crate::conformance).
#[cfg(feature = "conformance")]
#[derive(Debug, Default)]
pub(crate) struct Record {
    pub(crate) type_name: Option<&'static str>,
    pub(crate) written: Option<Json>,
    /// Why the decoded value does not round-trip through encoding and deserialization, or `None` if it does.
    pub(crate) lost: Option<String>,
}

#[cfg(feature = "conformance")]
impl Record {
    fn of<T: Value>(value: &T) -> Self {
        let written = value::to_value(value);
        let lost = match &written {
            Ok(written) => match value::deserialize::<T, _>(written) {
                Ok(back) if value::equal(value, &back) => None,
                Ok(_) => Some("it deserializes as a different value".to_owned()),
                Err(error) => Some(error.to_string()),
            },
            Err(error) => Some(error.to_string()),
        };
        Self {
            type_name: Some(std::any::type_name::<T>()),
            written: written.ok(),
            lost,
        }
    }
}

impl<'a> Payload<'a> {
    /// Creates a payload from bytes.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            source: None,
            reading: Reading::default(),
            #[cfg(feature = "conformance")]
            record: None,
        }
    }

    /// Creates a payload from a response.
    pub(crate) fn of(call: &'a Call, reply: &'a Reply) -> Self {
        Self {
            source: Some(Source { call, reply }),
            ..Self::new(&reply.bytes)
        }
    }

    /// Creates a payload for conformance tests: it also records undeclared properties, and the encoded value.
    #[cfg(feature = "conformance")]
    pub(crate) fn recorded(bytes: &'a [u8]) -> Self {
        Self {
            record: Some(Record::default()),
            ..Self::listing_unknown(bytes)
        }
    }

    /// Creates a payload that lists undeclared properties.
    pub(crate) fn listing_unknown(bytes: &'a [u8]) -> Self {
        Self {
            reading: Reading::listing_unknown(),
            ..Self::new(bytes)
        }
    }

    /// Returns whether the body is empty or only white space.
    pub fn is_blank(&self) -> bool {
        is_blank(self.bytes)
    }

    /// Returns whether the body is an object without properties.
    pub(crate) fn is_empty_object(&self) -> bool {
        let body = without_mark(self.bytes).trim_ascii();
        let inside = body.strip_prefix(b"{").and_then(|it| it.strip_suffix(b"}"));
        inside.is_some_and(|it| it.trim_ascii().is_empty())
    }

    /// Decodes the body as JSON.
    ///
    /// # Errors
    ///
    /// Fails if the body is empty, is not JSON, or has the wrong shape at its top level.
    pub fn json<T: Value>(&mut self) -> Result<T, ReadError> {
        let value = json::read::<T>(self.bytes, &mut self.reading)?;
        self.record(&value);
        Ok(value)
    }

    /// Decodes the body as JSON. For an empty body, returns the type's default and records the drift.
    ///
    /// # Errors
    ///
    /// Fails if the body is not JSON, or has the wrong shape at its top level.
    pub fn json_or_default<T: Value>(&mut self) -> Result<T, ReadError> {
        if !self.is_blank() {
            return self.json();
        }
        let default = Correction::Filled("the default of its type".to_owned());
        self.note(Drift::new("", "a body", "nothing").corrected(default));
        let value = T::default();
        self.record(&value);
        Ok(value)
    }

    /// Deserializes the body by serde. An empty body is read as `null`.
    ///
    /// # Errors
    ///
    /// Fails if the body is not JSON, or cannot be deserialized as the type.
    pub(crate) fn deserialize<T: DeserializeOwned>(&mut self) -> Result<T, ReadError> {
        json::deserialize(self.bytes, &mut self.reading.drift)
    }

    /// Returns whether the body is a JSON list.
    pub(crate) fn is_list(&self) -> bool {
        let bytes = without_mark(self.bytes).trim_ascii_start();
        bytes.first() == Some(&b'[')
    }

    /// Decodes the body as JSON. If the top level has the wrong shape, records drift and returns `None`.
    pub fn lenient<T: Value>(&mut self) -> Option<T> {
        match self.json::<T>() {
            Ok(value) => Some(value),
            Err(ReadError::Shape(drift)) => {
                self.reading.drift = vec![drift.corrected(Correction::Absent)];
                None
            }
            Err(_) => {
                self.reading.clear();
                None
            }
        }
    }

    /// Decodes the body as a string.
    ///
    /// # Errors
    ///
    /// Fails if it is not UTF-8.
    pub fn text(&mut self) -> Result<String, ReadError> {
        let text = std::str::from_utf8(self.bytes).map_err(ReadError::NotText)?;
        #[cfg(feature = "conformance")]
        if let Some(record) = &mut self.record {
            record.type_name = Some("str");
            record.written = Some(Json::from(text));
        }
        Ok(text.to_owned())
    }

    /// Returns the raw body, decompressed.
    pub fn bytes(&mut self) -> Bytes {
        #[cfg(feature = "conformance")]
        if let Some(record) = &mut self.record {
            record.type_name = Some("bytes");
            record.written = std::str::from_utf8(self.bytes).ok().map(Json::from);
        }
        match &self.source {
            Some(source) => source.reply.bytes.clone(),
            None => Bytes::copy_from_slice(self.bytes),
        }
    }

    /// Returns an undecoded copy of the body, which lists undeclared properties.
    pub(crate) fn undecoded(&self) -> Self {
        Self {
            bytes: self.bytes,
            source: self.source,
            reading: Reading::listing_unknown(),
            #[cfg(feature = "conformance")]
            record: self.record.as_ref().map(|_| Record::default()),
        }
    }

    /// Records drift of the whole response, before the drift of its body.
    pub(crate) fn note(&mut self, drift: Drift) {
        self.reading.drift.insert(0, drift);
    }

    #[cfg(feature = "conformance")]
    fn record<T: Value>(&mut self, value: &T) {
        if let Some(record) = &mut self.record {
            *record = Record::of(value);
        }
    }

    #[cfg(not(feature = "conformance"))]
    fn record<T: Value>(&mut self, _value: &T) {}

    /// Returns the origin of the body, if it is a response body.
    pub(crate) fn source(&self) -> Option<Source<'a>> {
        self.source
    }

    /// Returns the number of corrections, plus the number of undeclared properties if they are listed.
    pub(crate) fn deviations(&self) -> usize {
        let unknown = self.reading.unknown.as_ref().map_or(0, Vec::len);
        self.reading.drift.len().saturating_add(unknown)
    }

    /// Discards the drift of a candidate that was not chosen.
    pub(crate) fn discard_drift(&mut self) {
        self.reading.clear();
    }

    /// Returns the corrections.
    pub fn drift(&self) -> &[Drift] {
        &self.reading.drift
    }

    /// Returns the corrections, and consumes `self`.
    pub fn into_drift(self) -> Vec<Drift> {
        self.reading.drift
    }

    /// Returns the corrections and the undeclared properties.
    pub(crate) fn into_reading(self) -> Reading {
        self.reading
    }

    #[cfg(feature = "conformance")]
    pub(crate) fn into_parts(self) -> (Vec<Drift>, Vec<String>, Record) {
        (
            self.reading.drift,
            self.reading.unknown.unwrap_or_default(),
            self.record.unwrap_or_default(),
        )
    }
}
