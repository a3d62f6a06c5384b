//! Compares the examples of the description with their schemas. The fixtures record the deviations, so that no example
//! is omitted.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::example::Stated;
use super::exchanged::Exchanged;
use crate::api::index::Index;
use crate::api::{Content, Example, Named, Shape, Struct, Type, TypeDef, TypeScope, Union};

/// Returns the examples of an operation with their deviations. `own` are the operation's types that a request can
/// contain, and `shared` those of component schemas.
pub(super) fn of(
    operation: &Exchanged,
    (own, shared): (&BTreeSet<usize>, &BTreeSet<Named>),
    index: &Index<'_>,
) -> Vec<Example> {
    let types = Types {
        own: &operation.types,
        index,
        sent: (own, shared),
    };
    let examples = operation.examples.iter();
    examples
        .map(|it| it.with(types.departures(it, operation)))
        .collect()
}

/// Returns the type of the JSON body for a status.
fn success_kind(content: &Content, status: u16) -> Option<&Type> {
    match content {
        Content::Json(kind) | Content::JsonOrEmpty(kind) => Some(kind),
        Content::ByStatus(cases) => cases
            .iter()
            .find(|it| it.status == status)
            .and_then(|it| success_kind(&it.content, status)),
        Content::Empty | Content::YesOrNo | Content::Text | Content::Binary | Content::Redirect => {
            None
        }
    }
}

type Departures = Vec<(String, String, String)>;

struct Types<'a> {
    own: &'a [TypeDef],
    index: &'a Index<'a>,
    sent: (&'a BTreeSet<usize>, &'a BTreeSet<Named>),
}

