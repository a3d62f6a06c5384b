//! `oneOf` and `anyOf` to unions.

use openapiv3::{ReferenceOr, Schema, SchemaKind, Type as SchemaType};

use super::Lowering;
use super::schema::{Typed, Types};
use super::spot::Spot;
use crate::model::{Shape, Variant};
use crate::name::{self, Scope};

/// Lowers a union whose shapes stand at `at`; the union's own type is named for `spot`.
pub(super) fn lower(
    types: &mut Types<'_>,
    lowering: &mut Lowering<'_>,
    schema: &Schema,
    shapes: &[ReferenceOr<Schema>],
    at: &Spot,
    spot: &Spot,
) -> Typed {
    if let [only] = shapes {
        return types.lower(lowering, only, &at.same("0"));
    }
    let name = types.name_of(lowering, spot);
    types.take_name(lowering, &name, &spot.pointer);
    let at = at.named(&name);
    let place = types.len();
    let mut scope = Scope::with_reserved(&["Unknown"], "the variant for values that fit no other");
    let mut variants: Vec<Variant> = Vec::new();
    let mut nullable = false;
    for (index, shape) in shapes.iter().enumerate() {
        let default = variant_name(shape);
        let here = at.shape(index, &default);
        let variant = lowering.renames.apply(&here.pointer, default, name::pascal);
        let typed = types.lower(lowering, shape, &here);
        nullable |= typed.nullable;
        if variants.iter().any(|other| other.kind == typed.kind) {
            continue;
        }
        if let Err(other) = scope.take(&variant, &here.pointer) {
            lowering.collision("variants", &variant, &here.pointer, &other);
        }
        variants.push(Variant {
            name: variant,
            kind: typed.kind,
        });
    }
    let def = types.def(name, spot, schema, Shape::Union(variants));
    Typed {
        kind: types.insert(place, def),
        nullable,
    }
}

/// Names a shape by what sets it apart: its component, its required members, or its JSON type.
fn variant_name(shape: &ReferenceOr<Schema>) -> String {
    let schema = match shape {
        ReferenceOr::Reference { reference } => {
            let wire = reference.rsplit('/').next().unwrap_or(reference);
            return name::pascal(wire);
        }
        ReferenceOr::Item(schema) => schema,
    };
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::Object(object)) if !object.required.is_empty() => {
            object.required.iter().map(|it| name::pascal(it)).collect()
        }
        SchemaKind::Type(SchemaType::Object(_)) => "Object".to_owned(),
        SchemaKind::Type(SchemaType::Array(_)) => "Array".to_owned(),
        SchemaKind::Type(SchemaType::String(_)) => "Text".to_owned(),
        SchemaKind::Type(SchemaType::Integer(_)) => "Integer".to_owned(),
        SchemaKind::Type(SchemaType::Number(_)) => "Number".to_owned(),
        SchemaKind::Type(SchemaType::Boolean(_)) => "Boolean".to_owned(),
        _ => "Any".to_owned(),
    }
}
