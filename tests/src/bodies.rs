//! Generates random bodies that satisfy a schema of the description.

use std::cell::RefCell;
use std::collections::BTreeMap;

use jiff::{Timestamp, tz::Offset};
use proptest::collection::vec;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any};
use proptest::sample::select;
use proptest::strategy::Union;
use serde_json::{Map, Value as Json, json};

use crate::description::Description;
use crate::shapes::{is_nullable, required, shapes};
use crate::validator::translate::kind;

/// The optional properties that a body has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// No optional properties; lists are empty.
    Required,
    /// A random selection of the optional properties.
    Some,
    /// All optional properties; lists have two items.
    All,
}

/// The depth below which a body has only required properties.
const DEEP: usize = 5;

/// The maximum depth. A schema that requires itself has no finite body.
const DEEPEST: usize = 24;

/// Names of undeclared properties.
const NAMES: &[&str] = &["x y", "a/b", "~1", "ü\u{1f980}", "", "9"];

/// Generates bodies for the schemas of a description.
pub struct Bodies<'a> {
    api: &'a Description,
    fill: Fill,
    known: RefCell<BTreeMap<(String, usize), BoxedStrategy<Json>>>,
}

impl<'a> Bodies<'a> {
    /// Creates a generator of bodies with these optional properties.
    pub fn new(api: &'a Description, fill: Fill) -> Self {
        Self {
            api,
            fill,
            known: RefCell::default(),
        }
    }

    /// Returns a strategy for bodies of a schema.
    pub fn of(&self, schema: &Json) -> BoxedStrategy<Json> {
        self.at(schema, 0)
    }

    fn at(&self, schema: &Json, depth: usize) -> BoxedStrategy<Json> {
        let reference = schema.get("$ref").and_then(Json::as_str);
        let key = reference.map(|it| (format!("{it} {}", is_nullable(schema)), depth));
        if let Some(known) = key
            .as_ref()
            .and_then(|key| self.known.borrow().get(key).cloned())
        {
            return known;
        }
        let bodies = self.named(schema, depth).unwrap_or_else(|| {
            let all = shapes(self.api, schema);
            let all = all.iter().map(|shape| self.shape(shape, depth));
            one_of(all.collect())
        });
        if let Some(key) = key {
            self.known.borrow_mut().insert(key, bodies.clone());
        }
        bodies
    }

    /// Returns a strategy for a union with a discriminator. The discriminator's value is one of the names of the
    /// generated variant.
    fn named(&self, schema: &Json, depth: usize) -> Option<BoxedStrategy<Json>> {
        let plain = self.api.follow(schema);
        let discriminator = plain.get("discriminator")?;
        let member = discriminator.get("propertyName")?.as_str()?.to_owned();
        let mapping = discriminator.get("mapping")?.as_object()?;
        let parts = plain.get("oneOf").or_else(|| plain.get("anyOf"))?;
        let bodies = parts.as_array()?.iter().map(|part| {
            let bodies = self.at(part, depth);
            let target = part.get("$ref");
            let names = mapping.iter().filter(|(_, it)| Some(*it) == target);
            let names: Vec<String> = names.map(|(name, _)| name.clone()).collect();
            if names.is_empty() {
                return bodies;
            }
            let member = member.clone();
            let named = (bodies, select(names)).prop_map(move |(mut body, name)| {
                if let Some(members) = body.as_object_mut()
                    && members.contains_key(&member)
                {
                    members.insert(member.clone(), Json::from(name));
                }
                body
            });
            named.boxed()
        });
        Some(one_of(bodies.collect()))
    }

    fn shape(&self, shape: &Json, depth: usize) -> BoxedStrategy<Json> {
        if depth > DEEPEST {
            return Just(Json::Null).boxed();
        }
        let format = shape.get("format").and_then(Json::as_str);
        let values = shape.get("enum").and_then(Json::as_array);
        let bodies = match (values, kind(shape)) {
            (Some(values), _) => {
                // If a schema has a type, only `nullable` decides whether null is allowed.
                let is_typed = shape.get("type").is_some();
                let values = values.iter().filter(|it| !is_typed || !it.is_null());
                let values = values.cloned();
                select(values.collect::<Vec<_>>()).boxed()
            }
            (None, Some("string")) => match format {
                Some("date-time") => time(),
                Some("date") => date(),
                _ => text(),
            },
            (None, Some("integer")) => {
                let small = (-100..100_i64).boxed();
                Union::new([small, any::<i64>().boxed()])
                    .prop_map(Json::from)
                    .boxed()
            }
            (None, Some("number")) => number(),
            (None, Some("boolean")) => any::<bool>().prop_map(Json::from).boxed(),
            (None, Some("array")) => self.list(shape, depth),
            (None, Some("object")) => self.object(shape, depth),
            _ => anything(),
        };
        if is_nullable(shape) && self.fill != Fill::All {
            let null = Just(Json::Null).boxed();
            return Union::new_weighted(vec![(4, bodies), (1, null)]).boxed();
        }
        bodies
    }

