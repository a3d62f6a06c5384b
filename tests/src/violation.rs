//! Bodies with one violation of their schema.

use serde_json::{Value as Json, json};

use crate::description::Description;
use crate::pointer::{below, split};
use crate::shapes::{is_nullable, required, says_anything, shapes};

/// The kind of a violation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Violation {
    /// A required property is missing.
    Missing,
    /// A value is null.
    Null,
    /// A value has a different JSON type.
    OtherType,
    /// A string is not one of the declared enum values.
    UnknownValue,
    /// An item of a list has a different JSON type.
    OtherItem,
    /// A string is not a valid time or date.
    NoTime,
}

/// A violation and its location.
#[derive(Clone, Debug)]
pub struct Site {
    /// The kind.
    pub violation: Violation,
    /// The location, as a JSON Pointer.
    pub path: String,
    /// The new value, or `None` to remove the property.
    value: Option<Json>,
    /// Whether the description alone shows that the value is forbidden. Within a union, this depends on the variant
    /// that the decoder chooses.
    pub is_certain: bool,
}

impl Violation {
    /// All kinds.
    pub const ALL: [Self; 6] = [
        Self::Missing,
        Self::Null,
        Self::OtherType,
        Self::UnknownValue,
        Self::OtherItem,
        Self::NoTime,
    ];

    /// Returns the name of the kind in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Missing => "a required property missing",
            Self::Null => "null where it is not allowed",
            Self::OtherType => "another JSON type",
            Self::UnknownValue => "an unknown value of an enum",
            Self::OtherItem => "an item of a different type",
            Self::NoTime => "an invalid time",
        }
    }
}

impl Site {
    /// Returns the body with the violation.
    pub fn done(&self, body: &Json) -> Option<Json> {
        let mut body = body.clone();
        let (parent, step) = split(&self.path)?;
        match (body.pointer_mut(parent)?, &self.value) {
            (Json::Object(members), Some(value)) => {
                members.insert(step, value.clone());
            }
            (Json::Object(members), None) => {
                members.remove(&step)?;
            }
            (Json::Array(items), Some(value)) => match items.get_mut(step.parse::<usize>().ok()?) {
                Some(item) => *item = value.clone(),
                None => items.push(value.clone()),
            },
            _ => return None,
        }
        Some(body)
    }
}

/// Returns every location below the top level of a body where this kind of violation is possible.
pub fn sites(api: &Description, schema: &Json, body: &Json) -> Vec<Site> {
    let mut walk = Walk {
        api,
        found: Vec::new(),
    };
    walk.value(body, Some(schema), "");
    walk.found
}

struct Walk<'a> {
    api: &'a Description,
    found: Vec<Site>,
}

