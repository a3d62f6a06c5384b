//! An independent validator of bodies: a JSON Schema validator, built from the description's text.
//!
//! The validator checks only constraints that the generated types can represent: JSON types, required properties,
//! `null`, enums and times. Patterns, lengths, limits and undeclared properties are checked only on request, because
//! the server checks them.

pub(crate) mod translate;

use std::collections::BTreeMap;

use jsonschema::error::ValidationErrorKind;
use jsonschema::{Draft, Keyword, ValidationError};
use serde_json::Value as Json;

use self::translate::HELD_BY_FLOAT;
use crate::description::Description;
use crate::judge::short;
use crate::pointer::{below, is_within};

/// The validator of one schema.
#[derive(Debug)]
pub struct Validator {
    inner: jsonschema::Validator,
}

/// The locations where a body differs from its schema, as JSON Pointers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Departures {
    /// Invalid values, each with the reason.
    pub exact: BTreeMap<String, String>,
    /// Values that match no variant of a union. A decoder may choose any variant, so it may report this location or
    /// nested ones.
    pub unions: BTreeMap<String, String>,
}

impl Validator {
    /// Creates the validator of a schema.
    ///
    /// # Errors
    ///
    /// Fails if the description's schema is invalid.
    pub fn new(api: &Description, schema: &Json) -> Result<Self, String> {
        Self::of(&translate::translate(api, schema, false))
    }

    /// Creates a validator that also checks the bounds of values, as servers do.
    ///
    /// # Errors
    ///
    /// Fails if the description's schema is invalid.
    pub fn with_bounds(api: &Description, schema: &Json) -> Result<Self, String> {
        Self::of(&translate::translate(api, schema, true))
    }

    fn of(schema: &Json) -> Result<Self, String> {
        let options = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .should_validate_formats(true)
            .with_keyword(HELD_BY_FLOAT, |_, _, _| Ok(Box::new(HeldByFloat)))
            .offline();
        let inner = options.build(schema).map_err(|error| error.to_string())?;
        Ok(Self { inner })
    }

    /// Returns the locations where a body differs from the schema.
    pub fn departures(&self, body: &Json) -> Departures {
        let mut departures = Departures::default();
        for error in self.inner.iter_errors(body) {
            departures.add(&error);
        }
        departures
    }
}

/// Accepts integers that an `f64` represents exactly.
struct HeldByFloat;

impl<'i> Keyword<'i> for HeldByFloat {
    fn validate(&self, value: &'i Json) -> Result<(), ValidationError<'i>> {
        match Keyword::is_valid(self, value) {
            true => Ok(()),
            false => Err(ValidationError::custom("no `f64` represents the number")),
        }
    }

    fn is_valid(&self, value: &'i Json) -> bool {
        let is_integer = value.is_i64() || value.is_u64();
        let float = value.as_f64().filter(|_| is_integer);
        let written = value.to_string();
        float.is_none_or(|float| float.to_string() == written)
    }
}

impl Departures {
    /// Returns whether there are no differences.
    pub fn is_empty(&self) -> bool {
        self.exact.is_empty() && self.unions.is_empty()
    }

    /// Returns whether a decoder may have corrected this location: it is one of the differences, or nested in one.
    pub fn cover(&self, path: &str) -> bool {
        let mut all = self.exact.keys().chain(self.unions.keys());
        all.any(|top| is_within(path, top))
    }

    /// Compares these differences with the decoder's report. Returns the JSON Pointers of disagreements, each with the
    /// reason.
    pub fn disagreements<'a>(
        &self,
        reported: impl Iterator<Item = &'a str>,
    ) -> Vec<(String, String)> {
        let mut wrong = Vec::new();
        let reported: Vec<&str> = reported.collect();
        for (path, why) in &self.exact {
            if !reported.contains(&path.as_str()) && !self.is_in_union(path) {
                wrong.push((
                    path.clone(),
                    format!("no drift is reported, although {why}"),
                ));
            }
        }
        for (path, why) in &self.unions {
            if !reported.iter().any(|it| is_within(it, path)) {
                wrong.push((
                    path.clone(),
                    format!("no drift is reported, although {why}"),
                ));
            }
        }
        for path in reported {
            if !self.exact.contains_key(path) && !self.is_in_union(path) {
                let why = "drift is reported, although the schema is satisfied".to_owned();
                wrong.push((path.to_owned(), why));
            }
        }
        wrong
    }

    fn is_in_union(&self, path: &str) -> bool {
        self.unions.keys().any(|top| is_within(path, top))
    }

