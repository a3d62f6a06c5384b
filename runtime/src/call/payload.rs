//! One body being read, with all that the reader noted on the way.

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

/// A body being read.
#[derive(Debug)]
pub struct Payload<'a> {
    bytes: &'a [u8],
    source: Option<Source<'a>>,
    reading: Reading,
    #[cfg(feature = "conformance")]
    record: Option<Record>,
}

/// Where a body came from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source<'a> {
    pub(crate) call: &'a Call,
    pub(crate) reply: &'a Reply,
}

/// What was read, as [`conformance`](crate::conformance) shows it.
#[cfg(feature = "conformance")]
#[derive(Debug, Default)]
pub(crate) struct Record {
    pub(crate) type_name: Option<&'static str>,
    pub(crate) written: Option<Json>,
    /// Why deserializing what was written does not give what was read.
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
    /// Begins to read a body.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            source: None,
            reading: Reading::default(),
            #[cfg(feature = "conformance")]
            record: None,
        }
    }

    /// Begins to read the body of an answer.
    pub(crate) fn of(call: &'a Call, reply: &'a Reply) -> Self {
        Self {
            source: Some(Source { call, reply }),
            ..Self::new(&reply.bytes)
        }
    }

    /// Begins to read a body of which everything is to be known: also members that the
    /// description does not declare, and what was read, written back.
    #[cfg(feature = "conformance")]
    pub(crate) fn recorded(bytes: &'a [u8]) -> Self {
        Self {
            record: Some(Record::default()),
            ..Self::listing_unknown(bytes)
        }
    }

    /// Begins to read a body, and lists the members that the description does not declare.
    pub(crate) fn listing_unknown(bytes: &'a [u8]) -> Self {
        Self {
            reading: Reading::listing_unknown(),
            ..Self::new(bytes)
        }
    }

    /// Returns whether there is no body, or only white space.
    pub fn is_blank(&self) -> bool {
        is_blank(self.bytes)
    }

    /// Returns whether the body is an object without a member.
    pub(crate) fn is_empty_object(&self) -> bool {
        let body = without_mark(self.bytes).trim_ascii();
        let inside = body.strip_prefix(b"{").and_then(|it| it.strip_suffix(b"}"));
        inside.is_some_and(|it| it.trim_ascii().is_empty())
    }

    /// Reads the body as JSON.
    ///
    /// # Errors
    ///
    /// Fails if there is no body, if it is not JSON, or if its top has another shape.
    pub fn json<T: Value>(&mut self) -> Result<T, ReadError> {
        let value = json::read::<T>(self.bytes, &mut self.reading)?;
        self.record(&value);
        Ok(value)
    }

    /// Reads the body as JSON; if there is no body, returns the type's default and notes the drift.
    ///
    /// # Errors
    ///
    /// Fails if it is not JSON, or if its top has another shape.
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

    /// Reads the body as any type that can be deserialized; without a body, from `null`.
    ///
    /// # Errors
    ///
    /// Fails if it is not JSON, or not of the type.
    pub(crate) fn deserialize<T: DeserializeOwned>(&mut self) -> Result<T, ReadError> {
        json::deserialize(self.bytes, &mut self.reading.drift)
    }

    /// Returns whether the body is a list, if it is JSON.
    pub(crate) fn is_list(&self) -> bool {
        let bytes = without_mark(self.bytes).trim_ascii_start();
        bytes.first() == Some(&b'[')
    }

    /// Reads the body as JSON of this type, if it is one. A body of another shape is noted as drift.
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

    /// Reads the body as a text.
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

    /// Returns the body as it came, decompressed.
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

    /// Returns the same body, of which nothing was read.
    /// It lists the members that the description does not declare.
    pub(crate) fn afresh(&self) -> Self {
        Self {
            bytes: self.bytes,
            source: self.source,
            reading: Reading::listing_unknown(),
            #[cfg(feature = "conformance")]
            record: self.record.as_ref().map(|_| Record::default()),
        }
    }

    /// Notes what concerns the response as a whole, before all that was noted of its body.
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

    /// Returns where the body came from, if it is an answer's.
    pub(crate) fn source(&self) -> Option<Source<'a>> {
        self.source
    }

    /// Returns how many values the reader corrected, and how many members the description does not declare
    /// if they are listed.
    pub(crate) fn misfits(&self) -> usize {
        let unknown = self.reading.unknown.as_ref().map_or(0, Vec::len);
        self.reading.drift.len().saturating_add(unknown)
    }

    /// Forgets what the reader noted, of a value that is refused.
    pub(crate) fn forget(&mut self) {
        self.reading.clear();
    }

    /// Returns what the reader corrected.
    pub fn drift(&self) -> &[Drift] {
        &self.reading.drift
    }

    /// Returns what the reader corrected.
    pub fn into_drift(self) -> Vec<Drift> {
        self.reading.drift
    }

    /// Returns what the reader corrected, and the members that the description does not declare.
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
