//! Lowers the subschemas of a union, and its discriminator.

use std::borrow::Cow;

use openapiv3::{Discriminator as Source, ReferenceOr, Schema, SchemaKind};

use super::context::Lowering;
use crate::api::{Discriminator, Named, Type, Variant};
use crate::description::resolve::ComponentKey;

/// A subschema of a union, with its JSON pointer relative to the union.
pub(super) struct Choice<'s> {
    pub(super) steps: String,
    pub(super) schema: Cow<'s, ReferenceOr<Schema>>,
}

/// Lowers a discriminator: returns which property value selects which variant. Ignores values that map to no subschema.
pub(super) fn discriminator(
    lowering: &Lowering<'_>,
    source: &Source,
    shapes: &[Choice<'_>],
    variants: &[Variant],
) -> Discriminator {
    // A mapping target is a reference, or only the name of a component schema.
    let wire = |target: &str| ComponentKey::parse(target).map_or(target.to_owned(), |key| key.name);
    let mut mapping: Vec<(String, String)> = Vec::new();
    for (value, target) in &source.mapping {
        mapping.push((value.clone(), wire(target)));
    }
    if mapping.is_empty() {
        let references = shapes.iter().filter_map(|it| reference(&it.schema));
        mapping.extend(references.map(|it| (wire(it), wire(it))));
    }
    // The only subschema that extends a component stands for it.
    let extending = |name: &str| {
        let is_of = |it: &Choice<'_>| reference(&it.schema).is_some_and(|it| wire(it) == name);
        let mut found = shapes.iter().enumerate().filter(|(_, it)| is_of(it));
        let (number, _) = found.next()?;
        let variant = variants.iter().position(|it| it.shape == Some(number));
        variant.filter(|_| found.next().is_none())
    };
    let mut values: Vec<(String, usize)> = Vec::new();
    for (value, wire) in mapping {
        let kind = Type::Named(Named::component(lowering.schema_of(wire.clone())));
        let listed = variants.iter().position(|it| it.kind == kind);
        // A schema that is listed twice is one variant.
        let is_known = values.iter().any(|(it, _)| *it == value);
        if let Some(variant) = listed.or_else(|| extending(&wire))
            && !is_known
        {
            values.push((value, variant));
        }
    }
    Discriminator {
        member: source.property_name.clone(),
        values,
    }
}

/// Returns the reference of a subschema: the subschema itself, or the only one in its `allOf`.
fn reference(schema: &ReferenceOr<Schema>) -> Option<&str> {
    let parts = match schema {
        ReferenceOr::Reference { reference } => return Some(reference),
        ReferenceOr::Item(Schema {
            schema_kind: SchemaKind::AllOf { all_of },
            ..
        }) => all_of,
        ReferenceOr::Item(_) => return None,
    };
    let mut references = parts.iter().filter_map(|it| match it {
        ReferenceOr::Reference { reference } => Some(reference.as_str()),
        ReferenceOr::Item(_) => None,
    });
    let only = references.next()?;
    references.next().is_none().then_some(only)
}