    fn add(&mut self, error: &ValidationError<'_>) {
        let path = error.instance_path().to_string();
        if let ValidationErrorKind::AdditionalProperties { unexpected } = error.kind() {
            for member in unexpected {
                let why = "the property is not declared".to_owned();
                self.exact.insert(below(&path, member), why);
            }
            return;
        }
        let (path, is_union) = match error.kind() {
            ValidationErrorKind::Required { property } => {
                (below(&path, property.as_str().unwrap_or_default()), false)
            }
            ValidationErrorKind::AnyOf { .. } => (path, true),
            _ => (path, false),
        };
        let why = short(&error.masked().to_string(), LONGEST);
        if is_union {
            self.unions.insert(path, why);
        } else {
            self.exact.insert(path, why);
        }
    }
}

/// The maximum number of characters of a reported reason.
const LONGEST: usize = 200;

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::{Departures, Validator};
    use crate::description::Description;

    fn judge(schema: &Json, body: &Json) -> Departures {
        let pet = json!({"type": "object", "required": ["name"], "properties": {
            "name": {"type": "string"}, "mother": {"$ref": "#/components/schemas/pet"},
            "father": {"nullable": true, "allOf": [{"$ref": "#/components/schemas/pet"}]},
            "born": {"type": "string", "format": "date-time"},
            "kind": {"type": "string", "nullable": true, "enum": ["cat", "dog"]}}});
        let api = Description::of(json!({"components": {"schemas": {"pet": pet}}}));
        Validator::new(&api, schema).unwrap().departures(body)
    }

    fn pointers(schema: &Json, body: &Json) -> Vec<String> {
        let departures = judge(schema, body);
        let unions = departures.unions.into_keys();
        unions.chain(departures.exact.into_keys()).collect()
    }

    #[test]
    fn reports_differences_by_json_pointer() {
        let pet = json!({"$ref": "#/components/schemas/pet", "nullable": true});
        let fine = json!({"name": "a", "kind": null, "father": null, "more": 1,
            "mother": {"name": "b"}, "born": "2020-01-01T00:00:00Z"});
        assert!(judge(&pet, &fine).is_empty());
        let wrong = json!({"kind": "cow", "father": 1, "mother": {"name": null}, "born": "soon"});
        assert_eq!(
            pointers(&pet, &wrong),
            ["/born", "/father", "/kind", "/mother/name", "/name"]
        );
        assert!(judge(&pet, &Json::Null).is_empty());
        let pet = json!({"$ref": "#/components/schemas/pet"});
        assert_eq!(pointers(&pet, &Json::Null), [""]);
    }

    #[test]
    fn a_number_that_no_float_represents_is_invalid() {
        let numbers = json!({"type": "array", "items": {"type": "number"}});
        let body = json!([
            1,
            0.1,
            9_007_199_254_740_992_i64,
            9_007_199_254_740_993_i64,
            u64::MAX
        ]);
        assert_eq!(pointers(&numbers, &body), ["/3", "/4"]);
        let integers = json!({"type": "array", "items": {"type": "integer"}});
        assert!(judge(&integers, &json!([body[3]])).is_empty());
    }

    #[test]
    fn a_union_is_reported_as_one_location() {
        let one = json!({"$ref": "#/components/schemas/pet"});
        let union = json!({"nullable": true, "oneOf": [one, {"type": "array", "items": one}]});
        assert!(judge(&union, &Json::Null).is_empty());
        let body = json!([{"name": 1}]);
        let departures = judge(&union, &body);
        assert_eq!(departures.unions.keys().collect::<Vec<_>>(), [""]);
        assert!(departures.disagreements(["/0/name"].into_iter()).is_empty());
        assert_eq!(departures.disagreements([].into_iter()).len(), 1);
        let alone = json!({"nullable": true, "oneOf": [one]});
        assert!(judge(&alone, &Json::Null).is_empty());
        assert_eq!(pointers(&alone, &json!({})), ["/name"]);
    }

    #[test]
    fn drift_must_be_reported_and_correct() {
        let list = json!({"type": "array", "items": {"type": "integer"}});
        let departures = judge(&list, &json!([1, "2", 3.0]));
        assert!(departures.disagreements(["/1"].into_iter()).is_empty());
        let wrong = departures.disagreements(["/0"].into_iter());
        let at: Vec<&str> = wrong.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(at, ["/1", "/0"]);
        assert!(departures.cover("/1/a") && !departures.cover("/10"));
    }
}
