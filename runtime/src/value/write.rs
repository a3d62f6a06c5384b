//! The encoder: writes a value to any serde format.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value as Json;

use super::place::{Object, Value};
use super::view::View;

/// Encodes a value for `serde::Serialize`.
///
/// # Errors
///
/// Fails if the format fails.
pub fn serialize<T: Value, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
    value.view().serialize(to)
}

/// Encodes a value as JSON.
///
/// # Errors
///
/// Fails for a value that JSON cannot represent.
pub fn to_json<T: Value>(value: &T) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(&value.view())
}

/// Encodes a value as a JSON tree.
///
/// # Errors
///
/// Fails for a value that JSON cannot represent.
pub fn to_value<T: Value>(value: &T) -> Result<Json, serde_json::Error> {
    serde_json::to_value(value.view())
}

impl Serialize for View<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent | Self::Null => to.serialize_unit(),
            Self::Bool(value) => to.serialize_bool(*value),
            Self::Int(value) => to.serialize_i64(*value),
            Self::Uint(value) => to.serialize_u64(*value),
            Self::Float(value) => to.serialize_f64(*value),
            Self::Str(value) => to.serialize_str(value),
            Self::Time(value) => to.collect_str(value),
            Self::Date(value) => to.collect_str(value),
            Self::Json(value) => value.serialize(to),
            Self::Object(value) => object(*value, to),
            Self::List(value) => {
                let mut items = to.serialize_seq(Some(value.len()))?;
                for index in 0..value.len() {
                    items.serialize_element(&value.view(index))?;
                }
                items.end()
            }
            Self::Map(value) => {
                let mut entries = to.serialize_map(None)?;
                for (key, value) in value.entries() {
                    entries.serialize_entry(key, &value)?;
                }
                entries.end()
            }
            Self::Union(value) => value.view().1.serialize(to),
        }
    }
}

fn object<S: Serializer>(object: &dyn Object, to: S) -> Result<S::Ok, S::Error> {
    let mut entries = to.serialize_map(None)?;
    let nulls = object.nulls();
    for (index, (name, is)) in object.members().iter().enumerate() {
        let view = object.view(index);
        let came_as_null = || nulls.is_some_and(|nulls| nulls.contains(index));
        if !matches!(view, View::Absent) || is.required() || came_as_null() {
            entries.serialize_entry(name, &view)?;
        }
    }
    if let View::Map(additional) = object.view_additional() {
        for (key, value) in additional.entries() {
            entries.serialize_entry(key, &value)?;
        }
    }
    entries.end()
}
