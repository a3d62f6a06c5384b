//! Lowers schemas to types.

use std::borrow::Borrow;

use openapiv3::{
    AnySchema, ArrayType, ReferenceOr, Schema, SchemaKind, StringFormat, StringType,
    Type as SchemaType, VariantOrUnknownOrEmpty,
};

use super::context::Lowering;
use super::location::Location;
use super::nested::list_of;
use super::parts::{Parts, only_requires};
use super::types::{Typed, Types};
use super::{kind, object, stated, string, union};
use crate::api::{Named, Shape, Type, TypeDef};
use crate::report::quoted;

/// Lowers a schema at a location.
pub(super) fn lower(
    types: &mut Types,
    lowering: &mut Lowering<'_>,
    schema: &ReferenceOr<impl Borrow<Schema>>,
    location: &Location,
) -> Typed {
    match schema {
        ReferenceOr::Reference { reference } => reference_to(lowering, reference),
        ReferenceOr::Item(schema) => inline(types, lowering, schema.borrow(), location),
    }
}

fn inline(
    types: &mut Types,
    lowering: &mut Lowering<'_>,
    schema: &Schema,
    location: &Location,
) -> Typed {
    let typed = match &schema.schema_kind {
        SchemaKind::Type(SchemaType::Boolean(_)) => Typed::plain(Type::Bool),
        SchemaKind::Type(SchemaType::Integer(it)) => Typed::plain(match &it.format {
            VariantOrUnknownOrEmpty::Unknown(format) => integer(format),
            VariantOrUnknownOrEmpty::Item(_) | VariantOrUnknownOrEmpty::Empty => Type::Int,
        }),
        SchemaKind::Type(SchemaType::Number(_)) => Typed::plain(Type::Float),
        SchemaKind::Type(SchemaType::String(it)) => text(types, schema, it, location),
        SchemaKind::Type(SchemaType::Array(array)) => list(types, lowering, array, location),
        SchemaKind::Type(SchemaType::Object(source)) => {
            let parts = Parts::of(source, location);
            object::lower(types, lowering, schema, parts, location)
        }
        SchemaKind::OneOf { one_of } => {
            union::lower(types, lowering, schema, one_of, "oneOf", location)
        }
        SchemaKind::AnyOf { any_of } => {
            union::lower(types, lowering, schema, any_of, "anyOf", location)
        }
        SchemaKind::AllOf { all_of } => all(types, lowering, schema, all_of, location),
        // Ignores `not`, which does not determine a type.
        SchemaKind::Not { .. } => Typed::plain(Type::Json),
        SchemaKind::Any(any) => untold(types, lowering, schema, any, location),
    };
    Typed {
        nullable: schema.schema_data.nullable || typed.nullable,
        ..typed
    }
}

fn text(types: &mut Types, schema: &Schema, text: &StringType, location: &Location) -> Typed {
    if !text.enumeration.is_empty() {
        return string::lower(types, schema, &text.enumeration, location);
    }
    Typed::plain(match &text.format {
        VariantOrUnknownOrEmpty::Item(StringFormat::DateTime) => Type::Time,
        VariantOrUnknownOrEmpty::Item(StringFormat::Date) => Type::Date,
        _ => Type::Str,
    })
}

fn list(
    types: &mut Types,
    lowering: &mut Lowering<'_>,
    array: &ArrayType,
    location: &Location,
) -> Typed {
    let item = match &array.items {
        Some(items) => lower(types, lowering, items, &location.item()),
        None => Typed::plain(Type::Json),
    };
    list_of(lowering, item, location)
}

/// Lowers `allOf` to the type of the only meaningful subschema, or to one object with all properties.
fn all(
    types: &mut Types,
    lowering: &mut Lowering<'_>,
    schema: &Schema,
    all_of: &[ReferenceOr<Schema>],
    location: &Location,
) -> Typed {
    let mut telling = all_of
        .iter()
        .enumerate()
        .filter(|(_, it)| stated::says_something(it));
    match (telling.next(), telling.next()) {
        (None, _) => Typed::plain(Type::Json),
        (Some((index, only)), None) => lower(
            types,
            lowering,
            only,
            &location.same(&format!("allOf/{index}")),
        ),
        _ => several(types, lowering, schema, all_of, location),
    }
}

/// Lowers an `allOf` of several meaningful subschemas. Objects are merged. Subschemas of different JSON types become
/// any JSON value. In all other cases, the first subschema with a declared type determines the type.
fn several(
    types: &mut Types,
    lowering: &mut Lowering<'_>,
    schema: &Schema,
    all_of: &[ReferenceOr<Schema>],
    location: &Location,
) -> Typed {
    let kinds: Vec<_> = all_of.iter().map(|it| kind::of(lowering, it)).collect();
    let first = kinds.iter().flatten().next();
    let is_other = |it: &&kind::Kind| Some(*it) != first;
    match first {
        // The type is any JSON, since a value must match all of the unions.
        None if all_of.iter().any(|it| kind::allows_others(lowering, it)) => {
            Typed::plain(Type::Json)
        }
        None | Some(kind::Kind::Object) if !kinds.iter().flatten().any(|it| is_other(&it)) => {
            object::combined(types, lowering, schema, location)
        }
        _ if kinds.iter().flatten().any(|it| is_other(&it)) => Typed::plain(Type::Json),
        _ => {
            let mut telling = all_of.iter().zip(&kinds).enumerate();
            match telling.find(|(_, (_, kind))| kind.is_some()) {
                Some((index, (it, _))) => lower(
                    types,
                    lowering,
                    it,
                    &location.same(&format!("allOf/{index}")),
                ),
                None => Typed::plain(Type::Json),
            }
        }
    }
}

