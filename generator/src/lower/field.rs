//! What the fields of structs are, once it is known which a request can hold and which need a box.

use crate::api::{Field, Member, SchemaFile, Shape, Struct, Tag};

/// Decides it.
pub(super) fn decide(tags: &mut [Tag], schemas: &mut [SchemaFile]) {
    let operations = tags.iter_mut().flat_map(|tag| &mut tag.operations);
    let own = operations.flat_map(|operation| &mut operation.types);
    let shared = schemas.iter_mut().flat_map(|file| &mut file.types);
    for def in own.chain(shared) {
        if let Shape::Struct(body) = &mut def.shape {
            of_struct(body);
        }
    }
}

fn of_struct(body: &mut Struct) {
    for member in &mut body.members {
        member.field = of_member(member, body.in_request);
        member.has_setter = body.in_request && !member.required && !member.read_only;
        member.takes_null = member.is_asked() && member.nullable && !member.boxed;
    }
    let loses_null = |it: &Member| it.nullable && !body.misses(it) && it.field == Field::Optional;
    body.tracks_nulls = body.members.iter().any(loses_null);
}

fn of_member(member: &Member, in_request: bool) -> Field {
    if in_request && member.read_only {
        Field::Optional
    } else if in_request && member.nullable && !member.required {
        Field::ThreeValued
    } else if !member.required || member.nullable || member.boxed {
        Field::Optional
    } else {
        Field::Plain
    }
}
