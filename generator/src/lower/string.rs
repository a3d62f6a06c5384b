//! String enums.

use openapiv3::{AnySchema, Schema};
use serde_json::Value as Json;

use super::Lowering;
use super::schema::{Typed, Types};
use super::spot::Spot;
use crate::api::{EnumValue, Shape, Type};
use crate::name::{self, Scope};

/// Lowers an enum of these values, of which `None` is `null`.
pub(super) fn lower(
    types: &mut Types<'_>,
    lowering: &mut Lowering<'_>,
    schema: &Schema,
    enumeration: &[Option<String>],
    spot: &Spot,
) -> Typed {
    let name = types.name_of(lowering, spot);
    types.take_name(lowering, &name, &spot.pointer);
    let mut scope = Scope::with_reserved(&["Unknown"], "the variant for unknown values");
    let mut values: Vec<EnumValue> = Vec::new();
    for (index, wire) in enumeration.iter().enumerate() {
        let Some(wire) = wire else {
            continue;
        };
        if values.iter().any(|value| value.wire == *wire) {
            continue;
        }
        let pointer = format!("{}/enum/{index}", spot.pointer);
        // `Unknown` is for the values that the description does not have.
        let default = match name::pascal(wire) {
            it if it == "Unknown" => "UnknownValue".to_owned(),
            it => it,
        };
        let variant = lowering.renames.apply(&pointer, default, name::pascal);
        if let Err(other) = scope.take(&variant, &pointer) {
            lowering.collision("values", &variant, &pointer, &other);
        }
        values.push(EnumValue {
            wire: wire.clone(),
            name: variant,
        });
    }
    let def = types.def(name, spot, schema, Shape::Enum(values));
    Typed {
        kind: types.insert(types.len(), def),
        nullable: enumeration.contains(&None),
    }
}

/// Lowers an enum that does not say of what: its values tell.
pub(super) fn untyped(
    types: &mut Types<'_>,
    lowering: &mut Lowering<'_>,
    schema: &Schema,
    any: &AnySchema,
    spot: &Spot,
) -> Typed {
    let nullable = any.enumeration.iter().any(Json::is_null);
    let all = |is: fn(&Json) -> bool| {
        let mut values = any.enumeration.iter().filter(|it| !it.is_null());
        values.all(is)
    };
    if all(Json::is_string) {
        let text = |value: &Json| value.as_str().map(str::to_owned);
        let values: Vec<_> = any.enumeration.iter().map(text).collect();
        return lower(types, lowering, schema, &values, spot);
    }
    let kind = if all(Json::is_boolean) {
        Type::Bool
    } else if all(|it| it.is_i64()) {
        Type::Int
    } else if all(Json::is_number) {
        Type::Float
    } else {
        Type::Json
    };
    Typed { kind, nullable }
}
