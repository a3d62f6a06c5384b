//! A buffered value. A union needs the whole value to choose a variant.

use std::fmt;

use serde::de::value::{Error, MapDeserializer, SeqDeserializer};
use serde::de::{
    Deserialize, Deserializer, IgnoredAny, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use serde::ser::{Serialize, Serializer};

use super::number;
use super::scalar::Scalar;

/// A buffered value that borrows from the body where possible.
pub(super) enum Buffered<'de> {
    Null,
    Scalar(Scalar<'de>),
    /// A string that had to be unescaped.
    Text(String),
    List(Vec<Self>),
    Object(Vec<(Self, Self)>),
}

impl Buffered<'_> {
    /// Returns the value, unless it is null, an array or an object.
    pub(super) fn scalar(&self) -> Option<Scalar<'_>> {
        match self {
            Self::Scalar(value) => Some(*value),
            Self::Text(value) => Some(Scalar::Str(value)),
            Self::Null | Self::List(_) | Self::Object(_) => None,
        }
    }

    /// Returns the string. Keys of objects are strings too.
    pub(super) fn text(&self) -> Option<&str> {
        match self.scalar() {
            Some(Scalar::Str(value)) => Some(value),
            _ => None,
        }
    }
}

impl Buffered<'_> {
    /// Returns whether the value contains a float.
    pub(super) fn has_floats(&self) -> bool {
        match self {
            Self::Scalar(value) => matches!(value, Scalar::Float(_)),
            Self::List(items) => items.iter().any(Self::has_floats),
            Self::Object(entries) => entries.iter().any(|(_, value)| value.has_floats()),
            Self::Null | Self::Text(_) => false,
        }
    }
}

impl<'de> Buffered<'de> {
    /// Returns the value of a property. Of duplicates, returns the last one, as the decoder does.
    pub(super) fn member(&self, name: &str) -> Option<&Buffered<'de>> {
        let Self::Object(entries) = self else {
            return None;
        };
        let mut latest = entries.iter().rev();
        latest
            .find(|(key, _)| key.text() == Some(name))
            .map(|(_, value)| value)
    }
}

impl<'de> Deserialize<'de> for Buffered<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Hold)
    }
}

/// The initial capacity of an object. Most objects have no more properties.
const MEMBERS: usize = 16;

struct Hold;

impl<'de> Visitor<'de> for Hold {
    type Value = Buffered<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Buffered<'de>, E> {
        Ok(Buffered::Scalar(Scalar::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Buffered<'de>, E> {
        Ok(Buffered::Scalar(Scalar::Int(value)))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Buffered<'de>, E> {
        Ok(Buffered::Scalar(Scalar::from(value)))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Buffered<'de>, E> {
        Ok(Buffered::Scalar(Scalar::Float(value)))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Buffered<'de>, E> {
        Ok(Buffered::Scalar(Scalar::Str(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Buffered<'de>, E> {
        Ok(Buffered::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Buffered<'de>, E> {
        Ok(Buffered::Text(value))
    }

    fn visit_unit<E>(self) -> Result<Buffered<'de>, E> {
        Ok(Buffered::Null)
    }

    fn visit_none<E>(self) -> Result<Buffered<'de>, E> {
        Ok(Buffered::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Buffered<'de>, D::Error> {
        from.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        from: D,
    ) -> Result<Buffered<'de>, D::Error> {
        from.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Buffered<'de>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = from.next_element()? {
            items.push(item);
        }
        Ok(Buffered::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Buffered<'de>, A::Error> {
        let Some(first) = from.next_entry::<Buffered<'de>, Buffered<'de>>()? else {
            return Ok(Buffered::Object(Vec::new()));
        };
        if let (Some(number::KEY), Some(number)) = (first.0.text(), first.1.text()) {
            while from.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            return Ok(number::parse(number).map_or(Buffered::Null, Buffered::Scalar));
        }
        let mut entries = Vec::with_capacity(MEMBERS);
        entries.push(first);
        while let Some(entry) = from.next_entry()? {
            entries.push(entry);
        }
        Ok(Buffered::Object(entries))
    }
}

impl<'de> Deserializer<'de> for Buffered<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Null => visitor.visit_unit(),
            Self::Scalar(Scalar::Bool(value)) => visitor.visit_bool(value),
            Self::Scalar(Scalar::Int(value)) => visitor.visit_i64(value),
            Self::Scalar(Scalar::Large(value)) => visitor.visit_u64(value),
            Self::Scalar(Scalar::Float(value)) => visitor.visit_f64(value),
            Self::Scalar(Scalar::Str(value)) => visitor.visit_borrowed_str(value),
            Self::Text(value) => visitor.visit_string(value),
            Self::List(items) => visitor.visit_seq(SeqDeserializer::new(items.into_iter())),
            Self::Object(entries) => visitor.visit_map(MapDeserializer::new(entries.into_iter())),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl Serialize for Buffered<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => to.serialize_unit(),
            Self::Scalar(Scalar::Bool(value)) => to.serialize_bool(*value),
            Self::Scalar(Scalar::Int(value)) => to.serialize_i64(*value),
            Self::Scalar(Scalar::Large(value)) => to.serialize_u64(*value),
            Self::Scalar(Scalar::Float(value)) => to.serialize_f64(*value),
            Self::Scalar(Scalar::Str(value)) => to.serialize_str(value),
            Self::Text(value) => to.serialize_str(value),
            Self::List(items) => to.collect_seq(items),
            Self::Object(entries) => {
                let entries = entries.iter();
                to.collect_map(entries.map(|(key, value)| (key.text().unwrap_or_default(), value)))
            }
        }
    }
}

impl<'de> IntoDeserializer<'de> for Buffered<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
