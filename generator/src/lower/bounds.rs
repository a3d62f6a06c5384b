//! What a schema says of values beyond their type: lengths, ranges, patterns, formats.

use openapiv3::{
    ArrayType, IntegerType, NumberType, ObjectType, Schema, SchemaKind, StringType, Type,
    VariantOrUnknownOrEmpty,
};
use serde::Serialize;

use crate::model::Bound;

/// Returns what a schema says of values beyond their type.
pub(super) fn of(schema: &Schema) -> Vec<Bound> {
    let mut bounds = Bounds::default();
    match &schema.schema_kind {
        SchemaKind::Type(Type::String(it)) => bounds.of_string(it),
        SchemaKind::Type(Type::Number(it)) => bounds.of_number(it),
        SchemaKind::Type(Type::Integer(it)) => bounds.of_integer(it),
        SchemaKind::Type(Type::Array(it)) => bounds.of_array(it),
        SchemaKind::Type(Type::Object(it)) => bounds.of_object(it),
        _ => {}
    }
    bounds.0
}

#[derive(Default)]
struct Bounds(Vec<Bound>);

impl Bounds {
    fn of_string(&mut self, it: &StringType) {
        self.format(&it.format);
        self.add("minLength", it.min_length);
        self.add("maxLength", it.max_length);
        self.add("pattern", it.pattern.as_ref());
    }

    fn of_number(&mut self, it: &NumberType) {
        self.format(&it.format);
        self.add("minimum", it.minimum);
        self.add("exclusiveMinimum", it.exclusive_minimum.then_some(true));
        self.add("maximum", it.maximum);
        self.add("exclusiveMaximum", it.exclusive_maximum.then_some(true));
        self.add("multipleOf", it.multiple_of);
    }

    fn of_integer(&mut self, it: &IntegerType) {
        self.format(&it.format);
        self.add("minimum", it.minimum);
        self.add("exclusiveMinimum", it.exclusive_minimum.then_some(true));
        self.add("maximum", it.maximum);
        self.add("exclusiveMaximum", it.exclusive_maximum.then_some(true));
        self.add("multipleOf", it.multiple_of);
    }

    fn of_array(&mut self, it: &ArrayType) {
        self.add("minItems", it.min_items);
        self.add("maxItems", it.max_items);
        self.add("uniqueItems", it.unique_items.then_some(true));
    }

    fn of_object(&mut self, it: &ObjectType) {
        self.add("minProperties", it.min_properties);
        self.add("maxProperties", it.max_properties);
    }

    fn format<T: Serialize>(&mut self, format: &VariantOrUnknownOrEmpty<T>) {
        match format {
            VariantOrUnknownOrEmpty::Item(it) => self.add("format", Some(it)),
            VariantOrUnknownOrEmpty::Unknown(it) => self.add("format", Some(it)),
            VariantOrUnknownOrEmpty::Empty => {}
        }
    }

    fn add(&mut self, keyword: &'static str, value: Option<impl Serialize>) {
        let value = value.and_then(|it| serde_json::to_string(&it).ok());
        self.0.extend(value.map(|value| Bound { keyword, value }));
    }
}
