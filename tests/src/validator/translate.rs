//! Translates OpenAPI 3.0 schemas to JSON Schema: `nullable` becomes a type, `oneOf` becomes `anyOf`, and references
//! lead to `$defs`.

use serde_json::{Map, Value as Json, json};

use crate::description::Description;

/// Translates a schema of the description to a self-contained JSON Schema, with or without the bounds of values.
pub(crate) fn translate(api: &Description, schema: &Json, has_bounds: bool) -> Json {
    let mut translation = Translation {
        has_bounds,
        reached: Vec::new(),
        done: Map::new(),
    };
    let mut top = translation.schema(schema, false);
    while let Some((reference, nullable)) = translation.reached.pop() {
        let name = name(&reference, nullable);
        if !translation.done.contains_key(&name) {
            translation.done.insert(name.clone(), Json::Null);
            let target = json!({"$ref": reference});
            let target = translation.schema(api.follow(&target), nullable);
            translation.done.insert(name, target);
        }
    }
    if let Some(top) = top.as_object_mut() {
        top.insert("$defs".to_owned(), Json::Object(translation.done));
    }
    top
}

/// The custom keyword that requires an `f64` to represent a number exactly. All other numbers are drift.
pub(super) const HELD_BY_FLOAT: &str = "x-held-by-float";

struct Translation {
    /// Whether lengths, ranges and patterns are checked.
    has_bounds: bool,
    /// The references that were found. Each has a flag: whether `null` is allowed in addition to the target.
    reached: Vec<(String, bool)>,
    done: Map<String, Json>,
}

fn name(reference: &str, nullable: bool) -> String {
    let name = reference.trim_start_matches("#/").replace('/', ".");
    name + if nullable { ".or-null" } else { "" }
}

impl Translation {
    /// Translates a schema. `nullable` tells whether `null` is allowed in addition.
    fn schema(&mut self, schema: &Json, nullable: bool) -> Json {
        if let Some(reference) = schema.get("$ref").and_then(Json::as_str) {
            // OpenAPI 3.0 ignores siblings of a reference. Only `nullable` is respected.
            let nullable = nullable || schema.get("nullable") == Some(&Json::Bool(true));
            self.reached.push((reference.to_owned(), nullable));
            return json!({"$ref": format!("#/$defs/{}", name(reference, nullable))});
        }
        let nullable = nullable || schema.get("nullable") == Some(&Json::Bool(true));
        let mut to = Map::new();
        let kind = kind(schema);
        if let Some(kind) = kind {
            let all = if nullable {
                json!([kind, "null"])
            } else {
                json!(kind)
            };
            to.insert("type".to_owned(), all);
        }
        if let Some(values) = schema.get("enum").and_then(Json::as_array) {
            let null = nullable.then_some(Json::Null);
            to.insert(
                "enum".to_owned(),
                values.iter().cloned().chain(null).collect(),
            );
        }
        if let Some(format @ ("date-time" | "date")) = schema.get("format").and_then(Json::as_str)
            && kind == Some("string")
        {
            to.insert("format".to_owned(), json!(format));
        }
        if self.has_bounds {
            bound(schema, &mut to);
        } else if kind == Some("number") {
            to.insert(HELD_BY_FLOAT.to_owned(), Json::Bool(true));
        }
        self.members(schema, &mut to);
        if let Some(items) = schema.get("items") {
            to.insert("items".to_owned(), self.schema(items, false));
        }
        if let Some(parts) = schema.get("allOf").and_then(Json::as_array) {
            let parts = parts.iter().map(|it| self.schema(it, nullable));
            to.insert("allOf".to_owned(), parts.collect());
        }
        self.union(schema, nullable, &mut to);
        Json::Object(to)
    }

    fn members(&mut self, schema: &Json, to: &mut Map<String, Json>) {
        if let Some(members) = schema.get("properties").and_then(Json::as_object) {
            let members = members.iter();
            let members = members.map(|(name, it)| (name.clone(), self.schema(it, false)));
            to.insert("properties".to_owned(), Json::Object(members.collect()));
        }
        if let Some(names) = schema.get("required") {
            to.insert("required".to_owned(), names.clone());
        }
        if let Some(others) = schema.get("additionalProperties")
            && others.is_object()
        {
            let others = self.schema(others, false);
            to.insert("additionalProperties".to_owned(), others);
        }
    }

    /// A value matches a union if it matches at least one variant. A decoder accepts a value that matches two.
    fn union(&mut self, schema: &Json, nullable: bool, to: &mut Map<String, Json>) {
        for keyword in ["oneOf", "anyOf"] {
            let Some(shapes) = schema.get(keyword).and_then(Json::as_array) else {
                continue;
            };
            // Schemas that only combine required properties are ignored. No type represents them, so the server checks
            // them.
            if !self.has_bounds && shapes.iter().all(only_requires) {
                continue;
            }
            let only = shapes.len() == 1;
            let shapes: Vec<Json> = shapes
                .iter()
                .map(|it| self.schema(it, nullable && only))
                .chain((nullable && !only).then(|| json!({"type": "null"})))
                .collect();
            let keyword = if only { "allOf" } else { "anyOf" };
            match to.get_mut(keyword).and_then(Json::as_array_mut) {
                Some(all) => all.extend(shapes),
                None => {
                    to.insert(keyword.to_owned(), Json::Array(shapes));
                }
            }
        }
    }
}

/// Copies the bounds of values. An exclusive bound is a number in JSON Schema.
fn bound(schema: &Json, to: &mut Map<String, Json>) {
    for keyword in BOUNDS {
        if let Some(value) = schema.get(keyword) {
            to.insert((*keyword).to_owned(), value.clone());
        }
    }
    for (keyword, end) in [
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ] {
        if schema.get(keyword) == Some(&Json::Bool(true))
            && let Some(value) = to.remove(end)
        {
            to.insert(keyword.to_owned(), value);
        }
    }
    if schema.get("additionalProperties") == Some(&Json::Bool(false)) {
        to.insert("additionalProperties".to_owned(), Json::Bool(false));
    }
}

/// The keywords of bounds that have the same meaning in JSON Schema.
const BOUNDS: &[&str] = &[
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "pattern",
    "uniqueItems",
];

/// Returns whether a schema only lists required properties.
fn only_requires(schema: &Json) -> bool {
    let known = ["required", "type", "title", "description"];
    let members = schema.as_object();
    members.is_some_and(|it| {
        it.contains_key("required") && it.keys().all(|name| known.contains(&name.as_str()))
    })
}

/// Returns the JSON type of a schema. Keywords other than `type` may imply the type.
pub(crate) fn kind(schema: &Json) -> Option<&str> {
    let implied = |keyword: &str, kind: &'static str| schema.get(keyword).map(|_| kind);
    schema
        .get("type")
        .and_then(Json::as_str)
        .or_else(|| implied("properties", "object"))
        .or_else(|| implied("items", "array"))
}
