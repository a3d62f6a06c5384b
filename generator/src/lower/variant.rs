//! The names of a union's variants: by what sets the shapes apart, and by nothing outside of the union.

use openapiv3::{
    ObjectType, ReferenceOr, Schema, SchemaKind, StringFormat, StringType, Type as SchemaType,
    VariantOrUnknownOrEmpty,
};

use super::object::only_value;
use super::union::Choice;
use crate::name;

/// A shape's members, each with what kind it is.
type Members<'s> = Vec<(&'s str, String)>;

/// Returns a name for each shape: its own one, and where shapes share that, one that says what only it
/// has.
pub(super) fn names(shapes: &[Choice<'_>]) -> Vec<String> {
    let all: Vec<(String, Members<'_>)> = shapes
        .iter()
        .map(|it| (of(&it.schema), members(&it.schema)))
        .collect();
    let name = |(index, (own, members)): (usize, &(String, Members<'_>))| {
        let others = all.iter().enumerate();
        let alike = others.filter(|(other, (name, _))| *other != index && name == own);
        let alike: Vec<&Members<'_>> = alike.map(|(_, (_, members))| members).collect();
        apart(members, &alike).unwrap_or_else(|| own.clone())
    };
    all.iter().enumerate().map(name).collect()
}

/// Names a shape by the members that others do not have, or, if others have the same ones, by what kind
/// they are of.
fn apart(members: &Members<'_>, others: &[&Members<'_>]) -> Option<String> {
    let has = |other: &Members<'_>, name: &str| other.iter().any(|(it, _)| *it == name);
    let is_same = |other: &&&Members<'_>| {
        other.len() == members.len() && members.iter().all(|(name, _)| has(other, name))
    };
    let name = match others.iter().find(is_same) {
        Some(_) => members
            .iter()
            .map(|(name, kind)| format!("{}{kind}", name::pascal(name)))
            .collect::<String>(),
        None => members
            .iter()
            .filter(|(name, _)| !others.is_empty() && !others.iter().any(|it| has(it, name)))
            .map(|(name, _)| name::pascal(name))
            .collect(),
    };
    (!name.is_empty()).then_some(name)
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

fn members(shape: &ReferenceOr<Schema>) -> Members<'_> {
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
