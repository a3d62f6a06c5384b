//! Bodies of undeclared statuses: whether one is of the declared type, or of an unrelated one.

use crate::base::drift::Drift;
use crate::call::payload::Payload;
use crate::value::{Object, ReadError, Value, View, push_member};

/// Reads the body of an undeclared status as JSON. Objects of unrelated types would read as an object of
/// defaults, so an object needs a member of the declared type, unless it has none at all.
///
/// # Errors
///
/// Fails as [`Payload::json`] does. Fails if the type has required members and the object has none of
/// them, if the type has optional members only and the object has none of them, and if a union has no
/// shape for the value.
pub(super) fn related<T: Value>(payload: &mut Payload<'_>) -> Result<T, ReadError> {
    let value = payload.json::<T>()?;
    if payload.is_empty_object() {
        return Ok(value);
    }
    match unrelated(value.view(), payload.drift()) {
        Some(drift) => {
            payload.forget();
            Err(ReadError::Shape(drift))
        }
        None => Ok(value),
    }
}

fn unrelated(view: View<'_>, drift: &[Drift]) -> Option<Drift> {
    match view {
        View::Object(object) => without_members(object, drift),
        View::Union(union) => match union.view() {
            (None, _) => Some(Drift::new(
                "",
                "one of the declared shapes",
                "another shape",
            )),
            (Some(_), view) => unrelated(view, drift),
        },
        _ => None,
    }
}

/// Returns the error of an object that has none of the members that show its type: the required ones, else
/// all that are declared.
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
