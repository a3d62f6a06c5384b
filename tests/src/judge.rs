//! Checks whether a body was decoded and encoded correctly.

use serde_json::{Map, Value as Json};
use tagsmith_runtime::conformance::{Outcome, Replayed};

use crate::description::Description;
use crate::pointer::{is_within, split, steps};
use crate::same::differences;
use crate::validator::{Departures, Validator};

/// Checks the bodies of one schema.
#[derive(Debug)]
pub struct Judge<'a> {
    api: &'a Description,
    schema: &'a Json,
    validator: Validator,
}

/// The result of a check.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Whether the body was decoded.
    pub decoded: bool,
    /// Whether the body was refused because its top level has a different shape than the schema.
    pub is_other: bool,
    /// Whether the body satisfies its schema.
    pub satisfies: bool,
    /// Whether the body round-trips, except for corrections.
    pub written_back: bool,
    /// Whether drift was reported exactly at the locations where the body differs from its schema.
    pub reported: bool,
    /// The errors, each with its JSON Pointer.
    pub wrong: Vec<(String, String)>,
}

impl<'a> Judge<'a> {
    /// Creates a judge of a schema.
    ///
    /// # Errors
    ///
    /// Fails if the description's schema is invalid.
    pub fn new(api: &'a Description, schema: &'a Json) -> Result<Self, String> {
        Ok(Self {
            api,
            schema,
            validator: Validator::new(api, schema)?,
        })
    }

    /// Returns the locations where a body differs from its schema.
    pub fn departures(&self, body: &Json) -> Departures {
        self.validator.departures(body)
    }

    /// Checks the result of decoding a response body with a status, or a request body.
    pub fn verdict(&self, status: Option<u16>, body: &Json, replayed: &Replayed) -> Verdict {
        let departures = self.departures(body);
        let mut verdict = Verdict {
            satisfies: departures.is_empty(),
            ..Verdict::default()
        };
        // A body with the wrong shape at the top level is refused. The exception is `null` in place of an empty object.
        let is_other = departures.exact.contains_key("") || departures.unions.contains_key("");
        let is_empty = body.is_null() && self.departures(&Json::Object(Map::new())).is_empty();
        if is_other && !is_empty && replayed.outcome == Outcome::DecodeError {
            verdict.is_other = true;
            return verdict;
        }
        if !is_expected(status, replayed.outcome) {
            let why = replayed.error.as_deref().unwrap_or(
                "the body was decoded as a success or as an error, contrary to its status",
            );
            verdict
                .wrong
                .push((String::new(), format!("not decoded: {why}")));
            return verdict;
        }
        verdict.decoded = true;
        let reported = replayed.drift.iter().map(|it| it.path.as_str());
        let mut disagreements = departures.disagreements(reported);
        disagreements.retain(|(at, _)| !self.is_choice(body, at));
        verdict.reported = disagreements.is_empty();
        // If an error body has the wrong shape at its top level, it is dropped.
        let is_lost = replayed.outcome == Outcome::ApiError && departures.cover("");
        let unlike = match &replayed.body {
            Some(back) => {
                let mut unlike = self.unlike(body, back, &departures, &replayed.unknown);
                unlike.retain(|(at, _)| !self.is_choice(body, at));
                unlike
            }
            None if is_lost => Vec::new(),
            None => vec![(String::new(), "nothing was encoded".to_owned())],
        };
        verdict.written_back = unlike.is_empty() && replayed.lost.is_none();
        verdict.wrong.extend(disagreements);
        verdict.wrong.extend(unlike);
        if let Some(why) = &replayed.lost {
            let what = format!("the encoded value does not deserialize as the decoded one: {why}");
            verdict.wrong.push((String::new(), what));
        }
        verdict
    }

    /// Returns whether a location is in a property that only an unsatisfied variant of a union declares. A decoder may
    /// choose that variant, because more properties are known to it.
    fn is_choice(&self, body: &Json, at: &str) -> bool {
        let steps: Vec<String> = steps(at).collect();
        leads_out_of_shape(self.api, self.schema, body, &steps)
    }

