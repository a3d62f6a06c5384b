//! Bodies that an old client and a new server exchange. Each body is generated for the side that writes, and validated
//! by the side that reads.

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::Value as Json;

use super::stretch::stretched;
use crate::bodies::{Bodies, Fill};
use crate::description::{Description, Form, Operation};
use crate::validator::translate::translate;
use crate::validator::{Departures, Validator};

/// A description, with generators of bodies for its schemas.
pub struct Maker<'a> {
    /// The description.
    pub api: &'a Description,
    /// The generators, each with the number of bodies to generate.
    bodies: [(Bodies<'a>, Fill, usize); 3],
}

/// One body or parameter value that may be exchanged.
pub struct Exchange<'a> {
    /// The operation on the old side and on the new side.
    pub operations: (&'a Operation, &'a Operation),
    /// The location: a status, `body`, or the location of a parameter.
    pub part: String,
    /// The name of a parameter.
    pub parameter: Option<&'a str>,
    /// The status of the response, if the body is a response.
    pub status: Option<u16>,
    /// The schema on the side that writes.
    pub written: &'a Json,
    /// The schema on the side that reads.
    pub read: &'a Json,
}

/// A body that one side writes and the other side refuses.
#[derive(Clone, Debug)]
pub struct Refused {
    /// The operationId on both sides.
    pub operations: [String; 2],
    /// The location: a status, `body`, or the location of a parameter.
    pub part: String,
    /// The name of a parameter.
    pub parameter: Option<String>,
    /// The location in the body, and the reason for the refusal.
    pub departures: Departures,
    /// The body.
    pub body: Json,
}

impl<'a> Maker<'a> {
    /// Creates the generators of a description.
    pub fn new(api: &'a Description) -> Self {
        let runs = [(Fill::Required, 2), (Fill::Some, 12), (Fill::All, 4)];
        Self {
            api,
            bodies: runs.map(|(fill, runs)| (Bodies::new(api, fill), fill, runs)),
        }
    }

    /// Generates bodies for a schema, deterministically.
    pub fn make(&self, schema: &Json) -> Vec<Json> {
        let config = Config {
            failure_persistence: None,
            ..Config::default()
        };
        let seed = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
        let mut runner = TestRunner::new_with_rng(config, seed);
        let mut all = Vec::new();
        for (bodies, fill, runs) in &self.bodies {
            let bodies = bodies.of(schema);
            for run in 0..*runs {
                let Ok(tree) = bodies.new_tree(&mut runner) else {
                    continue;
                };
                let body = tree.current();
                if *fill == Fill::All && run == 0 {
                    all.extend(stretched(self.api, schema, &body));
                }
                all.push(body);
            }
        }
        all
    }
}

/// Returns the operations that both sides have. Operations are matched by operationId, or else by method and path.
pub fn shared<'a>(
    old: &'a [Operation],
    new: &'a [Operation],
) -> Vec<(&'a Operation, &'a Operation)> {
    let by_id = |it: &Operation| new.iter().find(|now| now.id == it.id);
    let by_path = |it: &Operation| {
        let mut all = new.iter();
        all.find(|now| now.method == it.method && now.path == it.path)
    };
    let pairs = old.iter();
    pairs
        .filter_map(|it| Some((it, by_id(it).or_else(|| by_path(it))?)))
        .collect()
}

/// Returns the bodies and parameters whose descriptions differ between the sides.
pub fn exchanges<'a>(
    (old, new): (&Description, &Description),
    operations: &[(&'a Operation, &'a Operation)],
) -> Vec<Exchange<'a>> {
    let mut all = Vec::new();
    for (before, now) in operations.iter().copied() {
        let blank = |written, read| Exchange {
            operations: (before, now),
            part: "body".to_owned(),
            parameter: None,
            status: None,
            written,
            read,
        };
        if let Some((before, now)) = json(&before.request).zip(json(&now.request)) {
            all.push(blank(before, now));
        }
        for (status, response) in &now.responses {
            let earlier = before.responses.iter().find(|(it, _)| it == status);
            let earlier = earlier.and_then(|(_, it)| json(it));
            if let Some((now, before)) = json(response).zip(earlier) {
                all.push(Exchange {
                    part: status.to_string(),
                    status: Some(*status),
                    ..blank(now, before)
                });
            }
        }
        for parameter in &before.parameters {
            let same = |it: &&Json| it["name"] == parameter["name"] && it["in"] == parameter["in"];
            let (Some(name), Some(place)) = (parameter["name"].as_str(), parameter["in"].as_str())
            else {
                continue;
            };
            if let Some(later) = now.parameters.iter().find(same) {
                all.push(Exchange {
                    part: place.to_owned(),
                    parameter: Some(name),
                    ..blank(&parameter["schema"], &later["schema"])
                });
            }
        }
    }
    all.retain(|it| {
        let (writer, reader) = if it.status.is_some() {
            (new, old)
        } else {
            (old, new)
        };
        translate(writer, it.written, true) != translate(reader, it.read, true)
    });
    all
}

/// Returns the bodies that the reading side refuses.
///
/// # Errors
///
/// Fails if a schema is invalid, or if no body can be generated for it.
pub fn refused(
    exchange: &Exchange<'_>,
    writer: &Maker<'_>,
    reader: &Description,
) -> Result<Vec<Refused>, String> {
    let own = Validator::with_bounds(writer.api, exchange.written)?;
    let other = Validator::with_bounds(reader, exchange.read)?;
    let mut bodies = writer.make(exchange.written);
    bodies.retain(|it| own.departures(it).is_empty());
    if bodies.is_empty() {
        return Err(format!("no body of {} can be generated", exchange.part));
    }
    let mut all = Vec::new();
    for body in bodies {
        let departures = other.departures(&body);
        let is_taken = exchange.parameter.is_some()
            && arrived(&body).any(|it| other.departures(&it).is_empty());
        if !departures.is_empty() && !is_taken {
            let (before, now) = exchange.operations;
            all.push(Refused {
                operations: [before.id.clone(), now.id.clone()],
                part: exchange.part.clone(),
                parameter: exchange.parameter.map(str::to_owned),
                departures,
                body,
            });
        }
    }
    Ok(all)
}

/// Returns the forms in which the server may receive a parameter's value: a string, or a list with one string.
fn arrived(value: &Json) -> impl Iterator<Item = Json> {
    let text = text(value);
    let list = (!text.is_array()).then(|| Json::from(vec![text.clone()]));
    [text].into_iter().chain(list)
}

/// Returns a value as a string.
fn text(value: &Json) -> Json {
    match value {
        Json::Bool(_) | Json::Number(_) => Json::from(value.to_string()),
        Json::Array(items) => items.iter().map(text).collect(),
        other => other.clone(),
    }
}

fn json(body: &Json) -> Option<&Json> {
    let form = Form::of(body).filter(Form::is_json)?;
    form.content.get("schema")
}
