//! Lowers `oneOf` and `anyOf` to unions, or to simpler types of the same values.

use std::borrow::Cow;

use openapiv3::{
    AnySchema, ArrayType, ReferenceOr, Schema, SchemaData, SchemaKind, StringType,
    Type as SchemaType,
};

use super::choice::{self, Choice};
use super::context::Lowering;
use super::location::Location;
use super::nested::list_of;
use super::parts::only_requires;
use super::types::{Typed, Types};
use super::{bounds, label, named_by, object, schema, several, string};
use crate::api::{Bound, Label, Shape, Type, Union, Variant};

/// Lowers the union of the subschemas under a keyword.
pub(super) fn lower(
    types: &mut Types,
    lowering: &mut Lowering<'_>,
    schema: &Schema,
    shapes: &[ReferenceOr<Schema>],
    keyword: &str,
    location: &Location,
) -> Typed {
    let shapes = shapes.iter().enumerate();
    let shapes = shapes.filter(|(_, shape)| !only_requires(shape));
    let shapes: Vec<Choice<'_>> = shapes
        .map(|(index, shape)| Choice {
            steps: format!("{keyword}/{index}"),
            schema: Cow::Borrowed(shape),
        })
        .collect();
    of(types, lowering, schema, &shapes, keyword, location)
}

fn of(
    types: &mut Types,
    lowering: &mut Lowering<'_>,
    schema: &Schema,
    shapes: &[Choice<'_>],
    keyword: &str,
    location: &Location,
) -> Typed {
    if shapes.is_empty() {
        return Typed::plain(Type::Json);
    }
    if let [only] = shapes {
        return schema::lower(types, lowering, &*only.schema, &location.same(&only.steps));
    }
    if let Some(values) = all_enums(shapes) {
        return string::lower(types, schema, &values, location);
    }
    if let Some(items) = all_arrays(shapes) {
        let item = of(
            types,
            lowering,
            schema,
            &items,
            keyword,
            &location.named_item(),
        );
        return list_of(lowering, item, location);
    }
    let number = types.begin(location);
    let within = location.within(number);
    let mut variants: Vec<Variant> = Vec::new();
    let mut nullable = false;
    for (index, shape) in shapes.iter().enumerate() {
        let here = within.shape(&shape.steps, index);
        let typed = schema::lower(types, lowering, &*shape.schema, &here);
        nullable |= typed.nullable;
        let bounds = bounds::of_inline(&*shape.schema);
        // Ignores a subschema that is the union itself, since it allows no further values.
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
    let discriminator = source.map(|it| choice::discriminator(lowering, it, shapes, &variants));
    // A discriminator that selects no subschema says nothing about a value.
    let discriminator = discriminator.filter(|it| !it.values.is_empty());
    let labels: Vec<Label> = shapes
        .iter()
        .map(|it| label::of(lowering, it, location))
        .collect();
    // With a discriminator, a value matches only one subschema.
    let is_named = source.is_some()
        || schema
            .schema_data
            .extensions
            .contains_key(named_by::EXTENSION);
    let is_taken = labels.iter().any(|it| it.words == ["Several"]);
    let several = (keyword == "anyOf" && !is_named && !is_taken)
        .then(|| several(types, lowering, shapes, &within))
        .flatten();
    let shape = Shape::Union(Union {
        labels,
        variants,
        several,
        discriminator,
    });
    Typed {
        kind: types.end(number, location, schema, shape),
        nullable,
    }
}

/// Lowers the struct with the properties of several subschemas, if a value can match several subschemas.
fn several(
    types: &mut Types,
    lowering: &mut Lowering<'_>,
    shapes: &[Choice<'_>],
    location: &Location,
) -> Option<Variant> {
    let parts = several::members(lowering, shapes, location)?;
    let schema = Schema {
        schema_data: SchemaData::default(),
        schema_kind: SchemaKind::Any(AnySchema::default()),
    };
    lowering.is_within_several = true;
    let typed = object::lower(types, lowering, &schema, parts, &location.several());
    lowering.is_within_several = false;
    Some(Variant {
        shape: None,
        kind: typed.kind,
        bounds: Vec::new(),
    })
}

/// Returns the values of all subschemas if each is a string enum. The union becomes one enum.
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

/// Returns the items of all subschemas if each is an array. The union becomes one array, so that an empty array needs
/// no variant.
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