    fn fill(&self, depth: usize) -> Fill {
        if depth >= DEEP {
            Fill::Required
        } else {
            self.fill
        }
    }

    fn list(&self, shape: &Json, depth: usize) -> BoxedStrategy<Json> {
        let size = match self.fill(depth) {
            Fill::Required => 0..=0,
            Fill::Some => 0..=2,
            Fill::All => 2..=2,
        };
        let item = shape.get("items").unwrap_or(&Json::Null);
        vec(self.at(item, depth + 1), size)
            .prop_map(Json::Array)
            .boxed()
    }

    fn object(&self, shape: &Json, depth: usize) -> BoxedStrategy<Json> {
        let fill = self.fill(depth);
        let nothing = Map::new();
        let declared = shape.get("properties").and_then(Json::as_object);
        let declared = declared.unwrap_or(&nothing);
        let mut members: Vec<BoxedStrategy<Option<(String, Json)>>> = Vec::new();
        let mut add = |name: &str, bodies: BoxedStrategy<Json>, must: bool| {
            let name = name.to_owned();
            let member = bodies.prop_map(move |it| Some((name.clone(), it))).boxed();
            members.push(match fill {
                _ if must => member,
                Fill::All => member,
                _ => Union::new([Just(None).boxed(), member]).boxed(),
            });
        };
        for (name, schema) in declared {
            let must = required(shape).any(|it| it == name);
            if must || fill != Fill::Required {
                add(name, self.at(schema, depth + 1), must);
            }
        }
        for name in required(shape).filter(|it| !declared.contains_key(*it)) {
            add(name, text(), true);
        }
        let others = match shape.get("additionalProperties") {
            Some(Json::Object(schema)) => Some(self.at(&Json::Object(schema.clone()), depth + 1)),
            Some(Json::Bool(true)) => Some(anything()),
            None if declared.is_empty() => Some(anything()),
            _ => None,
        };
        if let Some(others) = others.filter(|_| fill != Fill::Required) {
            let is_free = |name: &&&str| !declared.contains_key(**name);
            for name in NAMES.iter().filter(is_free) {
                add(name, others.clone(), false);
            }
        }
        members
            .prop_map(|members| Json::Object(members.into_iter().flatten().collect()))
            .boxed()
    }
}

fn one_of(mut all: Vec<BoxedStrategy<Json>>) -> BoxedStrategy<Json> {
    match (all.pop(), all.is_empty()) {
        (Some(only), true) => only,
        (Some(last), false) => Union::new(all.into_iter().chain([last])).boxed(),
        (None, _) => anything(),
    }
}

fn text() -> BoxedStrategy<Json> {
    let characters = vec(any::<char>(), 0..6);
    characters
        .prop_map(|it| Json::from(it.into_iter().collect::<String>()))
        .boxed()
}

fn number() -> BoxedStrategy<Json> {
    let whole = any::<i32>().prop_map(Json::from).boxed();
    let parts = any::<i32>().prop_map(|it| json!(f64::from(it) / 64.0));
    Union::new([whole, parts.boxed()]).boxed()
}

/// Unix times from 1970 to 2100.
const SECONDS: std::ops::Range<i64> = 0..4_102_444_800;

/// Times as servers send them: in UTC, with fractions of a second, and with an offset.
fn time() -> BoxedStrategy<Json> {
    (SECONDS, 0..1000_i64, 0..3_u8, -14..=14_i8)
        .prop_map(|(second, milli, form, hours)| {
            let milli = if form == 1 { milli } else { 0 };
            let time = Timestamp::from_millisecond(second * 1000 + milli).unwrap_or_default();
            match form {
                2 => json!(
                    time.display_with_offset(Offset::constant(hours))
                        .to_string()
                ),
                _ => json!(time.to_string()),
            }
        })
        .boxed()
}

fn date() -> BoxedStrategy<Json> {
    SECONDS
        .prop_map(|second| {
            let time = Timestamp::from_second(second).unwrap_or_default();
            json!(Offset::UTC.to_datetime(time).date().to_string())
        })
        .boxed()
}

fn anything() -> BoxedStrategy<Json> {
    let leaf = Union::new([
        Just(Json::Null).boxed(),
        any::<bool>().prop_map(Json::from).boxed(),
        any::<i64>().prop_map(Json::from).boxed(),
        number(),
        text(),
    ]);
    leaf.prop_recursive(2, 6, 3, |inner| {
        let list = vec(inner.clone(), 0..3).prop_map(Json::Array);
        let pair = (select(NAMES), inner).prop_map(|(name, it)| (name.to_owned(), it));
        let object = vec(pair, 0..3).prop_map(|it| Json::Object(it.into_iter().collect()));
        Union::new([list.boxed(), object.boxed()])
    })
    .boxed()
}
