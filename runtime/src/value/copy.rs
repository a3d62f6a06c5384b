//! `Clone` of generated types, driven by their property tables.

use super::place::{Object, Place, Union, Value};
use super::view::View;

/// Returns a clone of a value.
pub fn copy<T: Value>(value: &T) -> T {
    let mut copy = T::default();
    copy_into(Value::place(&mut copy), Value::view(value));
    copy
}

/// Copies a struct's properties into a new value of the same type.
fn copy_object(to: &mut dyn Object, from: &dyn Object) {
    for index in 0..from.members().len() {
        if let Some(place) = to.place(index) {
            copy_into(place, from.view(index));
        }
    }
    if let (Some(to), View::Map(from)) = (to.additional(), from.view_additional()) {
        for (key, value) in from.entries() {
            copy_into(to.insert(key), value);
        }
    }
    if let (Some(to), Some(from)) = (to.nulls_mut(), from.nulls()) {
        to.clone_from(from);
    }
}

/// Copies a union's value into a new value of the same type.
fn copy_union(to: &mut dyn Union, from: &dyn Union) {
    match from.view() {
        (Some(index), view) => {
            if let Some(place) = to.choose(index) {
                copy_into(place, view);
            }
        }
        (None, View::Json(value)) => to.keep(value.clone()),
        (None, _) => {}
    }
}

/// Copies one value from a view into a place of the same type.
fn copy_into(place: Place<'_>, view: View<'_>) {
    match (place, view) {
        (Place::Optional(to), View::Absent) => to.none(),
        (Place::Optional(to), View::Null) => to.null(),
        (Place::Optional(to), view) => copy_into(to.some(), view),
        (Place::Bool(to), View::Bool(from)) => *to = from,
        (Place::Int(to), View::Int(from)) => *to = from,
        (Place::Uint(to), View::Uint(from)) => *to = from,
        (Place::Float(to), View::Float(from)) => *to = from,
        (Place::Str(to), View::Str(from)) => from.clone_into(to),
        (Place::Time(to), View::Time(from)) => *to = from,
        (Place::Date(to), View::Date(from)) => *to = from,
        (Place::Json(to), View::Json(from)) => to.clone_from(from),
        (Place::Enum(to), View::Str(from)) => {
            to.set(from);
        }
        (Place::Object(to), View::Object(from)) => copy_object(to, from),
        (Place::List(to), View::List(from)) => {
            for index in 0..from.len() {
                copy_into(to.push(), from.view(index));
            }
        }
        (Place::Map(to), View::Map(from)) => {
            for (key, value) in from.entries() {
                copy_into(to.insert(key), value);
            }
        }
        (Place::Union(to), View::Union(from)) => copy_union(to, from),
        _ => {}
    }
}
