//! Lowers string enums.

use openapiv3::{AnySchema, Schema};
use serde_json::Value as Json;

use super::location::Location;
use super::types::{Typed, Types};
use crate::api::{EnumValue, Shape, Type};

/// Lowers an enum of these values, where `None` is `null`.
pub(super) fn lower(
    types: &mut Types,
    schema: &Schema,
    enumeration: &[Option<String>],
    location: &Location,
) -> Typed {
    let number = types.begin(location);
    let mut values: Vec<EnumValue> = Vec::new();
    for (number, wire) in enumeration.iter().enumerate() {
        let Some(wire) = wire else {
            continue;
        };
        if !values.iter().any(|value| value.wire == *wire) {
            values.push(EnumValue {
                wire: wire.clone(),
                number,
            });
        }
    }
    Typed {
        kind: types.end(number, location, schema, Shape::Enum(values)),
        nullable: enumeration.contains(&None),
    }
}

/// Lowers an enum without a type. The values determine the type.
pub(super) fn untyped(
    types: &mut Types,
    schema: &Schema,
    any: &AnySchema,
    location: &Location,
) -> Typed {
    let nullable = any.enumeration.iter().any(Json::is_null);
    let all = |is: fn(&Json) -> bool| {
        let mut values = any.enumeration.iter().filter(|it| !it.is_null());
        values.all(is)
    };
    if all(Json::is_string) {
        let text = |value: &Json| value.as_str().map(str::to_owned);
        let values: Vec<_> = any.enumeration.iter().map(text).collect();
        return lower(types, schema, &values, location);
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