impl Walk<'_> {
    /// Visits a value. Without a schema, no violation is certain.
    fn value(&mut self, value: &Json, schema: Option<&Json>, path: &str) {
        let all = schema.map_or_else(Vec::new, |schema| shapes(self.api, schema));
        let shape = match all.as_slice() {
            [only] => Some(only.as_ref()),
            _ => None,
        };
        match value {
            Json::Object(members) => {
                for (name, value) in members {
                    self.member(value, shape, name, &below(path, name));
                }
            }
            Json::Array(items) => {
                let item = shape.and_then(|it| it.get("items"));
                for (index, value) in items.iter().enumerate() {
                    let path = format!("{path}/{index}");
                    self.wrong(value, item, &path, Violation::OtherItem);
                    self.value(value, item, &path);
                }
                if items.is_empty() {
                    self.wrong(
                        &Json::Null,
                        item,
                        &format!("{path}/0"),
                        Violation::OtherItem,
                    );
                }
            }
            _ => {}
        }
    }

    fn member(&mut self, value: &Json, shape: Option<&Json>, name: &str, path: &str) {
        let must = shape.is_some_and(|it| {
            let is_declared = it
                .get("properties")
                .is_some_and(|it| it.get(name).is_some());
            is_declared && required(it).any(|it| it == name)
        });
        if must || shape.is_none() {
            self.found.push(Site {
                violation: Violation::Missing,
                path: path.to_owned(),
                value: None,
                is_certain: must,
            });
        }
        let schema = shape.and_then(|shape| {
            let declared = shape.get("properties").and_then(|it| it.get(name));
            declared.or_else(|| shape.get("additionalProperties"))
        });
        // An undeclared property may have any value.
        if schema.is_some() || shape.is_none() {
            self.wrong(value, schema, path, Violation::OtherType);
            self.value(value, schema, path);
        }
    }

    /// Finds the violations of the value itself, without nested values.
    fn wrong(&mut self, value: &Json, schema: Option<&Json>, path: &str, other: Violation) {
        let all = schema.map_or_else(Vec::new, |schema| shapes(self.api, schema));
        let is_certain = !all.is_empty() && all.iter().all(|it| says_anything(it));
        if schema.is_some() && !is_certain {
            return;
        }
        let takes = |kind: &str| all.iter().any(|it| takes(it, kind));
        if !all.iter().any(|it| is_nullable(it)) {
            self.push(Violation::Null, path, Json::Null, is_certain);
        }
        let another = if takes("boolean") {
            json!("true")
        } else {
            json!(true)
        };
        let is_free = is_certain && !(takes("boolean") && takes("string"));
        self.push(other, path, another, is_free);
        let [shape] = all.as_slice() else {
            if value.is_string() {
                self.push(Violation::UnknownValue, path, json!(UNKNOWN), false);
            }
            return;
        };
        let listed = shape.get("enum").and_then(Json::as_array);
        if listed.is_some_and(|it| it.iter().any(Json::is_string)) {
            self.push(Violation::UnknownValue, path, json!(UNKNOWN), true);
        }
        let format = shape.get("format").and_then(Json::as_str);
        if matches!(format, Some("date-time" | "date")) && takes("string") {
            self.push(Violation::NoTime, path, json!(UNKNOWN), true);
        }
    }

    fn push(&mut self, violation: Violation, path: &str, value: Json, is_certain: bool) {
        self.found.push(Site {
            violation,
            path: path.to_owned(),
            value: Some(value),
            is_certain,
        });
    }
}

/// A string that no description declares and that is not a time.
const UNKNOWN: &str = "never heard of";

/// Returns whether a schema allows values of a JSON type.
fn takes(shape: &Json, kind: &str) -> bool {
    crate::validator::translate::kind(shape).is_none_or(|it| it == kind)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Violation, sites};
    use crate::description::Description;

    #[test]
    fn every_kind_has_locations() {
        let api = Description::of(json!({}));
        let schema = json!({"required": ["a"], "properties": {"a": {"type": "string"},
            "b": {"type": "array", "items": {"type": "integer", "nullable": true}},
            "c": {"type": "string", "enum": ["x"]}, "d": {},
            "e": {"type": "string", "format": "date-time"}}});
        let body = json!({"a": "", "b": [1], "c": "x", "d": 1, "e": "2020-01-01T00:00:00Z"});
        let all = sites(&api, &schema, &body);
        let of = |violation| {
            let those = all.iter().filter(move |it| it.violation == violation);
            those.map(|it| it.path.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(of(Violation::Missing), ["/a"]);
        assert_eq!(of(Violation::Null), ["/a", "/b", "/c", "/e"]);
        assert_eq!(of(Violation::OtherType), ["/a", "/b", "/c", "/e"]);
        assert_eq!(of(Violation::UnknownValue), ["/c"]);
        assert_eq!(of(Violation::OtherItem), ["/b/0"]);
        assert_eq!(of(Violation::NoTime), ["/e"]);
        assert!(all.iter().all(|it| it.is_certain));
        let item = all.iter().find(|it| it.violation == Violation::OtherItem);
        assert_eq!(item.unwrap().done(&body).unwrap()["b"], json!([true]));
        assert!(sites(&api, &json!({"type": "object"}), &body).is_empty());
    }
}
