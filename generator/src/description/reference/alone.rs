//! Deep schemas, each held against its type without those in it: openapiv3 tries a schema that fits
//! nothing in several ways at each level around it, so that one at the bottom of twenty takes minutes.

use openapiv3::{ReferenceOr, Schema};
use serde_json::{Map, Value as Json};

use super::key::escape;

/// How deep a text may be nested before it is looked at: what is less deep is read soon enough.
const SHALLOW: usize = 12;

/// A schema that is none.
#[derive(Debug)]
pub(crate) struct Unreadable {
    /// Where it stands: a JSON pointer from the text's top.
    pub(crate) pointer: String,
    /// Why.
    pub(crate) error: serde_json::Error,
}

/// Returns a schema in a deep text that cannot be one; the text is a schema itself or holds schemas
/// under `schema`.
pub(crate) fn unreadable(raw: &str, is_schema: bool) -> Option<Unreadable> {
    if depth(raw) <= SHALLOW {
        return None;
    }
    // What is no JSON, or too deep, is refused by whoever reads it.
    let value: Json = serde_json::from_str(raw).ok()?;
    if is_schema {
        return in_schema(value, String::new());
    }
    around_schemas(value, "")
}

/// Returns how deep brackets are nested, those in strings included.
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
    // An untagged type says only that nothing fits; the type itself says what is wrong.
    let error = serde_json::from_value::<Schema>(schema).err()?;
    Some(Unreadable { pointer, error })
}

/// Takes the schemas out of one, and leaves in their places some that fit anything.
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
    fn the_one_at_the_bottom_is_found() {
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
