//! What the fields of structs are, as it is known which a request can hold and which need a box.

use super::types::{Field, Member};
use crate::api;

/// Returns how the field of a member says that there is nothing.
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

/// Returns whether a member has a setter: a request can leave it out.
pub(super) fn has_setter(member: &api::Member, in_request: bool) -> bool {
    in_request && !member.required && !member.read_only
}

/// Returns whether `new` takes a value or none for a member: it must be there, and may be null.
pub(super) fn takes_null(member: &api::Member, boxed: bool) -> bool {
    member.is_asked() && member.nullable && !boxed
}

/// Returns whether an empty member of a struct may have come as null or not at all, and no field says which.
pub(super) fn tracks_nulls(members: &[Member<'_>], in_request: bool) -> bool {
    let loses_null =
        |it: &Member<'_>| it.nullable && !it.is_missed(in_request) && it.field == Field::Optional;
    members.iter().any(loses_null)
}
