//! What is in a place, to be written, compared or shown.

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value as Json;

use super::place::{List, Map, Object, Union};

/// What one place holds.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum View<'a> {
    /// Nothing.
    Absent,
    /// `null`, said in so many words.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// An integer without a sign.
    Uint(u64),
    /// A number.
    Float(f64),
    /// A string, also of an enum.
    Str(&'a str),
    /// A date and time.
    Time(Timestamp),
    /// A date.
    Date(Date),
    /// Anything.
    Json(&'a Json),
    /// An object with declared members.
    Object(&'a dyn Object),
    /// An array.
    List(&'a dyn List),
    /// An object whose members are all alike.
    Map(&'a dyn Map),
    /// One of several shapes.
    Union(&'a dyn Union),
}
