//! Decides whether the body of an undeclared status matches the declared type.

use crate::base::drift::Drift;
use crate::call::payload::Payload;
use crate::value::{Object, ReadError, Value, View, push_member};

/// Decodes the body of an undeclared status as JSON. Tolerant decoding accepts any object, and fills missing properties
/// with defaults. So the object must have at least one declared property, unless the type declares none.
///
/// # Errors
///
/// Fails as [`Payload::json`] does. Fails if the type has required properties and the object has none of them. Fails if
/// all declared properties are optional and the object has none of them. Fails if no variant of a union matches.
pub(super) fn related<T: Value>(payload: &mut Payload<'_>) -> Result<T, ReadError> {
    let value = payload.json::<T>()?;
    if payload.is_empty_object() {
        return Ok(value);
    }
    match unrelated(value.view(), payload.drift()) {
        Some(drift) => {
            payload.discard_drift();
            Err(ReadError::Shape(drift))
        }
        None => Ok(value),
    }
}

fn unrelated(view: View<'_>, drift: &[Drift]) -> Option<Drift> {
    match view {
        View::Object(object) => without_members(object, drift),
        View::Union(union) => match union.view() {
            (None, _) => Some(Drift::new("", "a declared variant", "no match")),
            (Some(_), view) => unrelated(view, drift),
        },
        _ => None,
    }
}

/// Returns an error if an object has none of the properties that identify its type. A type is identified by its
/// required properties, or by all declared properties if none is required.
fn without_members(object: &dyn Object, drift: &[Drift]) -> Option<Drift> {
    let members = object.members();
    let needs_some = members.iter().any(|(_, is)| is.required());
    if !needs_some && matches!(object.view_additional(), View::Map(_)) {
        return None;
    }
    let has = |index: usize, name: &str| {
        let mut path = String::new();
        push_member(&mut path, name);
        match drift.iter().find(|it| it.path == path) {
            Some(drift) => drift.found != "nothing",
            None => needs_some || !matches!(object.view(index), View::Absent),
        }
    };
    let mut first = None;
    for (index, (name, is)) in members.iter().enumerate() {
        if is.required() == needs_some {
            if has(index, name) {
                return None;
            }
            first = first.or(Some(name));
        }
    }
    let kind = if needs_some { "required" } else { "declared" };
    let expected = format!("a {kind} property, such as `{}`", first?);
    Some(Drift::new("", expected, "none of them"))
}
