//! A view of a value: the read-only counterpart of a place, for encoding, comparing and formatting.

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value as Json;

use super::place::{List, Map, Object, Union};

/// A view of one place.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum View<'a> {
    /// Absent.
    Absent,
    /// An explicit `null`.
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// An unsigned integer.
    Uint(u64),
    /// A number.
    Float(f64),
    /// A string, which may be the value of an enum.
    Str(&'a str),
    /// A date and time.
    Time(Timestamp),
    /// A date.
    Date(Date),
    /// Any JSON value.
    Json(&'a Json),
    /// An object with declared properties.
    Object(&'a dyn Object),
    /// An array.
    List(&'a dyn List),
    /// An object whose properties all have the same type.
    Map(&'a dyn Map),
    /// A union.
    Union(&'a dyn Union),
}
