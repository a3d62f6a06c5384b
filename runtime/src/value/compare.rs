//! `PartialEq` and `Debug` of generated types, driven by their property tables.

use std::fmt;

use super::place::{Object, Value};
use super::view::View;

/// Returns whether two values are equal.
pub fn equal<T: Value>(left: &T, right: &T) -> bool {
    same(left.view(), right.view())
}

/// Formats a value as a derived `Debug` would. A struct is printed with its name, and a string enum as the name of its
/// variant. `variants` contains these names in the order of [`Value::VALUES`].
///
/// # Errors
///
/// Fails if the formatter fails.
pub fn debug<T: Value>(value: &T, variants: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match value.view() {
        View::Object(object) => structure(object, std::any::type_name::<T>(), f),
        View::Str(text) => {
            let index = T::VALUES.iter().position(|it| *it == text);
            match index.and_then(|it| variants.split_whitespace().nth(it)) {
                Some(name) => f.write_str(name.trim_start_matches("r#")),
                None => f.debug_tuple("Unknown").field(&text).finish(),
            }
        }
        view => fmt::Debug::fmt(&view, f),
    }
}

fn structure(object: &dyn Object, path: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let name = path.rsplit("::").next().unwrap_or(path);
    let mut displayed = f.debug_struct(name);
    for (index, (member, _)) in object.members().iter().enumerate() {
        displayed.field(member, &object.view(index));
    }
    if let additional @ View::Map(_) = object.view_additional() {
        displayed.field("additional", &additional);
    }
    displayed.finish_non_exhaustive()
}

fn same(left: View<'_>, right: View<'_>) -> bool {
    match (left, right) {
        (View::Absent, View::Absent) | (View::Null, View::Null) => true,
        (View::Bool(left), View::Bool(right)) => left == right,
        (View::Int(left), View::Int(right)) => left == right,
        (View::Uint(left), View::Uint(right)) => left == right,
        (View::Float(left), View::Float(right)) => left == right,
        (View::Str(left), View::Str(right)) => left == right,
        (View::Time(left), View::Time(right)) => left == right,
        (View::Date(left), View::Date(right)) => left == right,
        (View::Json(left), View::Json(right)) => left == right,
        (View::Object(left), View::Object(right)) => {
            left.members().len() == right.members().len()
                && (0..left.members().len()).all(|it| same(left.view(it), right.view(it)))
                && same(left.view_additional(), right.view_additional())
        }
        (View::List(left), View::List(right)) => {
            left.len() == right.len()
                && (0..left.len()).all(|it| same(left.view(it), right.view(it)))
        }
        (View::Map(left), View::Map(right)) => {
            let mut right = right.entries();
            left.entries().all(|(key, value)| {
                right
                    .next()
                    .is_some_and(|(other, with)| key == other && same(value, with))
            }) && right.next().is_none()
        }
        (View::Union(left), View::Union(right)) => {
            let ((left, value), (right, with)) = (left.view(), right.view());
            left == right && same(value, with)
        }
        _ => false,
    }
}

impl fmt::Debug for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str("None"),
            Self::Null => f.write_str("null"),
            Self::Bool(value) => value.fmt(f),
            Self::Int(value) => value.fmt(f),
            Self::Uint(value) => value.fmt(f),
            Self::Float(value) => value.fmt(f),
            Self::Str(value) => value.fmt(f),
            Self::Time(value) => value.fmt(f),
            Self::Date(value) => value.fmt(f),
            Self::Json(value) => value.fmt(f),
            Self::Object(value) => f
                .debug_map()
                .entries(
                    (value.members().iter().enumerate())
                        .map(|(index, (member, _))| (member, value.view(index))),
                )
                .finish(),
            Self::List(value) => f
                .debug_list()
                .entries((0..value.len()).map(|index| value.view(index)))
                .finish(),
            Self::Map(value) => f.debug_map().entries(value.entries()).finish(),
            Self::Union(value) => value.view().1.fmt(f),
        }
    }
}
