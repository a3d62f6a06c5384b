//! How arguments and setters take their values.

use super::operation::{Body, Parameter};
use super::types::{Field, Member, Type};

/// How an argument takes a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes<'a> {
    /// As it is.
    Itself,
    /// By what converts to it.
    Into,
    /// By the items of a list, each by what converts to it, unless that would leave its type open.
    Items(&'a Type),
    /// By what converts to it, or to null.
    OrNull,
}

/// How a setter of a struct takes a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sets<'a> {
    /// As it is.
    Itself,
    /// By what converts to it.
    Into,
    /// By the items of a list.
    Items(&'a Type),
    /// By a map, or one value of it after the other.
    Values(&'a Type),
    /// By what converts to it, or to null.
    OrNull,
}

impl Type {
    /// Returns whether an argument is of the type itself, and not of what converts to it: so a literal of any size is
    /// an `i64`, which would be an `i32` as `impl Into<i64>`.
    pub fn is_exact(&self) -> bool {
        matches!(self, Self::Bool | Self::Int | Self::Uint)
    }
}

impl Parameter<'_> {
    /// Returns how an argument or a setter takes the parameter.
    pub fn takes(&self) -> Takes<'_> {
        match &self.kind {
            Type::List(item) => Takes::Items(item),
            Type::Str | Type::Named(_) => Takes::Into,
            _ => Takes::Itself,
        }
    }
}

impl Body<'_> {
    /// Returns how an argument or a setter takes the request body: by what converts to it, where anything but itself
    /// does.
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
    /// Returns how `new` takes the member.
    pub fn takes(&self) -> Takes<'_> {
        match &self.kind {
            Type::List(item) if self.field == Field::Plain => Takes::Items(item),
            kind if kind.is_exact() && self.field == Field::Plain => Takes::Itself,
            _ if self.takes_null => Takes::OrNull,
            _ => Takes::Into,
        }
    }

    /// Returns how its setter takes it.
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