impl Types<'_> {
    fn departures(&self, example: &Stated, operation: &Exchanged) -> Departures {
        let responses = &operation.responses;
        let kind = match example.status {
            None => operation.body.as_ref().and_then(|it| it.content.kind()),
            Some(status) if responses.success.statuses.contains(&status) => {
                success_kind(&responses.success.content, status)
            }
            Some(status) => {
                let mut failures = responses.failures.iter();
                let failure = failures.find(|failure| failure.status == status);
                failure.and_then(|failure| failure.body.as_ref())
            }
        };
        let mut found = Departures::new();
        if let (Some(kind), Ok(value)) = (kind, serde_json::from_str(&example.body)) {
            self.compare(&value, kind, "", &mut found);
        }
        found
    }

    /// Returns whether a request can contain a type.
    fn is_sent(&self, named: &Named) -> bool {
        let (own, shared) = self.sent;
        match named.home {
            TypeScope::Operation => own.contains(&named.number),
            TypeScope::Component(_) => shared.contains(named),
        }
    }

    fn compare(&self, value: &Json, kind: &Type, path: &str, found: &mut Departures) {
        match (kind, value) {
            (Type::Json, _)
            | (Type::Nullable(_), Json::Null)
            | (Type::Bool, Json::Bool(_))
            | (Type::Str, Json::String(_))
            | (Type::Float, Json::Number(_)) => {}
            (Type::Nullable(kind), value) => self.compare(value, kind, path, found),
            (Type::Int, Json::Number(number)) if number.is_i64() => {}
            (Type::Uint, Json::Number(number)) if number.is_u64() => {}
            (Type::Time, Json::String(text)) if is_time(text) => {}
            (Type::Date, Json::String(text)) if is_date(text) => {}
            (Type::List(item), Json::Array(items)) => {
                for (index, value) in items.iter().enumerate() {
                    self.compare(value, item, &format!("{path}/{index}"), found);
                }
            }
            (Type::Map(kind), Json::Object(members)) => {
                for (key, value) in members {
                    self.compare(value, kind, &below(path, key), found);
                }
            }
            (Type::Named(named), value) => {
                if let Some(def) = self.index.find(named, self.own) {
                    self.compare_named(value, (named, def), path, found);
                }
            }
            (kind, value) => found.push((path.to_owned(), self.expected(kind), describe(value))),
        }
    }

    fn compare_named(
        &self,
        value: &Json,
        (named, def): (&Named, &TypeDef),
        path: &str,
        found: &mut Departures,
    ) {
        match (&def.shape, value) {
            (Shape::Alias(kind), value) => self.compare(value, kind, path, found),
            (Shape::Enum(values), Json::String(text)) => {
                if !values.iter().any(|it| it.wire == *text) {
                    found.push((path.to_owned(), self.expected_of(def), format!("`{text}`")));
                }
            }
            (Shape::Struct(body), Json::Object(members)) => {
                self.compare_members(members, (body, self.is_sent(named)), path, found);
            }
            (Shape::Union(union), value) => self.compare_union(value, union, path, found),
            (_, value) => found.push((path.to_owned(), self.expected_of(def), describe(value))),
        }
    }

    fn compare_members(
        &self,
        members: &serde_json::Map<String, Json>,
        (body, is_sent): (&Struct, bool),
        path: &str,
        found: &mut Departures,
    ) {
        for (key, value) in members {
            let here = below(path, key);
            match body.members.iter().find(|member| member.wire == *key) {
                Some(member) if value.is_null() && member.nullable => {}
                Some(member) => self.compare(value, &member.kind, &here, found),
                None => {
                    if let Some(kind) = &body.additional {
                        self.compare(value, kind, &here, found);
                    }
                }
            }
        }
        for member in &body.members {
            if member.is_missed(is_sent) && !members.contains_key(&member.wire) {
                let expected = self.expected(&member.kind);
                found.push((below(path, &member.wire), expected, "nothing".to_owned()));
            }
        }
    }

    /// Uses the variant with the fewest deviations.
    fn compare_union(&self, value: &Json, union: &Union, path: &str, found: &mut Departures) {
        let best = union
            .variants
            .iter()
            .map(|variant| {
                let mut found = Departures::new();
                self.compare(value, &variant.kind, path, &mut found);
                found
            })
            .filter(|departures| departures.iter().all(|(at, _, _)| at != path))
            .min_by_key(Vec::len);
        match best {
            Some(departures) => found.extend(departures),
            None => found.push((
                path.to_owned(),
                "a declared variant".to_owned(),
                describe(value),
            )),
        }
    }

    fn expected(&self, kind: &Type) -> String {
        match kind {
            Type::Bool => "a boolean".to_owned(),
            Type::Int => "an integer".to_owned(),
            Type::Uint => "a non-negative integer".to_owned(),
            Type::Float => "a number".to_owned(),
            Type::Str => "a string".to_owned(),
            Type::Time => "a date-time".to_owned(),
            Type::Date => "a date".to_owned(),
            Type::Json => "a value".to_owned(),
            Type::List(_) => "an array".to_owned(),
            Type::Map(_) => "an object".to_owned(),
            Type::Nullable(kind) => self.expected(kind),
            Type::Named(named) => self
                .index
                .find(named, self.own)
                .map_or_else(|| "a value".to_owned(), |def| self.expected_of(def)),
        }
    }

    fn expected_of(&self, def: &TypeDef) -> String {
        match &def.shape {
            Shape::Struct(_) => "an object".to_owned(),
            Shape::Union(_) => "a declared variant".to_owned(),
            Shape::Alias(kind) => self.expected(kind),
            Shape::Enum(values) => {
                let values: Vec<_> = values.iter().map(|it| format!("`{}`", it.wire)).collect();
                match values.as_slice() {
                    [only] => only.clone(),
                    several => format!("one of {}", several.join(", ")),
                }
            }
        }
    }
}

fn below(path: &str, key: &str) -> String {
    format!("{path}/{}", crate::description::resolve::escape(key))
}

fn describe(value: &Json) -> String {
    match value {
        Json::Null => "null".to_owned(),
        Json::Bool(_) => "a boolean".to_owned(),
        Json::Number(number) => format!("`{number}`"),
        Json::String(_) => "a string".to_owned(),
        Json::Array(_) => "an array".to_owned(),
        Json::Object(_) => "an object".to_owned(),
    }
}

/// Returns whether a text has the form `YYYY-MM-DDTHH:MM:SS`, with an optional fraction and an offset.
fn is_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't', ' ']) else {
        return false;
    };
    let clock = time
        .split(['Z', 'z', '+', '-', '.'])
        .next()
        .unwrap_or_default();
    let has_offset = time.len() > clock.len() && !time.ends_with('.');
    is_date(date) && has_offset && digits(clock, &[2, 2, 2], ':')
}

/// Returns whether a text has the form `YYYY-MM-DD`.
fn is_date(text: &str) -> bool {
    digits(text, &[4, 2, 2], '-')
}

fn digits(text: &str, lengths: &[usize], separator: char) -> bool {
    let parts: Vec<&str> = text.split(separator).collect();
    parts.len() == lengths.len()
        && parts.iter().zip(lengths).all(|(part, length)| {
            part.len() == *length && part.bytes().all(|it| it.is_ascii_digit())
        })
}
