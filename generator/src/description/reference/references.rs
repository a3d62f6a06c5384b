//! Finds references in a part of the description.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use crate::report::quoted;

/// Returns the references in a part of the description. A `$ref` within an example or a default is data. A property may
/// be named `$ref` or `example`.
pub(crate) fn references(raw: &str) -> Result<Vec<String>, serde_json::Error> {
    let mut found = Vec::new();
    let mut json = serde_json::Deserializer::from_str(raw);
    Walk {
        names: false,
        found: &mut found,
    }
    .deserialize(&mut json)?;
    Ok(found)
}

/// Members whose own members are named by the author of the description.
const NAMES: &[&str] = &[
    "properties",
    "responses",
    "headers",
    "links",
    "callbacks",
    "content",
    "examples",
    "encoding",
    "variables",
    "schemas",
    "parameters",
];

/// Members that contain data, or schemas that are used only through references.
const DATA: &[&str] = &[
    "example",
    "default",
    "enum",
    "value",
    "const",
    "$defs",
    "definitions",
];

struct Walk<'f> {
    names: bool,
    found: &'f mut Vec<String>,
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a part of a description")
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        loop {
            let walk = Walk {
                names: false,
                found: &mut *self.found,
            };
            if items.next_element_seed(walk)?.is_none() {
                return Ok(());
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let mut names = BTreeSet::new();
        while let Some(key) = members.next_key::<Cow<'_, str>>()? {
            if self.names && !names.insert(key.clone()) {
                return Err(A::Error::custom(format!(
                    "{} is declared twice",
                    quoted(&key)
                )));
            }
            if !self.names && key == "<<" {
                return Err(A::Error::custom("`<<` of YAML 1.1 is not supported"));
            }
            if !self.names && (DATA.contains(&&*key) || key.starts_with("x-")) {
                members.next_value::<IgnoredAny>()?;
                continue;
            }
            if !self.names && key == "$ref" {
                self.found.push(members.next_value::<String>()?);
                continue;
            }
            members.next_value_seed(Walk {
                names: !self.names && NAMES.contains(&&*key),
                found: &mut *self.found,
            })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::references;

    #[test]
    fn references_are_found_outside_data_only() {
        let raw = r##"{
            "$ref": "#/components/schemas/a",
            "properties": {
                "$ref": {"$ref": "#/components/schemas/b"},
                "example": {"$ref": "#/components/schemas/c"}
            },
            "example": {"$ref": "#/components/schemas/no"},
            "examples": {"value": {"$ref": "#/components/examples/d"}, "e": {"value": {"$ref": "no"}}},
            "default": {"$ref": "no"},
            "$defs": {"unused": {"$ref": "no"}},
            "allOf": [{"$ref": "#/components/schemas/e"}],
            "x-note": {"$ref": "no"}
        }"##;
        let names: Vec<_> = references(raw)
            .unwrap()
            .iter()
            .map(|it| it.rsplit('/').next().unwrap().to_owned())
            .collect();
        assert_eq!(names, ["a", "b", "c", "d", "e"]);
    }

    #[test]
    fn duplicate_keys_and_merge_keys_are_refused() {
        for (raw, expected) in [
            (
                r#"{"properties":{"a":{},"b":{},"a":{}}}"#,
                "`a` is declared twice",
            ),
            (
                r#"{"allOf":[{"<<":{"type":"object"}}]}"#,
                "`<<` of YAML 1.1",
            ),
        ] {
            let error = references(raw).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
        assert!(references(r#"{"properties":{"<<":{}},"example":{"a":1,"a":2}}"#).is_ok());
    }
}
