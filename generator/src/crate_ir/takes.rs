//! Decides the argument types of methods and setters.

use super::operation::{Body, Parameter};
use super::types::{Field, Member, Type};

/// The form of an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes<'a> {
    /// The type itself.
    Itself,
    /// `impl Into`.
    Into,
    /// An iterator whose items convert into the item type, if type inference permits this.
    Items(&'a Type),
    /// A value that converts into the type, or null.
    OrNull,
}

/// The form of a struct setter's argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sets<'a> {
    /// The type itself.
    Itself,
    /// `impl Into`.
    Into,
    /// An iterator of items.
    Items(&'a Type),
    /// A map, or a key and a value for each call.
    Values(&'a Type),
    /// A value that converts into the type, or null.
    OrNull,
}

impl Type {
    /// Returns whether an argument has the type itself instead of `impl Into`. An integer literal is then an `i64`; for
    /// `impl Into<i64>`, the literal would be an `i32`.
    pub fn is_exact(&self) -> bool {
        matches!(self, Self::Bool | Self::Int | Self::Uint)
    }
}

impl Parameter<'_> {
    /// Returns the form of the parameter's argument.
    pub fn takes(&self) -> Takes<'_> {
        match &self.kind {
            Type::List(item) => Takes::Items(item),
            Type::Str | Type::Named(_) => Takes::Into,
            _ => Takes::Itself,
        }
    }
}

impl Body<'_> {
    /// Returns the form of the request body's argument: `impl Into` only if other types convert into the body's type.
    pub fn takes(&self) -> Takes<'_> {
        match self.content.kind() {
            Some(Type::List(item)) => Takes::Items(item),
            Some(Type::Nullable(_) | Type::Str | Type::Json) | None => Takes::Into,
            Some(_) if self.is_union => Takes::Into,
            Some(_) => Takes::Itself,
        }
    }
}

impl Member<'_> {
    /// Returns the form of the property as an argument of `new`.
    pub fn takes(&self) -> Takes<'_> {
        match &self.kind {
            Type::List(item) if self.field == Field::Plain => Takes::Items(item),
            kind if kind.is_exact() && self.field == Field::Plain => Takes::Itself,
            _ if self.takes_null => Takes::OrNull,
            _ => Takes::Into,
        }
    }

    /// Returns the form of the argument of the property's setter.
    pub fn sets(&self) -> Sets<'_> {
        match &self.kind {
            _ if self.field == Field::ThreeValued => Sets::OrNull,
            Type::List(item) => Sets::Items(item),
            Type::Map(value) if self.field == Field::Optional && !self.boxed => Sets::Values(value),
            kind if kind.is_exact() && self.field == Field::Optional => Sets::Itself,
            _ => Sets::Into,
        }
    }
}
