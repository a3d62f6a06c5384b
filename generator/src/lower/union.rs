//! `oneOf` and `anyOf` to unions, or to what is simpler and means the same.

use std::borrow::Cow;

use openapiv3::{
    ArrayType, Discriminator as Source, ReferenceOr, Schema, SchemaKind, StringType,
    Type as SchemaType,
};

use super::nested::list_of;
use super::parts::only_requires;
use super::schema::{Typed, Types};
use super::spot::Spot;
use super::{Lowering, bounds, label, named_by, several, string};
use crate::api::{Bound, Discriminator, Label, Named, Shape, Type, Union, Variant};
use crate::description::resolve::ComponentKey;

/// One shape of a union, and the steps to it from the union's place.
pub(super) struct Choice<'s> {
    pub(super) steps: String,
    pub(super) schema: Cow<'s, ReferenceOr<Schema>>,
}

/// Lowers the union of the shapes under a keyword; its own type is named for `spot`.
pub(super) fn lower(
    types: &mut Types,
    lowering: &mut Lowering<'_>,
    schema: &Schema,
    shapes: &[ReferenceOr<Schema>],
    keyword: &str,
    spot: &Spot,
) -> Typed {
    let shapes = shapes.iter().enumerate();
    let shapes = shapes.filter(|(_, shape)| !only_requires(shape));
    let shapes: Vec<Choice<'_>> = shapes
        .map(|(index, shape)| Choice {
            steps: format!("{keyword}/{index}"),
            schema: Cow::Borrowed(shape),
        })
        .collect();
    of(types, lowering, schema, &shapes, keyword, spot)
}

fn of(
    types: &mut Types,
    lowering: &mut Lowering<'_>,
    schema: &Schema,
    shapes: &[Choice<'_>],
    keyword: &str,
    spot: &Spot,
) -> Typed {
    if shapes.is_empty() {
        return Typed::plain(Type::Json);
    }
    if let [only] = shapes {
        return types.lower(lowering, &*only.schema, &spot.same(&only.steps));
    }
    if let Some(values) = all_enums(shapes) {
        return string::lower(types, schema, &values, spot);
    }
    if let Some(items) = all_arrays(shapes) {
        let item = of(types, lowering, schema, &items, keyword, &spot.named_item());
        return list_of(lowering, item, spot);
    }
    let number = types.begin(spot);
    let within = spot.within(number);
    let mut variants: Vec<Variant> = Vec::new();
    let mut nullable = false;
    for (index, shape) in shapes.iter().enumerate() {
        let here = within.shape(&shape.steps, index);
        let typed = types.lower(lowering, &*shape.schema, &here);
        nullable |= typed.nullable;
        let bounds = bounds::of_inline(&*shape.schema);
        // A shape that is the union itself has nothing that the others have not.
        if typed.kind == types.type_of(number) {
            continue;
        }
        if let Some(same) = variants.iter_mut().find(|it| it.kind == typed.kind) {
            let steps = &shape.steps;
            same.bounds.extend(bounds.into_iter().map(|it| Bound {
                keyword: format!("{steps}.{}", it.keyword),
                ..it
            }));
            continue;
        }
        variants.push(Variant {
            shape: Some(index),
            kind: typed.kind,
            bounds,
        });
    }
    let source = schema.schema_data.discriminator.as_ref();
    let discriminator = source.map(|it| discriminator(it, shapes, &variants));
    let labels: Vec<Label> = shapes.iter().map(|it| label::of(it, spot)).collect();
    // Where a member names the shape, a value is of that one alone.
    let is_named = discriminator.is_some()
        || schema
            .schema_data
            .extensions
            .contains_key(named_by::EXTENSION);
    let is_taken = labels.iter().any(|it| it.words == ["Several"]);
    let several = (keyword == "anyOf" && !is_named && !is_taken)
        .then(|| several::lower(types, lowering, shapes, &within))
        .flatten();
    let shape = Shape::Union(Union {
        labels,
        variants,
        several,
        discriminator,
    });
    Typed {
        kind: types.end(number, spot, schema, shape),
        nullable,
    }
}

/// Returns the values of all shapes together, if each of them is a string enum: one enum then.
fn all_enums(shapes: &[Choice<'_>]) -> Option<Vec<Option<String>>> {
    let mut values = Vec::new();
    for shape in shapes {
        match &*shape.schema {
            ReferenceOr::Item(Schema {
                schema_kind: SchemaKind::Type(SchemaType::String(StringType { enumeration, .. })),
                schema_data,
            }) if !enumeration.is_empty() => {
                values.extend(enumeration.iter().cloned());
                values.extend(schema_data.nullable.then_some(None));
            }
            _ => return None,
        }
    }
    Some(values)
}

/// Returns the items of the shapes, if each of them is an array: one array of a union then, so that an
/// empty one is of no shape in particular.
fn all_arrays<'s>(shapes: &'s [Choice<'_>]) -> Option<Vec<Choice<'s>>> {
    let items = shapes.iter().map(|shape| match &*shape.schema {
        ReferenceOr::Item(Schema {
            schema_kind: SchemaKind::Type(SchemaType::Array(ArrayType { items, .. })),
            ..
        }) => Some(Choice {
            steps: format!("{}/items", shape.steps),
            schema: match items.as_ref()? {
                ReferenceOr::Item(item) => Cow::Owned(ReferenceOr::Item((**item).clone())),
                ReferenceOr::Reference { reference } => Cow::Owned(ReferenceOr::ref_(reference)),
            },
        }),
        _ => None,
    });
    items.collect()
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