    /// Returns the locations where the encoded value differs from the received one.
    fn unlike(
        &self,
        sent: &Json,
        back: &Json,
        departures: &Departures,
        unknown: &[String],
    ) -> Vec<(String, String)> {
        let mut wrong: Vec<(String, String)> = unknown
            .iter()
            .filter(|path| declares(self.api, self.schema, &steps(path).collect::<Vec<_>>()))
            .map(|path| {
                (
                    path.clone(),
                    "a declared property is reported as undeclared".to_owned(),
                )
            })
            .collect();
        let is_unknown = |at: &str| unknown.iter().any(|it| is_within(at, it));
        // An item that cannot be decoded is left out of its list.
        let has_lost_item = |at: &str| {
            let mut places = departures.exact.keys().chain(departures.unions.keys());
            places.any(|it| split(it).is_some_and(|(list, _)| list == at))
                && sent.pointer(at).is_some_and(Json::is_array)
        };
        for at in differences(sent, back) {
            if !departures.cover(&at) && !is_unknown(&at) && !has_lost_item(&at) {
                let display = |from: &Json| from.pointer(&at).map_or("nothing".to_owned(), brief);
                let what = format!("{} was encoded as {}", display(sent), display(back));
                wrong.push((at, what));
            }
        }
        wrong
    }
}

/// Returns whether the outcome matches the status. A success must be decoded, and an error status must be an API error.
/// For other statuses, the description decides.
fn is_expected(status: Option<u16>, outcome: Outcome) -> bool {
    match status {
        None | Some(..300) => outcome == Outcome::Decoded,
        Some(300..400) => outcome != Outcome::DecodeError,
        Some(400..) => outcome == Outcome::ApiError,
    }
}

/// Returns whether a path leads into a property that only unsatisfied variants of a union declare.
fn leads_out_of_shape(api: &Description, schema: &Json, value: &Json, steps: &[String]) -> bool {
    let Some((step, rest)) = steps.split_first() else {
        return false;
    };
    let schema = api.follow(schema);
    // An unknown discriminator value is reported, although its schema allows any string.
    let discriminator = schema.get("discriminator");
    let names = discriminator.and_then(|it| it.get("propertyName"));
    if rest.is_empty() && names.and_then(Json::as_str) == Some(step) {
        return true;
    }
    // A property that the selected variant does not declare is reported if another variant declares it.
    let variant = names.and_then(|it| value.get(it.as_str()?)?.as_str());
    let shape = variant.and_then(|variant| discriminator?.get("mapping")?.get(variant));
    if let Some(shape) = shape
        && !declares(
            api,
            &serde_json::json!({ "$ref": shape }),
            std::slice::from_ref(step),
        )
    {
        return true;
    }
    // A sibling property may select a variant that does not match the value.
    let member = schema.get("properties").and_then(|it| it.get(step));
    if let Some(member) = member
        && let Some(inner) = value.get(step)
        && (is_misnamed(api, member, value, inner) || leads_out_of_named(api, member, value, rest))
    {
        return true;
    }
    let parts = |keyword: &str| {
        let parts = schema.get(keyword).and_then(Json::as_array);
        parts.into_iter().flatten()
    };
    let satisfies = |shape: &Json| {
        let validator = api.validator(shape);
        validator.is_ok_and(|it| it.departures(value).is_empty())
    };
    let knows = |shape: &Json| declares(api, shape, std::slice::from_ref(step));
    for keyword in ["oneOf", "anyOf"] {
        let (fit, unfit): (Vec<&Json>, Vec<&Json>) = parts(keyword).partition(|it| satisfies(it));
        if !fit.is_empty() && !fit.iter().any(|it| knows(it)) && unfit.iter().any(|it| knows(it)) {
            return true;
        }
    }
    let mut combined = ["allOf", "oneOf", "anyOf"].into_iter().flat_map(parts);
    if combined.any(|part| leads_out_of_shape(api, part, value, steps)) {
        return true;
    }
    let below = schema.get("properties").and_then(|it| it.get(step));
    let below = below
        .or_else(|| schema.get("items"))
        .or_else(|| schema.get("additionalProperties"));
    let index = step.parse::<usize>().ok();
    let inner = value
        .get(step)
        .or_else(|| index.and_then(|index| value.get(index)));
    match (below, inner) {
        (Some(schema), Some(value)) => leads_out_of_shape(api, schema, value, rest),
        _ => false,
    }
}

/// Returns whether a sibling property selects no variant, or a variant that does not match the value.
pub(crate) fn is_misnamed(api: &Description, union: &Json, object: &Json, value: &Json) -> bool {
    let Some(shape) = variant_by_sibling(union, object) else {
        return false;
    };
    let validator = shape.map(|it| api.validator(&it));
    !validator.is_some_and(|it| it.is_ok_and(|it| it.departures(value).is_empty()))
}

