//! Lowers objects to structs, or to maps if no property is declared.

use openapiv3::{AdditionalProperties, ReferenceOr, Schema};

use super::context::Lowering;
use super::location::Location;
use super::nested::map_of;
use super::parts::{Parts, Property};
use super::types::{Typed, Types};
use super::{bounds, named_by, schema, secret, stated};
use crate::api::{Member, Shape, Struct, Type};
use crate::description::resolve::escape;

/// Lowers an object whose properties are declared by several schemas (`allOf`).
pub(super) fn combined(
    types: &mut Types,
    lowering: &mut Lowering<'_>,
    schema: &Schema,
    location: &Location,
) -> Typed {
    let mut parts = Parts::default();
    parts.add(lowering, schema, &location.pointer);
    lower(types, lowering, schema, parts, location)
}

/// Lowers an object.
pub(super) fn lower(
    types: &mut Types,
    lowering: &mut Lowering<'_>,
    schema: &Schema,
    parts: Parts<'_>,
    location: &Location,
) -> Typed {
    // If no property is declared, an open object is a map, and a closed object is an empty struct.
    if parts.members.is_empty() && !is_closed(&parts) {
        let value = additional(types, lowering, &parts, location);
        return map_of(lowering, value.unwrap_or(Type::Json), location);
    }
    let number = types.begin(location);
    let within = &location.within(number);
    let additional = additional(types, lowering, &parts, within);
    let mut members: Vec<Member> = Vec::new();
    for (wire, declared) in &parts.members {
        let required = parts.required.contains_key(wire);
        let location = within.at(&declared.at);
        let member = lowering.within(&declared.through, |lowering| {
            let property = &declared.what;
            member(types, lowering, wire, property, required, &location)
        });
        members.push(member);
    }
    named_by::decide(types, lowering, &parts, &mut members);
    let required = parts.required.iter().map(|it| (it, true));
    let mentioned = parts.mentioned.iter().map(|it| (it, false));
    for ((wire, at), required) in required.chain(mentioned) {
        let is_known = members.iter().any(|it| it.wire == *wire);
        if !is_known {
            members.push(undeclared_member(wire, at, required));
        }
    }
    let shape = Shape::Struct(Struct {
        members,
        additional,
        closed: is_closed(&parts),
        rules: parts.rules.iter().cloned().collect(),
    });
    Typed::plain(types.end(number, location, schema, shape))
}

fn member(
    types: &mut Types,
    lowering: &mut Lowering<'_>,
    wire: &str,
    property: &Property,
    required: bool,
    location: &Location,
) -> Member {
    let pointer = format!("{}/properties/{}", location.pointer, escape(wire));
    let data = property.as_item().map(|it| &it.schema_data);
    let doc = data.and_then(|it| it.description.clone());
    let typed = schema::lower(types, lowering, property, &location.member(wire));
    let only = match property {
        ReferenceOr::Item(schema) => stated::only_value(schema),
        ReferenceOr::Reference { .. } => None,
    };
    Member {
        wire: wire.to_owned(),
        nullable: typed.nullable,
        kind: typed.kind,
        required,
        only,
        named_by: None,
        default: stated::default(lowering, property),
        bounds: bounds::of_inline(property),
        doc: doc.unwrap_or_default(),
        deprecated: data.is_some_and(|it| it.deprecated),
        secret: secret::of_member(lowering, wire, property, &pointer),
        read_only: stated::is_read_only(lowering, property),
        write_only: stated::is_write_only(lowering, property),
        pointer,
    }
}

/// This property is required but not declared.
fn undeclared_member(wire: &str, pointer: &str, required: bool) -> Member {
    Member {
        wire: wire.to_owned(),
        pointer: pointer.to_owned(),
        nullable: false,
        kind: Type::Json,
        required,
        only: None,
        named_by: None,
        default: None,
        bounds: Vec::new(),
        doc: String::new(),
        deprecated: false,
        read_only: false,
        secret: secret::by_name(wire),
        write_only: false,
    }
}

/// Returns whether the description forbids additional properties.
fn is_closed(parts: &Parts<'_>) -> bool {
    let declared = parts.additional.as_ref();
    declared.is_some_and(|it| matches!(&*it.what, AdditionalProperties::Any(false)))
}

/// Returns the type of additional properties, if the description declares one.
fn additional(
    types: &mut Types,
    lowering: &mut Lowering<'_>,
    parts: &Parts<'_>,
    location: &Location,
) -> Option<Type> {
    let declared = parts.additional.as_ref()?;
    match &*declared.what {
        AdditionalProperties::Any(allowed) => allowed.then_some(Type::Json),
        AdditionalProperties::Schema(schema) => {
            let location = location.at(&declared.at).value();
            let typed = lowering.within(&declared.through, |lowering| {
                schema::lower(types, lowering, schema, &location)
            });
            Some(typed.into_type())
        }
    }
}
