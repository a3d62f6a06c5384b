//! Lowers the subschemas of a union, and its discriminator.

use std::borrow::Cow;

use openapiv3::{Discriminator as Source, ReferenceOr, Schema};

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
        mapping.extend(shapes.iter().filter_map(|shape| match &*shape.schema {
            ReferenceOr::Reference { reference } => Some((wire(reference), wire(reference))),
            ReferenceOr::Item(_) => None,
        }));
    }
    let mut values: Vec<(String, usize)> = Vec::new();
    for (value, wire) in mapping {
        let kind = Type::Named(Named::component(lowering.schema_of(wire)));
        // A union may list a schema twice, which is lowered to one variant.
        let is_known = values.iter().any(|(it, _)| *it == value);
        if let Some(variant) = variants.iter().position(|it| it.kind == kind)
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