/// Returns whether a sibling property selects a variant that does not declare the first step into its value. Such a
/// property is reported if another variant declares it.
fn leads_out_of_named(api: &Description, union: &Json, object: &Json, steps: &[String]) -> bool {
    match (
        variant_by_sibling(union, object).flatten(),
        steps.split_first(),
    ) {
        (Some(shape), Some((step, _))) => !declares(api, &shape, std::slice::from_ref(step)),
        _ => false,
    }
}

/// Returns the variant that a sibling property selects. Returns `None` if the sibling property has no value, and
/// `Some(None)` if its value selects no variant.
fn variant_by_sibling(union: &Json, object: &Json) -> Option<Option<Json>> {
    let sibling = union.get("x-sibling-discriminator")?;
    let member = sibling.get("propertyName")?.as_str()?;
    let variant = object.get(member)?.as_str()?;
    let shape = sibling.get("mapping").and_then(|it| it.get(variant));
    Some(shape.map(|it| serde_json::json!({ "$ref": it })))
}

/// Returns whether every variant of a schema declares a location.
fn declares(api: &Description, schema: &Json, steps: &[String]) -> bool {
    let Some((step, rest)) = steps.split_first() else {
        return true;
    };
    let schema = api.follow(schema);
    let parts = |keyword: &str| schema.get(keyword).and_then(Json::as_array);
    if let Some(member) = schema.get("properties").and_then(|it| it.get(step)) {
        return declares(api, member, rest);
    }
    if let Some(item) = schema.get("items") {
        return declares(api, item, rest);
    }
    if parts("allOf").is_some_and(|it| it.iter().any(|it| declares(api, it, steps))) {
        return true;
    }
    for keyword in ["oneOf", "anyOf"] {
        if parts(keyword).is_some_and(|it| it.iter().all(|it| declares(api, it, steps))) {
            return true;
        }
    }
    match schema.get("additionalProperties") {
        Some(Json::Bool(open)) => *open,
        Some(others) => declares(api, others, rest),
        None => false,
    }
}

/// Returns a short text for a value.
fn brief(value: &Json) -> String {
    format!("`{}`", short(&value.to_string(), 80))
}

/// Returns the beginning of a text, with at most this many characters.
pub fn short(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{declares, leads_out_of_shape};
    use crate::description::Description;

    #[test]
    fn only_properties_of_unsatisfied_variants_are_a_choice() {
        let api = Description::of(json!({}));
        let member = json!({"type": "object", "required": ["x"], "properties": {"x": {}}});
        let rich = json!({"type": "object", "properties": {"a": {}, "b": member}});
        let poor = json!({"type": "object", "required": ["a"], "properties": {"a": {}}});
        let union = json!({"items": {"anyOf": [rich, poor]}});
        let leads = |value, path: &[&str]| {
            let steps: Vec<String> = path.iter().map(|it| (*it).to_owned()).collect();
            leads_out_of_shape(&api, &union, &value, &steps)
        };
        // The first variant requires `x`, and the second one does not declare `b`.
        assert!(leads(json!([{"a": 1, "b": {}}]), &["0", "b", "x"]));
        assert!(!leads(json!([{"a": 1, "b": {}}]), &["0", "a"]));
        assert!(!leads(json!([{"a": 1, "b": {"x": 1}}]), &["0", "b", "x"]));
        assert!(!leads(json!([{"b": {}}]), &["0", "b", "x"]));
    }

    #[test]
    fn a_property_is_declared_if_every_variant_declares_it() {
        let api = Description::of(json!({}));
        let shape = |name: &str| json!({"type": "object", "properties": {name: {}}});
        let union = json!({"oneOf": [shape("a"), shape("b")]});
        let both = json!({"allOf": [shape("a"), union]});
        let list = json!({"items": {"additionalProperties": shape("b")}});
        let has = |schema, path: &[&str]| {
            let steps: Vec<String> = path.iter().map(|it| (*it).to_owned()).collect();
            declares(&api, schema, &steps)
        };
        assert!(!has(&union, &["a"]));
        assert!(has(&both, &["a"]) && !has(&both, &["b"]) && !has(&both, &["c"]));
        assert!(has(&list, &["0", "x", "b"]) && !has(&list, &["0", "x", "c"]));
    }
}
