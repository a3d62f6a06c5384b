//! The names of a union's variants: by what sets the shapes apart, and by nothing outside of the union.

use std::collections::BTreeSet;

use openapiv3::{
    ObjectType, ReferenceOr, Schema, SchemaKind, StringFormat, StringType, Type as SchemaType,
    VariantOrUnknownOrEmpty,
};

use super::object::only_value;
use super::union::Choice;
use crate::name;

/// Returns a name for each shape: its own one, and where shapes share that, one that says what only it
/// has.
pub(super) fn names(shapes: &[Choice<'_>]) -> Vec<String> {
    let own: Vec<String> = shapes.iter().map(|it| of(&it.schema)).collect();
    let members: Vec<Vec<(&str, String)>> = shapes.iter().map(|it| members(&it.schema)).collect();
    let alike = |index: usize| {
        let name = own.get(index);
        let others = own.iter().enumerate();
        let others = others.filter(move |(other, it)| *other != index && Some(*it) == name);
        others.filter_map(|(other, _)| members.get(other))
    };
    let name = |index: usize| {
        let default = own.get(index).cloned().unwrap_or_default();
        let mine = members.get(index).map(Vec::as_slice).unwrap_or_default();
        if alike(index).next().is_none() || mine.is_empty() {
            return default;
        }
        let has = |member: &str| alike(index).any(|it| it.iter().any(|(name, _)| *name == member));
        let alone: BTreeSet<&str> = mine
            .iter()
            .map(|(name, _)| *name)
            .filter(|it| !has(it))
            .collect();
        let same_members = |other: &&Vec<(&str, String)>| {
            other.len() == mine.len()
                && mine
                    .iter()
                    .all(|(it, _)| other.iter().any(|(o, _)| o == it))
        };
        if alike(index).any(|it| same_members(&it)) {
            return mine
                .iter()
                .map(|(name, kind)| format!("{}{kind}", name::pascal(name)))
                .collect();
        }
        let own = mine.iter().filter(|(name, _)| alone.contains(name));
        match own.map(|(name, _)| name::pascal(name)).collect::<String>() {
            it if it.is_empty() => default,
            it => it,
        }
    };
    (0..shapes.len()).map(name).collect()
}

/// Names a shape by what it is: its component, its title, the members that it needs, or its JSON type.
fn of(shape: &ReferenceOr<Schema>) -> String {
    let schema = match shape {
        ReferenceOr::Reference { reference } => return component(reference),
        ReferenceOr::Item(schema) => schema,
    };
    if let Some(title) = &schema.schema_data.title
        && !title.trim().is_empty()
    {
        return name::pascal(title);
    }
    kind(schema)
}

fn kind(schema: &Schema) -> String {
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::Object(ObjectType { required, .. })) => object(required),
        SchemaKind::Type(SchemaType::Array(array)) => match &array.items {
            Some(ReferenceOr::Reference { reference }) => format!("{}Array", component(reference)),
            Some(ReferenceOr::Item(item)) => format!("{}Array", kind(item)),
            None => "Array".to_owned(),
        },
        SchemaKind::Type(SchemaType::String(text)) => string(schema, text),
        SchemaKind::Type(SchemaType::Integer(_)) => "Integer".to_owned(),
        SchemaKind::Type(SchemaType::Number(_)) => "Number".to_owned(),
        SchemaKind::Type(SchemaType::Boolean(_)) => "Boolean".to_owned(),
        SchemaKind::AllOf { all_of } => all_of.first().map_or_else(|| "Any".to_owned(), of),
        SchemaKind::Any(any) if !any.required.is_empty() => object(&any.required),
        SchemaKind::Any(any) => match any.all_of.first() {
            Some(first) => of(first),
            None if !any.properties.is_empty() => "Object".to_owned(),
            None => "Any".to_owned(),
        },
        SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. } => "Union".to_owned(),
        SchemaKind::Not { .. } => "Any".to_owned(),
    }
}

fn object(required: &[String]) -> String {
    match required
        .iter()
        .map(|it| name::pascal(it))
        .collect::<String>()
    {
        it if it.is_empty() => "Object".to_owned(),
        it => it,
    }
}

fn string(schema: &Schema, text: &StringType) -> String {
    if let Some(only) = only_value(schema) {
        return name::pascal(&only);
    }
    match &text.format {
        VariantOrUnknownOrEmpty::Item(StringFormat::DateTime) => "DateTime".to_owned(),
        VariantOrUnknownOrEmpty::Item(StringFormat::Date) => "Date".to_owned(),
        _ if text.enumeration.is_empty() => "Text".to_owned(),
        _ => "Value".to_owned(),
    }
}

fn component(reference: &str) -> String {
    name::pascal(reference.rsplit('/').next().unwrap_or(reference))
}

/// Returns a shape's members, each with what kind it is.
fn members(shape: &ReferenceOr<Schema>) -> Vec<(&str, String)> {
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
        .map(|(name, it)| (name.as_str(), kind(it)))
        .collect()
}
