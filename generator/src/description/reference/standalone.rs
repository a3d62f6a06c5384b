//! Checks deeply nested schemas one by one, without their inner schemas. openapiv3 retries each level of an invalid
//! schema in several ways. So an error at a depth of twenty would take minutes.

use openapiv3::{ReferenceOr, Schema};
use serde_json::{Map, Value as Json};

use crate::description::pointer::escape;

/// The nesting depth up to which a text is parsed fast enough without this check.
const SHALLOW: usize = 12;

/// An invalid schema.
#[derive(Debug)]
pub(crate) struct Unreadable {
    /// The JSON pointer, from the root of the text.
    pub(crate) pointer: String,
    /// The reason why the schema is invalid.
    pub(crate) error: serde_json::Error,
}

/// Returns the first invalid schema in a deeply nested text. The text is itself a schema, or contains schemas under
/// `schema`.
pub(crate) fn unreadable(raw: &str, is_schema: bool) -> Option<Unreadable> {
    if depth(raw) <= SHALLOW {
        return None;
    }
    // Invalid JSON is refused when the text is parsed.
    let value: Json = serde_json::from_str(raw).ok()?;
    if is_schema {
        return in_schema(value, String::new());
    }
    around_schemas(value, "")
}

/// Returns the nesting depth of brackets, including those in strings.
fn depth(raw: &str) -> usize {
    let mut open = 0_usize;
    let mut most = 0;
    for byte in raw.bytes() {
        match byte {
            b'{' | b'[' => open += 1,
            b'}' | b']' => open = open.saturating_sub(1),
            _ => continue,
        }
        most = most.max(open);
    }
    most
}

fn around_schemas(value: Json, pointer: &str) -> Option<Unreadable> {
    let parts: Vec<(String, Json)> = match value {
        Json::Array(items) => numbered(items).collect(),
        Json::Object(members) => members.into_iter().collect(),
        _ => Vec::new(),
    };
    parts.into_iter().find_map(|(key, part)| {
        let here = format!("{pointer}/{}", escape(&key));
        match key.as_str() {
            "schema" => in_schema(part, here),
            "example" | "examples" => None,
            key if key.starts_with("x-") => None,
            _ => around_schemas(part, &here),
        }
    })
}

fn in_schema(mut schema: Json, pointer: String) -> Option<Unreadable> {
    let within = schema.as_object_mut().map(take_schemas);
    let deeper = within.into_iter().flatten().find_map(|(step, schema)| {
        let here = format!("{pointer}/{step}");
        in_schema(schema, here)
    });
    if deeper.is_some() || serde_json::from_value::<ReferenceOr<Schema>>(schema.clone()).is_ok() {
        return deeper;
    }
    // Reports the error of the variant, since the error of an untagged type says only that no variant matches.
    let error = serde_json::from_value::<Schema>(schema).err()?;
    Some(Unreadable { pointer, error })
}

/// Replaces the inner schemas by schemas that accept any value, and returns the inner schemas.
fn take_schemas(schema: &mut Map<String, Json>) -> Vec<(String, Json)> {
    let empty = || Json::Object(Map::new());
    let mut taken = Vec::new();
    for (keyword, value) in schema.iter_mut() {
        match (keyword.as_str(), value) {
            ("items" | "not" | "additionalProperties", value @ Json::Object(_)) => {
                taken.push((keyword.clone(), std::mem::replace(value, empty())));
            }
            ("properties", Json::Object(members)) => {
                for (name, member) in members {
                    let step = format!("properties/{}", escape(name));
                    taken.push((step, std::mem::replace(member, empty())));
                }
            }
            ("oneOf" | "anyOf" | "allOf", Json::Array(shapes)) => {
                for (index, shape) in shapes.iter_mut().enumerate() {
                    let step = format!("{keyword}/{index}");
                    taken.push((step, std::mem::replace(shape, empty())));
                }
            }
            _ => {}
        }
    }
    taken
}

fn numbered(items: Vec<Json>) -> impl Iterator<Item = (String, Json)> {
    let steps = items.into_iter().enumerate();
    steps.map(|(index, item)| (index.to_string(), item))
}

#[cfg(test)]
mod tests {
    use super::unreadable;

    #[test]
    fn an_invalid_schema_at_the_bottom_is_found() {
        let deep = |bottom: &str| {
            let open = "{\"type\":\"object\",\"properties\":{\"a/b\":";
            open.repeat(30) + bottom + &"}}".repeat(30)
        };
        assert!(unreadable(&deep("{\"type\":\"string\"}"), true).is_none());
        let found = unreadable(&deep("{\"type\":5}"), true).unwrap();
        assert_eq!(found.pointer, "/properties/a~1b".repeat(30));
        let operation = format!("{{\"content\":{{\"schema\":{}}}}}", deep("5"));
        let found = unreadable(&operation, false).unwrap();
        assert!(found.pointer.starts_with("/content/schema/properties/"));
        assert!(unreadable(&operation.replace("schema", "example"), false).is_none());
    }
}
