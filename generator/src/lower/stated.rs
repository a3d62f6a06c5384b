//! Facts of a schema in addition to its type, also from a referenced schema: default, `readOnly`, `writeOnly`, and
//! nullability.

use std::borrow::Borrow;

use openapiv3::{AnySchema, ReferenceOr, Schema, SchemaData, SchemaKind, Type as SchemaType};
use serde_json::Value as Json;

use super::context::Lowering;
use super::parts::only_requires;

/// The maximum number of followed references, since schemas may be recursive.
const DEEPEST: usize = 16;

/// Returns the server's default, as JSON.
pub(super) fn default(
    lowering: &Lowering<'_>,
    schema: &ReferenceOr<impl Borrow<Schema>>,
) -> Option<String> {
    let stated = |data: &SchemaData| data.default.as_ref().map(Json::to_string);
    find(lowering, schema, &stated, 0)
}

/// Returns whether only the server sets the value.
pub(super) fn is_read_only(
    lowering: &Lowering<'_>,
    schema: &ReferenceOr<impl Borrow<Schema>>,
) -> bool {
    let stated = |data: &SchemaData| data.read_only.then_some(());
    find(lowering, schema, &stated, 0).is_some()
}

/// Returns whether only requests contain the value.
pub(super) fn is_write_only(
    lowering: &Lowering<'_>,
    schema: &ReferenceOr<impl Borrow<Schema>>,
) -> bool {
    let stated = |data: &SchemaData| data.write_only.then_some(());
    find(lowering, schema, &stated, 0).is_some()
}

fn find<T>(
    lowering: &Lowering<'_>,
    schema: &ReferenceOr<impl Borrow<Schema>>,
    stated: &impl Fn(&SchemaData) -> Option<T>,
    depth: usize,
) -> Option<T> {
    if depth > DEEPEST {
        return None;
    }
    let resolved;
    let schema = match schema {
        ReferenceOr::Item(schema) => schema.borrow(),
        ReferenceOr::Reference { reference } => {
            // Ignores errors, because lowering the schema reports them.
            resolved = lowering.resolver.schema(reference).ok()?;
            &*resolved
        }
    };
    stated(&schema.schema_data).or_else(|| match &schema.schema_kind {
        SchemaKind::AllOf { all_of } => all_of
            .iter()
            .find_map(|it| find(lowering, it, stated, depth + 1)),
        _ => None,
    })
}

/// Returns whether a schema, or one of its parts, allows `null`.
pub(super) fn is_nullable(lowering: &Lowering<'_>, schema: &Schema) -> bool {
    may_be_null(lowering, schema, 0)
}

fn may_be_null(lowering: &Lowering<'_>, schema: &Schema, depth: usize) -> bool {
    if schema.schema_data.nullable || depth > DEEPEST {
        return schema.schema_data.nullable;
    }
    let of = |shape: &ReferenceOr<Schema>| match shape {
        ReferenceOr::Item(schema) => may_be_null(lowering, schema, depth + 1),
        ReferenceOr::Reference { reference } => {
            let schema = lowering.resolver.schema(reference);
            schema.is_ok_and(|schema| may_be_null(lowering, &schema, depth + 1))
        }
    };
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::String(it)) => it.enumeration.contains(&None),
        SchemaKind::Type(_) | SchemaKind::Not { .. } => false,
        SchemaKind::OneOf { one_of: shapes } | SchemaKind::AnyOf { any_of: shapes } => {
            shapes.iter().any(of)
        }
        // Several meaningful schemas become one object, which is not null.
        SchemaKind::AllOf { all_of } => {
            let mut telling = all_of.iter().filter(|it| says_something(it));
            let first = telling.next();
            telling.next().is_none() && first.is_some_and(of)
        }
        SchemaKind::Any(any) if !any.enumeration.is_empty() => {
            any.enumeration.iter().any(Json::is_null)
        }
        SchemaKind::Any(any) => {
            let is_union = any.properties.is_empty()
                && any.additional_properties.is_none()
                && any.all_of.is_empty()
                && any.items.is_none();
            let mut shapes = any.one_of.iter().chain(&any.any_of);
            is_union && shapes.any(|it| !only_requires(it) && of(it))
        }
    }
}

/// Returns whether a schema constrains its values.
pub(super) fn says_something(schema: &ReferenceOr<Schema>) -> bool {
    !matches!(schema, ReferenceOr::Item(it) if is_empty(it))
}

/// Returns whether a schema is empty.
fn is_empty(schema: &Schema) -> bool {
    matches!(&schema.schema_kind, SchemaKind::Any(any) if *any == AnySchema::default())
}

/// Returns the only value that a schema allows, if it is a string.
pub(super) fn only_value(schema: &Schema) -> Option<String> {
    let SchemaKind::Type(SchemaType::String(text)) = &schema.schema_kind else {
        return None;
    };
    match text.enumeration.as_slice() {
        [Some(only)] => Some(only.clone()),
        _ => None,
    }
}
