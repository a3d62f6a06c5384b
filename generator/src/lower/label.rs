//! Describes the subschemas of a union by labels, from which variants are named. A label depends only on the union
//! itself.

use openapiv3::{
    ObjectType, ReferenceOr, Schema, SchemaKind, StringFormat, StringType, Type as SchemaType,
    VariantOrUnknownOrEmpty,
};

use super::choice::Choice;
use super::context::Lowering;
use super::location::Location;
use super::stated::only_value;
use crate::api::Label;

/// Returns the label of a subschema.
pub(super) fn of(lowering: &Lowering<'_>, shape: &Choice<'_>, location: &Location) -> Label {
    let words = match &*shape.schema {
        ReferenceOr::Reference { reference } => {
            let named = component(reference).into_iter();
            named.map(|it| lowering.schema_of(it)).collect()
        }
        ReferenceOr::Item(_) => words(&shape.schema),
    };
    Label {
        pointer: format!("{}/{}", location.pointer, shape.steps),
        words,
        members: members(&shape.schema),
    }
}

/// Returns the words that describe a subschema: its component, title, required properties, or JSON type.
fn words(shape: &ReferenceOr<Schema>) -> Vec<String> {
    let schema = match shape {
        ReferenceOr::Reference { reference } => return component(reference),
        ReferenceOr::Item(schema) => schema,
    };
    if let Some(title) = &schema.schema_data.title
        && !title.trim().is_empty()
    {
        return vec![title.clone()];
    }
    kind(schema)
}

fn kind(schema: &Schema) -> Vec<String> {
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::Object(ObjectType { required, .. })) => object(required),
        SchemaKind::Type(SchemaType::Array(array)) => {
            let item = match &array.items {
                Some(ReferenceOr::Reference { reference }) => component(reference),
                Some(ReferenceOr::Item(item)) => kind(item),
                None => Vec::new(),
            };
            item.into_iter().chain(one("Array")).collect()
        }
        SchemaKind::Type(SchemaType::String(text)) => string(schema, text),
        SchemaKind::Type(SchemaType::Integer(_)) => one("Integer"),
        SchemaKind::Type(SchemaType::Number(_)) => one("Number"),
        SchemaKind::Type(SchemaType::Boolean(_)) => one("Boolean"),
        SchemaKind::AllOf { all_of } => all_of.first().map_or_else(|| one("Any"), words),
        SchemaKind::Any(any) if !any.required.is_empty() => object(&any.required),
        SchemaKind::Any(any) => match any.all_of.first() {
            Some(first) => words(first),
            None if !any.properties.is_empty() => one("Object"),
            None => one("Any"),
        },
        SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. } => one("Union"),
        SchemaKind::Not { .. } => one("Any"),
    }
}

fn one(word: &str) -> Vec<String> {
    vec![word.to_owned()]
}

fn object(required: &[String]) -> Vec<String> {
    match required {
        [] => one("Object"),
        required => required.to_vec(),
    }
}

fn string(schema: &Schema, text: &StringType) -> Vec<String> {
    if let Some(only) = only_value(schema) {
        return vec![only];
    }
    match &text.format {
        VariantOrUnknownOrEmpty::Item(StringFormat::DateTime) => one("DateTime"),
        VariantOrUnknownOrEmpty::Item(StringFormat::Date) => one("Date"),
        _ if text.enumeration.is_empty() => one("Text"),
        _ => one("Value"),
    }
}

fn component(reference: &str) -> Vec<String> {
    one(reference.rsplit('/').next().unwrap_or(reference))
}

/// Returns the properties of a subschema, each with its JSON types.
fn members(shape: &ReferenceOr<Schema>) -> Vec<(String, Vec<String>)> {
    let ReferenceOr::Item(schema) = shape else {
        return Vec::new();
    };
    let properties = match &schema.schema_kind {
        SchemaKind::Type(SchemaType::Object(object)) => &object.properties,
        SchemaKind::Any(any) => &any.properties,
        _ => return Vec::new(),
    };
    let kind = |property: &ReferenceOr<Box<Schema>>| match property {
        ReferenceOr::Item(schema) => kind(schema),
        ReferenceOr::Reference { reference } => component(reference),
    };
    properties
        .iter()
        .map(|(name, it)| (name.clone(), kind(it)))
        .collect()
}
