//! Removes one required property of a union's value. A decoder must report exactly that property, and must not choose a
//! different variant.

use std::collections::BTreeSet;

use serde_json::Value as Json;
use tagsmith_runtime::conformance::Replayed;

use crate::description::Description;
use crate::judge::is_misnamed;
use crate::pointer::{below, is_within};
use crate::shapes::{required, shapes};

/// A required property to remove from a union's value.
#[derive(Clone, Debug)]
pub struct Removal {
    /// The property, as a JSON Pointer.
    pub path: String,
    /// The union's value, as a JSON Pointer.
    pub union: String,
    /// The properties that the value's variant declares.
    declared: BTreeSet<String>,
}

/// How the decoder reported the missing property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// Exactly the missing property was reported.
    Exactly,
    /// A different location was reported, and no data was lost without drift.
    Otherwise,
    /// Nothing was reported, or a different property was lost without drift.
    Lost,
}

impl Removal {
    /// Returns the body without the property.
    pub fn done(&self, body: &Json) -> Option<Json> {
        let mut body = body.clone();
        let member = self.path.strip_prefix(&self.union)?.strip_prefix('/')?;
        let member = member.replace("~1", "/").replace("~0", "~");
        let value = body.pointer_mut(&self.union)?.as_object_mut()?;
        value.remove(&member)?;
        Some(body)
    }

    /// Returns how the decoder reported the missing property.
    pub fn describe(&self, replayed: &Replayed) -> Told {
        let drift = replayed.drift.iter().map(|it| it.path.as_str());
        let drift: Vec<&str> = drift.filter(|it| is_within(it, &self.union)).collect();
        let is_member = |path: &str| {
            let mut members = self.declared.iter();
            members.any(|name| path == below(&self.union, name))
        };
        let mut lost = replayed.unknown.iter().map(String::as_str);
        let is_lost = lost.any(|path| is_member(path) && !drift.contains(&path));
        match drift.as_slice() {
            _ if is_lost => Told::Lost,
            [] => Told::Lost,
            [only] if *only == self.path => Told::Exactly,
            _ => Told::Otherwise,
        }
    }
}

/// Returns every required property of a union's value within a body.
pub fn removals(api: &Description, schema: &Json, body: &Json) -> Vec<Removal> {
    let mut found = Vec::new();
    walk(api, schema, body, "", &mut found);
    found
}

fn walk(api: &Description, schema: &Json, body: &Json, path: &str, found: &mut Vec<Removal>) {
    let all = shapes(api, schema);
    let shape = match all.as_slice() {
        [only] => only.as_ref(),
        several => {
            if is_new(api, schema, body) {
                return;
            }
            let Some(shape) = shape_of(api, several.iter().map(AsRef::as_ref), body) else {
                return;
            };
            add(shape, body, path, found);
            shape
        }
    };
    match body {
        Json::Object(members) => {
            for (name, value) in members {
                let declared = shape.get("properties").and_then(|it| it.get(name));
                let declared = declared.or_else(|| shape.get("additionalProperties"));
                let declared = declared.filter(|it| !is_misnamed(api, it, body, value));
                if let Some(schema) = declared {
                    walk(api, schema, value, &below(path, name), found);
                }
            }
        }
        Json::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                if let Some(schema) = shape.get("items") {
                    walk(api, schema, item, &format!("{path}/{index}"), found);
                }
            }
        }
        _ => {}
    }
}

/// Returns whether a value's discriminator names no variant. If so, the decoder reports only the discriminator.
fn is_new(api: &Description, schema: &Json, value: &Json) -> bool {
    let discriminator = api.follow(schema).get("discriminator");
    let Some((discriminator, mapping)) =
        discriminator.and_then(|it| Some((it, it.get("mapping")?)))
    else {
        return false;
    };
    let member = discriminator.get("propertyName").and_then(Json::as_str);
    let message = member.and_then(|it| value.get(it)?.as_str());
    message.is_some_and(|message| mapping.get(message).is_none())
}

/// Returns the variant that a value satisfies. Of several such variants, returns the variant that declares most of the
/// value's properties.
fn shape_of<'s>(
    api: &Description,
    shapes: impl Iterator<Item = &'s Json>,
    value: &Json,
) -> Option<&'s Json> {
    let satisfied = shapes.filter(|shape| {
        let validator = api.validator(shape);
        validator.is_ok_and(|it| it.departures(value).is_empty())
    });
    let known = |shape: &&Json| {
        let members = value.as_object().into_iter().flatten();
        let declared = shape.get("properties");
        let known = members.filter(|(name, _)| declared.is_some_and(|it| it.get(*name).is_some()));
        known.count()
    };
    satisfied.max_by_key(known)
}

fn add(shape: &Json, value: &Json, path: &str, found: &mut Vec<Removal>) {
    let (Some(members), Some(declared)) = (
        value.as_object(),
        shape.get("properties").and_then(Json::as_object),
    ) else {
        return;
    };
    // Without any other declared property, a decoder cannot recognize the variant.
    if members
        .keys()
        .filter(|it| declared.contains_key(*it))
        .count()
        < 2
    {
        return;
    }
    let names =
        required(shape).filter(|it| members.contains_key(*it) && declared.contains_key(*it));
    found.extend(names.map(|name| Removal {
        path: below(path, name),
        union: path.to_owned(),
        declared: declared.keys().cloned().collect(),
    }));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::removals;
    use crate::description::Description;

    #[test]
    fn the_required_properties_of_a_values_variant_are_found() {
        let api = Description::of(json!({}));
        let shape = |names: &[&str]| {
            let members = names.iter().map(|name| ((*name).to_owned(), json!({})));
            let members: serde_json::Map<_, _> = members.collect();
            json!({"type": "object", "required": names, "properties": members})
        };
        let schema = json!({"properties": {"a": {"items": {
            "oneOf": [shape(&["x"]), shape(&["x", "y"]), {"type": "string"}]}}}});
        let body = json!({"a": [{"x": 1}, {"x": 1, "y": 2}, "z"]});
        let found = removals(&api, &schema, &body);
        let paths: Vec<&str> = found.iter().map(|it| it.path.as_str()).collect();
        assert_eq!(paths, ["/a/1/x", "/a/1/y"]);
        assert_eq!(
            found[1].done(&body).unwrap(),
            json!({"a": [{"x": 1}, {"x": 1}, "z"]})
        );
    }
}
