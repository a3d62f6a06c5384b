//! An optional nullable property of a request.

use super::place::{Open, Optional, Place, Value};
use super::view::View;

/// The value of an optional nullable property in a request: absent, `null`, or a value.
///
/// ```
/// use tagsmith_runtime::Nullable;
///
/// assert_eq!(Nullable::<i64>::from(1), Nullable::Value(1));
/// assert_eq!(Nullable::<i64>::from(None), Nullable::Null);
/// assert_eq!(Nullable::<i64>::default(), Nullable::Absent);
///
/// assert_eq!(Nullable::<String>::from("a"), Nullable::Value("a".to_owned()));
/// assert_eq!(Nullable::<Vec<String>>::from(["a"]), Nullable::Value(vec!["a".to_owned()]));
/// let name: Option<String> = None;
/// assert_eq!(Nullable::<String>::from(name), Nullable::Null);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Nullable<T> {
    /// The property is not sent, so the server keeps the current value.
    #[default]
    Absent,
    /// The property is sent as `null`, so the server clears the value.
    Null,
    /// The property is sent with this value.
    Value(T),
}

impl<T> Nullable<T> {
    /// Returns the value, if there is one.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Returns the value, if there is one.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T> From<Option<T>> for Nullable<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

/// Conversions for strings, and for enums and unions that can be created from one.
impl<'a, T: Value + From<&'a str>> From<&'a str> for Nullable<T> {
    fn from(value: &'a str) -> Self {
        Self::Value(T::from(value))
    }
}

impl<'a, T: Value + From<&'a String>> From<&'a String> for Nullable<T> {
    fn from(value: &'a String) -> Self {
        Self::Value(T::from(value))
    }
}

impl<T: Open + From<String>> From<String> for Nullable<T> {
    fn from(value: String) -> Self {
        Self::Value(T::from(value))
    }
}

impl<T: Open + From<i64>> From<i64> for Nullable<T> {
    fn from(value: i64) -> Self {
        Self::Value(T::from(value))
    }
}

impl<T: Value, U: Into<T>, const N: usize> From<[U; N]> for Nullable<Vec<T>> {
    fn from(items: [U; N]) -> Self {
        Self::Value(items.into_iter().map(Into::into).collect())
    }
}

impl<T: Value> Value for Nullable<T> {
    fn place(&mut self) -> Place<'_> {
        Place::Optional(self)
    }

    fn view(&self) -> View<'_> {
        match self {
            Self::Absent => View::Absent,
            Self::Null => View::Null,
            Self::Value(value) => value.view(),
        }
    }
}

impl<T: Value> Optional for Nullable<T> {
    fn some(&mut self) -> Place<'_> {
        *self = Self::Value(T::default());
        match self {
            Self::Value(value) => value.place(),
            Self::Absent | Self::Null => unreachable!("a value was just set"),
        }
    }

    fn none(&mut self) {
        *self = Self::Absent;
    }

    fn null(&mut self) {
        *self = Self::Null;
    }
}
