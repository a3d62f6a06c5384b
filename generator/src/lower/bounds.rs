//! Lowers the constraints that types do not express: lengths, ranges, patterns, formats, and allowed values.

use std::borrow::Borrow;

use openapiv3::{
    AdditionalProperties, ReferenceOr, Schema, SchemaKind, Type, VariantOrUnknownOrEmpty,
};
use serde::Serialize;
use serde_json::Value as Json;

use crate::api::Bound;

/// Returns the constraints of a schema.
pub(super) fn of(schema: &Schema) -> Vec<Bound> {
    let mut bounds = Bounds::default();
    bounds.of_schema(schema, "");
    bounds.found
}

/// Returns the constraints of an inline schema. A referenced schema has its own.
pub(super) fn of_inline<T: Borrow<Schema>>(schema: &ReferenceOr<T>) -> Vec<Bound> {
    schema
        .as_item()
        .map(|it| of(it.borrow()))
        .unwrap_or_default()
}

#[derive(Default)]
struct Bounds {
    found: Vec<Bound>,
    /// The prefix of the constraint keywords, such as `items.`; empty for the whole value.
    of: String,
}

impl Bounds {
    fn of_schema(&mut self, schema: &Schema, part: &str) {
        self.of.push_str(part);
        match &schema.schema_kind {
            SchemaKind::Type(Type::String(it)) => {
                self.format(&it.format);
                self.add("minLength", it.min_length);
                self.add("maxLength", it.max_length);
                self.add("pattern", it.pattern.as_ref());
            }
            SchemaKind::Type(Type::Number(it)) => {
                self.format(&it.format);
                self.range(it.minimum, it.maximum, it.multiple_of);
                self.open(it.exclusive_minimum, it.exclusive_maximum);
                self.values(&it.enumeration);
            }
            SchemaKind::Type(Type::Boolean(it)) => self.values(&it.enumeration),
            SchemaKind::Type(Type::Integer(it)) => {
                self.format(&it.format);
                self.range(it.minimum, it.maximum, it.multiple_of);
                self.open(it.exclusive_minimum, it.exclusive_maximum);
                self.values(&it.enumeration);
            }
            SchemaKind::Type(Type::Array(it)) => {
                self.add("minItems", it.min_items);
                self.add("maxItems", it.max_items);
                self.add("uniqueItems", it.unique_items.then_some(true));
                if let Some(ReferenceOr::Item(item)) = &it.items {
                    self.of_schema(item, "items.");
                }
            }
            SchemaKind::Type(Type::Object(it)) => {
                self.add("minProperties", it.min_properties);
                self.add("maxProperties", it.max_properties);
                self.of_values(it.additional_properties.as_ref());
            }
            // All subschemas apply. A referenced subschema has its own constraints.
            SchemaKind::AllOf { all_of } => {
                let here = all_of.iter().filter_map(ReferenceOr::as_item);
                here.for_each(|it| self.of_schema(it, ""));
            }
            SchemaKind::OneOf { one_of: shapes } | SchemaKind::AnyOf { any_of: shapes } => {
                if let [ReferenceOr::Item(only)] = shapes.as_slice() {
                    self.of_schema(only, "");
                }
            }
            SchemaKind::Any(it) => {
                self.add("format", it.format.as_ref());
                self.add("minLength", it.min_length);
                self.add("maxLength", it.max_length);
                self.add("pattern", it.pattern.as_ref());
                self.range(it.minimum, it.maximum, it.multiple_of);
                self.open(
                    it.exclusive_minimum == Some(true),
                    it.exclusive_maximum == Some(true),
                );
                self.add("minItems", it.min_items);
                self.add("maxItems", it.max_items);
                self.add(
                    "uniqueItems",
                    it.unique_items.filter(|is_unique| *is_unique),
                );
                self.add("minProperties", it.min_properties);
                self.add("maxProperties", it.max_properties);
                if let Some(ReferenceOr::Item(item)) = &it.items {
                    self.of_schema(item, "items.");
                }
                self.of_values(it.additional_properties.as_ref());
                // Skips allowed strings, since they are the variants of an enum.
                let mut values = it.enumeration.iter().filter(|it| !it.is_null());
                if !values.all(Json::is_string) {
                    let values: Vec<Option<&Json>> = it.enumeration.iter().map(Some).collect();
                    self.values(&values);
                }
            }
            SchemaKind::Not { .. } => {}
        }
        self.of.truncate(self.of.len() - part.len());
    }

    /// Adds the constraints of additional properties.
    fn of_values(&mut self, additional: Option<&AdditionalProperties>) {
        if let Some(AdditionalProperties::Schema(value)) = additional
            && let ReferenceOr::Item(value) = &**value
        {
            self.of_schema(value, "additionalProperties.");
        }
    }

    /// Adds the allowed values without null, since the type says whether null is allowed.
    fn values(&mut self, values: &[Option<impl Serialize>]) {
        let values = values.iter().flatten().map(serde_json::to_value);
        let values: Vec<Json> = values.filter_map(Result::ok).collect();
        let values: Vec<Json> = values.into_iter().filter(|it| !it.is_null()).collect();
        self.add("enum", Some(values).filter(|it| !it.is_empty()));
    }

    fn range(
        &mut self,
        least: Option<impl Serialize>,
        greatest: Option<impl Serialize>,
        step: Option<impl Serialize>,
    ) {
        self.add("minimum", least);
        self.add("maximum", greatest);
        self.add("multipleOf", step);
    }

    fn open(&mut self, below: bool, above: bool) {
        self.add("exclusiveMinimum", below.then_some(true));
        self.add("exclusiveMaximum", above.then_some(true));
    }

    fn format<T: Serialize>(&mut self, format: &VariantOrUnknownOrEmpty<T>) {
        match format {
            VariantOrUnknownOrEmpty::Item(it) => self.add("format", Some(it)),
            VariantOrUnknownOrEmpty::Unknown(it) => self.add("format", Some(it)),
            VariantOrUnknownOrEmpty::Empty => {}
        }
    }

    fn add(&mut self, keyword: &str, value: Option<impl Serialize>) {
        let keyword = format!("{}{keyword}", self.of);
        let value = value.and_then(|it| serde_json::to_string(&it).ok());
        self.found
            .extend(value.map(|value| Bound { keyword, value }));
    }
}