/// Lowers a schema that openapiv3 cannot classify, because it has no type or mixes keywords of several types.
fn untold(
    types: &mut Types,
    lowering: &mut Lowering<'_>,
    schema: &Schema,
    any: &AnySchema,
    location: &Location,
) -> Typed {
    if !any.enumeration.is_empty() {
        return string::untyped(types, schema, any, location);
    }
    match any.typ.as_deref() {
        Some("string") => return Typed::plain(Type::Str),
        Some("integer") => {
            let format = any.format.as_deref().unwrap_or_default();
            return Typed::plain(integer(format));
        }
        Some("number") => return Typed::plain(Type::Float),
        Some("boolean") => return Typed::plain(Type::Bool),
        Some("array" | "object") | None => {}
        Some(other) => {
            let what = format!("{} is not a type in OpenAPI", quoted(other));
            let help = "use one of string, integer, number, boolean, array and object";
            lowering.refuse(what, &format!("{}/type", location.pointer), help);
            return Typed::plain(Type::Json);
        }
    }
    let has_members = !any.properties.is_empty() || any.additional_properties.is_some();
    match (&any.items, any.typ.as_deref()) {
        (Some(items), None | Some("array")) if !has_members => {
            let item = lower(types, lowering, items, &location.item());
            return list_of(lowering, item, location);
        }
        // Ignores `properties`, which does not apply to arrays.
        (Some(items), Some("array")) => {
            let item = lower(types, lowering, items, &location.item());
            return list_of(lowering, item, location);
        }
        // The value may be an object or an array.
        (Some(_), None) => return Typed::plain(Type::Json),
        (None, Some("array")) => return Typed::plain(Type::List(Box::new(Type::Json))),
        // Ignores `items`, which does not apply to objects.
        (_, _) => {}
    }
    let is_other = |it: &ReferenceOr<Schema>| kind::allows_others(lowering, it);
    let is_object = |it: &ReferenceOr<Schema>| kind::of(lowering, it) == Some(kind::Kind::Object);
    let mut choices = any.one_of.iter().chain(&any.any_of).peekable();
    // Ignores `additionalProperties`, which applies only to objects.
    let has_properties = !any.properties.is_empty();
    if !has_properties && choices.peek().is_none() && any.all_of.iter().any(is_other) {
        return all(types, lowering, schema, &any.all_of, location);
    }
    // A union determines the type. The subschemas of an `allOf` without objects only restrict its values.
    let is_union = !has_members && choices.any(is_other) && !any.all_of.iter().any(is_object);
    let only_restricts = |it: &[ReferenceOr<Schema>]| it.iter().all(only_requires);
    if has_members || !any.all_of.is_empty() && !is_union {
        return object::combined(types, lowering, schema, location);
    }
    match (any.one_of.as_slice(), any.any_of.as_slice()) {
        (one_of, any_of) if only_restricts(one_of) && only_restricts(any_of) => {
            match any.typ.as_deref() {
                Some("object") => Typed::plain(Type::Map(Box::new(Type::Json))),
                _ => Typed::plain(Type::Json),
            }
        }
        (one_of, any_of) if only_restricts(any_of) => {
            union::lower(types, lowering, schema, one_of, "oneOf", location)
        }
        (one_of, any_of) if only_restricts(one_of) => {
            union::lower(types, lowering, schema, any_of, "anyOf", location)
        }
        // The type is any JSON, since a value must match both the `oneOf` and the `anyOf`.
        _ => Typed::plain(Type::Json),
    }
}

/// Lowers a component schema, which always becomes a named type.
pub(super) fn component(lowering: &mut Lowering<'_>, wire: &str) -> Vec<TypeDef> {
    let location = Location::component(wire);
    let schema = match lowering.resolver.schema(&location.pointer) {
        Ok(schema) => schema,
        Err(diagnostics) => {
            lowering.diagnostics.extend(diagnostics);
            return Vec::new();
        }
    };
    let mut types = Types::of_component(wire);
    let typed = inline(&mut types, lowering, &schema, &location);
    if types.lacks_own() {
        types.end(0, &location, &schema, Shape::Alias(typed.kind));
    }
    types.into_defs()
}

/// Returns the type of a component schema, which is lowered later.
fn reference_to(lowering: &mut Lowering<'_>, reference: &str) -> Typed {
    let (wire, schema) = match lowering.resolver.schema_name(reference) {
        Ok(found) => found,
        Err(diagnostics) => {
            lowering.diagnostics.extend(diagnostics);
            return Typed::plain(Type::Json);
        }
    };
    let nullable = stated::is_nullable(lowering, &schema);
    let wire = lowering.schema_of(wire);
    lowering.wanted.insert(wire.clone());
    Typed {
        kind: Type::Named(Named::component(wire)),
        nullable,
    }
}

/// Returns the integer type of a format. Only `uint64` exceeds signed 64-bit integers.
fn integer(format: &str) -> Type {
    match format {
        "uint64" => Type::Uint,
        _ => Type::Int,
    }
}
