//! Expands a schema into its alternatives. Each alternative is one plain schema: `allOf` is merged, and `oneOf` and
//! `anyOf` are split.

use std::borrow::Cow;

use serde_json::{Map, Value as Json, json};

use crate::description::Description;

/// Returns the alternatives of a schema. The top level of an alternative contains no references, `allOf`, `oneOf` or
/// `anyOf`.
pub fn shapes<'a>(api: &'a Description, schema: &'a Json) -> Vec<Cow<'a, Json>> {
    let has_null = is_nullable(schema);
    let plain = api.follow(schema);
    let has_parts = COMBINED.iter().any(|it| plain.get(it).is_some());
    if !has_parts && has_null == is_nullable(plain) {
        return vec![Cow::Borrowed(plain)];
    }
    let mut top = plain.as_object().cloned().unwrap_or_default();
    top.retain(|keyword, _| !COMBINED.contains(&keyword.as_str()));
    if has_null {
        top.insert("nullable".to_owned(), Json::Bool(true));
    }
    let mut all = vec![top];
    for keyword in COMBINED {
        let Some(parts) = plain.get(keyword).and_then(Json::as_array) else {
            continue;
        };
        let parts = parts.iter().map(|part| shapes(api, part));
        if *keyword == "allOf" {
            for part in parts {
                all = crossed(&all, &part, false);
            }
        } else {
            all = crossed(&all, &parts.flatten().collect::<Vec<_>>(), true);
        }
    }
    all.into_iter()
        .map(|it| Cow::Owned(Json::Object(it)))
        .collect()
}

/// The keywords that combine schemas.
const COMBINED: &[&str] = &["allOf", "oneOf", "anyOf"];

/// Returns whether a schema allows `null`.
pub fn is_nullable(schema: &Json) -> bool {
    schema.get("nullable") == Some(&Json::Bool(true))
}

/// Returns whether a schema has any constraint.
pub fn says_anything(shape: &Json) -> bool {
    ["type", "enum", "properties", "items"]
        .iter()
        .any(|keyword| shape.get(keyword).is_some())
}

/// Returns the names of the required properties.
pub fn required(shape: &Json) -> impl Iterator<Item = &str> {
    let names = shape.get("required").and_then(Json::as_array);
    names.into_iter().flatten().filter_map(Json::as_str)
}

fn crossed(
    all: &[Map<String, Json>],
    parts: &[Cow<'_, Json>],
    is_union: bool,
) -> Vec<Map<String, Json>> {
    let pairs = all
        .iter()
        .flat_map(|it| parts.iter().map(move |part| (it, part)));
    pairs
        .map(|(it, part)| {
            let mut merged = it.clone();
            // In a union, one alternative that allows `null` is sufficient. In an `allOf`, all parts must allow it.
            let has_null = is_nullable(part) && is_union && !it.contains_key("type");
            for (keyword, value) in part.as_object().into_iter().flatten() {
                merge(&mut merged, keyword, value);
            }
            if has_null {
                merged.insert("nullable".to_owned(), Json::Bool(true));
            }
            merged
        })
        .collect()
}

fn merge(to: &mut Map<String, Json>, keyword: &str, value: &Json) {
    match (keyword, to.get_mut(keyword), value) {
        ("nullable", ..) => {}
        ("properties", Some(Json::Object(members)), Json::Object(more)) => {
            for (name, schema) in more {
                let both = match members.get(name) {
                    Some(before) if before != schema => json!({"allOf": [before, schema]}),
                    _ => schema.clone(),
                };
                members.insert(name.clone(), both);
            }
        }
        ("required", Some(Json::Array(names)), Json::Array(more)) => {
            for name in more
                .iter()
                .filter(|it| !names.contains(it))
                .cloned()
                .collect::<Vec<_>>()
            {
                names.push(name);
            }
        }
        ("enum", Some(Json::Array(values)), Json::Array(more)) => {
            values.retain(|it| more.contains(it));
        }
        (_, None, value) => {
            to.insert(keyword.to_owned(), value.clone());
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::shapes;
    use crate::description::Description;

    #[test]
    fn merges_all_of_and_splits_one_of() {
        let api = Description::of(json!({"components": {"schemas": {
            "a": {"type": "object", "required": ["x"], "properties": {"x": {"type": "string"}}}}}}));
        let schema = json!({"nullable": true, "properties": {"y": {}}, "required": ["y"],
            "allOf": [{"$ref": "#/components/schemas/a"}],
            "anyOf": [{"required": ["z"]}, {"properties": {"z": {}}}]});
        let all: Vec<Json> = shapes(&api, &schema)
            .into_iter()
            .map(std::borrow::Cow::into_owned)
            .collect();
        let properties = json!({"x": {"type": "string"}, "y": {}});
        assert_eq!(all.len(), 2);
        assert_eq!(
            all[0],
            json!({"type": "object", "nullable": true, "required": ["y", "x", "z"],
                "properties": properties})
        );
        assert_eq!(all[1]["properties"]["z"], json!({}));
        assert_eq!(all[1]["required"], json!(["y", "x"]));
    }
}
