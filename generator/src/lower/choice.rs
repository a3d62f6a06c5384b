//! The shapes of a union, and which value of a member stands for which.

use std::borrow::Cow;

use openapiv3::{Discriminator as Source, ReferenceOr, Schema};

use crate::api::{Discriminator, Named, Type, Variant};
use crate::description::resolve::ComponentKey;

/// One shape of a union, and the steps to it from the union's place.
pub(super) struct Choice<'s> {
    pub(super) steps: String,
    pub(super) schema: Cow<'s, ReferenceOr<Schema>>,
}

/// Returns which value of the member stands for which variant. A value whose schema is none of the
/// shapes says nothing.
pub(super) fn discriminator(
    source: &Source,
    shapes: &[Choice<'_>],
    variants: &[Variant],
) -> Discriminator {
    // A target is a reference, or the bare name of a component schema.
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
        let kind = Type::Named(Named::component(wire));
        // A schema may stand among the shapes twice, and is one variant.
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
