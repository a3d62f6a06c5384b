//! The decoder: decodes any self-describing serde format into a place. The decoder corrects differences from the
//! description, and records each correction with its path.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value as Json;

use super::choice::union;
use super::held::Buffered;
use super::members::{list, map, object};
use super::number;
use super::path::Path;
use super::place::Place;
use super::raw::{self, Skipped};
use super::scalar::{self, Mismatch, Scalar};
use super::seed::{Outcome, Seed};
use crate::base::drift::Correction;

/// The maximum nesting depth of arrays and objects.
const MAX_DEPTH: usize = 128;

impl Seed<'_> {
    fn scalar<E: serde::de::Error>(self, value: Scalar<'_>) -> Result<Outcome, E> {
        match self.place {
            Place::Optional(it) => {
                Seed::fill_optional(*it, self.path, self.reading, |seed| seed.scalar(value))
            }
            Place::Union(it) => union(*it, Buffered::Scalar(value), self.path, self.reading),
            _ => match scalar::store(self.place, &value) {
                Ok(()) => Ok(Outcome::Read),
                Err(mismatch) => Ok(self.mismatch(mismatch, &value)),
            },
        }
    }

    /// Records why the place does not accept a value unchanged.
    fn mismatch(mut self, mismatch: Mismatch, value: &Scalar<'_>) -> Outcome {
        let found = value.describe(self.place);
        let correction = match mismatch {
            Mismatch::Kept => Correction::Kept,
            Mismatch::ReadAs(read) => Correction::ReadAs(read),
            Mismatch::Refused => return self.refuse(found, value.raw()),
        };
        self.note(found, value.raw(), correction);
        Outcome::Read
    }

    /// Decodes a number that `serde_json` presents as text.
    fn number<E: serde::de::Error>(self, text: String) -> Result<Outcome, E> {
        self.reading.has_floats = true;
        match number::parse(&text) {
            Some(value) => self.scalar(value),
            None => Ok(self.refuse(scalar::quoted(&text), raw::shortened(&text))),
        }
    }

    fn null<E>(mut self) -> Result<Outcome, E> {
        const NULL: &str = "null";
        match self.place {
            Place::Optional(it) if self.nullable => {
                it.null();
                Ok(Outcome::Null)
            }
            Place::Optional(it) => Seed::fill_optional(*it, self.path, self.reading, |seed| {
                Ok(seed.refuse(NULL, NULL.to_owned()))
            }),
            Place::Json(it) => {
                **it = Json::Null;
                Ok(Outcome::Read)
            }
            // A union keeps the value, like any value that matches no variant.
            Place::Union(it) => {
                it.keep(Json::Null);
                self.note(NULL.to_owned(), NULL.to_owned(), Correction::Kept);
                Ok(Outcome::Read)
            }
            _ => Ok(self.refuse(NULL, NULL.to_owned())),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Outcome;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Outcome, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Outcome;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.place.expected())
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Outcome, E> {
        self.scalar(Scalar::Bool(value))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Outcome, E> {
        self.scalar(Scalar::Int(value))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Outcome, E> {
        self.scalar(Scalar::from(value))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Outcome, E> {
        self.reading.has_floats = true;
        self.scalar(Scalar::Float(value))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Outcome, E> {
        if let Place::Str(it) = self.place {
            **it = value.to_owned();
            return Ok(Outcome::Read);
        }
        self.scalar(Scalar::Str(value))
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Outcome, E> {
        self.null()
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<Outcome, E> {
        self.null()
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Outcome, D::Error> {
        from.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<Outcome, D::Error> {
        from.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Outcome, A::Error> {
        too_deep(self.path)?;
        match self.place {
            Place::List(it) => list(*it, items, self.path, self.reading),
            Place::Optional(it) => {
                Seed::fill_optional(*it, self.path, self.reading, |seed| seed.visit_seq(items))
            }
            Place::Json(it) => {
                self.reading.has_floats = true;
                **it = Json::deserialize(SeqAccessDeserializer::new(items))?;
                Ok(Outcome::Read)
            }
            Place::Union(it) => {
                let value = Buffered::deserialize(SeqAccessDeserializer::new(items))?;
                self.reading.has_floats |= value.has_floats();
                union(*it, value, self.path, self.reading)
            }
            _ => {
                let raw = raw::list(items)?;
                Ok(self.refuse("an array", raw))
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<Outcome, A::Error> {
        too_deep(self.path)?;
        match self.place {
            Place::Object(it) => object(*it, entries, self.path, self.reading),
            Place::Map(it) => map(*it, entries, self.path, self.reading),
            Place::Optional(it) => {
                Seed::fill_optional(*it, self.path, self.reading, |seed| seed.visit_map(entries))
            }
            Place::Json(it) => {
                self.reading.has_floats = true;
                **it = Json::deserialize(MapAccessDeserializer::new(entries))?;
                Ok(Outcome::Read)
            }
            Place::Union(it) => {
                let value = Buffered::deserialize(MapAccessDeserializer::new(entries))?;
                self.reading.has_floats |= value.has_floats();
                union(*it, value, self.path, self.reading)
            }
            _ => match raw::object(entries)? {
                Skipped::Number(text) => self.number(text),
                Skipped::Object(raw) => Ok(self.refuse("an object", raw)),
            },
        }
    }
}

fn too_deep<E: serde::de::Error>(path: &Path<'_>) -> Result<(), E> {
    if path.depth() >= MAX_DEPTH {
        return Err(E::custom(format_args!(
            "nested deeper than {MAX_DEPTH} levels"
        )));
    }
    Ok(())
}
