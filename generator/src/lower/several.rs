//! Lowers the struct with the properties of several subschemas. A value of an `anyOf` may match several subschemas, and
//! the variant of only one would lose properties.

use openapiv3::{ReferenceOr, Schema, SchemaKind, StringType, Type as SchemaType};

use super::choice::Choice;
use super::context::Lowering;
use super::location::Location;
use super::parts::{Parts, Property};

/// Returns the properties of all subschemas that one value can match at the same time. Returns `None` if no value
/// matches several subschemas.
pub(super) fn members<'s>(
    lowering: &mut Lowering<'_>,
    shapes: &[Choice<'_>],
    location: &Location,
) -> Option<Parts<'s>> {
    // Does not recurse, since subschemas may contain each other.
    if lowering.is_within_several {
        return None;
    }
    let objects: Vec<(&Choice<'_>, Parts<'_>)> = shapes
        .iter()
        .filter_map(|shape| Some((shape, parts(lowering, shape, location)?)))
        .collect();
    let is_one = |(index, (_, parts)): &(usize, &(&Choice<'_>, Parts<'_>))| {
        let others = objects.iter().enumerate();
        let mut others = others.filter(|(other, _)| other != index);
        others.any(|(_, (_, other))| go_together(parts, other))
    };
    let together: Vec<&(&Choice<'_>, Parts<'_>)> = objects
        .iter()
        .enumerate()
        .filter(is_one)
        .map(|(_, it)| it)
        .collect();
    let mut merged = Parts::default();
    for (shape, _) in &together {
        let pointer = format!("{}/{}", location.pointer, shape.steps);
        merged.add_shape(lowering, &shape.schema, &pointer);
    }
    merged.required.retain(|wire, _| {
        let mut each = together.iter();
        each.all(|(_, parts)| parts.required.contains_key(wire))
    });
    merged.rules.clear();
    (!together.is_empty()).then_some(merged)
}

/// Returns the parts of a subschema that is an open object.
fn parts<'s>(
    lowering: &mut Lowering<'_>,
    shape: &Choice<'_>,
    location: &Location,
) -> Option<Parts<'s>> {
    let is_object = match &*shape.schema {
        ReferenceOr::Item(schema) => has_members(schema),
        ReferenceOr::Reference { reference } => {
            let is_within = lowering.within.iter().any(|it| it == reference);
            let schema = lowering.resolver.schema(reference);
            !is_within && schema.is_ok_and(|schema| has_members(&schema))
        }
    };
    let mut parts = Parts::default();
    if is_object {
        let pointer = format!("{}/{}", location.pointer, shape.steps);
        parts.add_shape(lowering, &shape.schema, &pointer);
    }
    (!parts.members.is_empty() && parts.additional.is_none()).then_some(parts)
}

/// Returns whether a schema declares properties itself, and is not a union.
fn has_members(schema: &Schema) -> bool {
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::Object(object)) => !object.properties.is_empty(),
        SchemaKind::Any(any) => {
            !any.properties.is_empty() && any.one_of.is_empty() && any.any_of.is_empty()
        }
        _ => false,
    }
}

/// Returns whether a value can match both subschemas and contain properties that only one of them declares.
fn go_together(left: &Parts<'_>, right: &Parts<'_>) -> bool {
    let knows_all = |one: &Parts<'_>, other: &Parts<'_>| {
        let mut members = other.members.keys();
        members.all(|wire| one.members.contains_key(wire))
    };
    if knows_all(left, right) || knows_all(right, left) {
        return false;
    }
    let mut shared = left.members.iter();
    !shared.any(|(wire, here)| {
        let other = right.members.get(wire);
        other.is_some_and(|other| exclude(here.what.as_ref(), other.what.as_ref()))
    })
}

/// Returns whether a value of one property cannot be a value of the other, as far as their schemas state it.
fn exclude(left: &Property, right: &Property) -> bool {
    let (ReferenceOr::Item(left), ReferenceOr::Item(right)) = (left, right) else {
        return false;
    };
    let (SchemaKind::Type(left), SchemaKind::Type(right)) = (&left.schema_kind, &right.schema_kind)
    else {
        return false;
    };
    match (left, right) {
        (SchemaType::String(left), SchemaType::String(right)) => {
            let values = |it: &StringType| !it.enumeration.is_empty();
            let mut shared = left.enumeration.iter();
            values(left) && values(right) && !shared.any(|it| right.enumeration.contains(it))
        }
        (SchemaType::Integer(_), SchemaType::Number(_))
        | (SchemaType::Number(_), SchemaType::Integer(_)) => false,
        (left, right) => std::mem::discriminant(left) != std::mem::discriminant(right),
    }
}
