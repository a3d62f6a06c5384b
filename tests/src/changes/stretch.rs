//! Bodies at the limits of a schema: with maximum or minimum lengths and sizes, with an undeclared property, or with
//! all allowed nulls.

use serde_json::{Map, Value as Json, json};

use crate::description::Description;
use crate::shapes::{is_nullable, shapes};
use crate::validator::translate::kind;

/// The way in which a body is stretched.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Long,
    Short,
    Unknown,
    Null,
}

/// The length of a string without a declared maximum length.
const LONG: usize = 300;

/// The length of a list without a declared maximum length.
const MANY: usize = 10;

/// The value of a number without a declared maximum.
const LARGE: i64 = 1_000_000_000;

/// The name of an undeclared property.
const UNKNOWN: &str = "never heard of";

/// Returns a body stretched in each of these ways. Unions stay unchanged.
pub(super) fn stretched(api: &Description, schema: &Json, body: &Json) -> Vec<Json> {
    let ways = [Way::Long, Way::Short, Way::Unknown, Way::Null].into_iter();
    ways.map(|way| stretch(api, schema, body, way)).collect()
}

fn stretch(api: &Description, schema: &Json, body: &Json, way: Way) -> Json {
    let shapes = shapes(api, schema);
    let [shape] = shapes.as_slice() else {
        return body.clone();
    };
    if way == Way::Null && is_nullable(shape) {
        return Json::Null;
    }
    let number = |keyword: &str| shape.get(keyword).and_then(Json::as_i64);
    let count = |keyword: &str, other: usize| {
        let count = number(keyword).and_then(|it| usize::try_from(it).ok());
        count.unwrap_or(other)
    };
    let is_free = shape.get("enum").is_none() && shape.get("format").is_none();
    match (body, kind(shape), way) {
        (Json::Object(members), _, _) => object(api, shape, members, way),
        (Json::Array(items), _, _) => {
            let item = shape.get("items").unwrap_or(&Json::Null);
            let items = items.iter().map(|it| stretch(api, item, it, way));
            let many = match way {
                Way::Short => count("minItems", 0),
                Way::Long => count("maxItems", MANY),
                Way::Unknown | Way::Null => items.len(),
            };
            items.cycle().take(many.min(LONG)).collect()
        }
        (Json::String(_), Some("string"), Way::Long) if is_free => {
            json!("x".repeat(count("maxLength", LONG)))
        }
        (Json::String(_), Some("string"), Way::Short) if is_free => {
            json!("x".repeat(count("minLength", 0)))
        }
        (Json::Number(_), Some("integer" | "number"), Way::Long) if is_free => {
            json!(number("maximum").unwrap_or(LARGE))
        }
        (Json::Number(_), Some("integer" | "number"), Way::Short) if is_free => {
            json!(number("minimum").unwrap_or(-LARGE))
        }
        _ => body.clone(),
    }
}

fn object(api: &Description, shape: &Json, members: &Map<String, Json>, way: Way) -> Json {
    let declared = |name: &str| shape.get("properties").and_then(|it| it.get(name));
    let others = shape.get("additionalProperties");
    let schema = |name: &str| declared(name).or(others.filter(|it| it.is_object()));
    let stretched = |(name, value): (&String, &Json)| {
        let value = match schema(name) {
            Some(schema) => stretch(api, schema, value, way),
            None => value.clone(),
        };
        (name.clone(), value)
    };
    let mut object: Map<String, Json> = members.iter().map(stretched).collect();
    if way == Way::Unknown && matches!(others, None | Some(Json::Bool(true))) {
        object.insert(UNKNOWN.to_owned(), json!([{"a": 1}]));
    }
    Json::Object(object)
}
