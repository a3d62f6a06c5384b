//! Decides how struct fields represent absent values. This depends on whether requests contain the struct, and on
//! boxes.

use super::types::{Field, Member};
use crate::api;

/// Returns how the field of a property represents an absent value.
pub(super) fn of(member: &api::Member, in_request: bool, boxed: bool) -> Field {
    if in_request && member.read_only {
        Field::Optional
    } else if in_request && member.nullable && !member.required {
        Field::ThreeValued
    } else if !member.required || member.nullable || boxed {
        Field::Optional
    } else {
        Field::Plain
    }
}

/// Returns whether a property has a setter, because a request may omit it.
pub(super) fn has_setter(member: &api::Member, in_request: bool) -> bool {
    in_request && !member.required && !member.read_only
}

/// Returns whether `new` accepts `Nullable` for a property, because the property is required and nullable.
pub(super) fn takes_null(member: &api::Member, boxed: bool) -> bool {
    member.is_asked() && member.nullable && !boxed
}

/// Returns whether a struct must record which properties were null, because their fields cannot distinguish null from
/// absent.
pub(super) fn tracks_nulls(members: &[Member<'_>], in_request: bool) -> bool {
    let loses_null =
        |it: &Member<'_>| it.nullable && !it.is_missed(in_request) && it.field == Field::Optional;
    members.iter().any(loses_null)
}
