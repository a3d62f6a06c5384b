//! The JSON type of a schema's values, if the schema declares it.

use std::borrow::Borrow;

use openapiv3::{ReferenceOr, Schema, SchemaKind, Type as SchemaType};

use super::context::Lowering;

/// The maximum depth of nested schemas, since schemas may be recursive.
const DEEPEST: usize = 16;

/// A JSON type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Object,
    Array,
    String,
    Number,
    Boolean,
}

/// Returns the JSON type of a schema's values. Returns `None` for a union, or if the type is not declared.
pub(super) fn of(
    lowering: &Lowering<'_>,
    schema: &ReferenceOr<impl Borrow<Schema>>,
) -> Option<Kind> {
    at(lowering, schema, 0)
}

/// Returns whether a schema allows values that are not objects, because it declares a different type or is a union with
/// such a branch.
pub(super) fn allows_others(
    lowering: &Lowering<'_>,
    schema: &ReferenceOr<impl Borrow<Schema>>,
) -> bool {
    others_at(lowering, schema, 0)
}

fn others_at(
    lowering: &Lowering<'_>,
    schema: &ReferenceOr<impl Borrow<Schema>>,
    depth: usize,
) -> bool {
    if depth > DEEPEST {
        return false;
    }
    if let Some(kind) = at(lowering, schema, depth) {
        return kind != Kind::Object;
    }
    let resolved;
    let schema = match schema {
        ReferenceOr::Item(schema) => schema.borrow(),
        ReferenceOr::Reference { reference } => match lowering.resolver.schema(reference) {
            Ok(found) => {
                resolved = found;
                &*resolved
            }
            Err(_) => return false,
        },
    };
    let branches = match &schema.schema_kind {
        SchemaKind::OneOf { one_of: branches } | SchemaKind::AnyOf { any_of: branches } => branches,
        SchemaKind::Any(any) if !any.one_of.is_empty() => &any.one_of,
        SchemaKind::Any(any) => &any.any_of,
        _ => return false,
    };
    branches.iter().any(|it| others_at(lowering, it, depth + 1))
}

fn at(
    lowering: &Lowering<'_>,
    schema: &ReferenceOr<impl Borrow<Schema>>,
    depth: usize,
) -> Option<Kind> {
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
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::Object(_)) => Some(Kind::Object),
        SchemaKind::Type(SchemaType::Array(_)) => Some(Kind::Array),
        SchemaKind::Type(SchemaType::String(_)) => Some(Kind::String),
        SchemaKind::Type(SchemaType::Integer(_) | SchemaType::Number(_)) => Some(Kind::Number),
        SchemaKind::Type(SchemaType::Boolean(_)) => Some(Kind::Boolean),
        SchemaKind::AllOf { all_of } => all_of.iter().find_map(|it| at(lowering, it, depth + 1)),
        SchemaKind::Any(any) => match any.typ.as_deref() {
            Some("object") => Some(Kind::Object),
            Some("array") => Some(Kind::Array),
            Some("string") => Some(Kind::String),
            Some("integer" | "number") => Some(Kind::Number),
            Some("boolean") => Some(Kind::Boolean),
            _ if !any.properties.is_empty() || any.additional_properties.is_some() => {
                Some(Kind::Object)
            }
            _ => any.all_of.iter().find_map(|it| at(lowering, it, depth + 1)),
        },
        SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. } | SchemaKind::Not { .. } => None,
    }
}
