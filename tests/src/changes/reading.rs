//! Decodes responses of a new server by the old client. Decoding must never fail. The decoder must report drift if and
//! only if the old description forbids the response.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use tagsmith_runtime::Drift;
use tagsmith_runtime::conformance::{Entry, Outcome};

use super::cases::{Case, Cases, Time};
use super::exchange::{Exchange, Maker, exchanges, shared};
use crate::description::Description;
use crate::judge::{Judge, short};
use crate::shapes::{is_nullable, shapes};
use crate::validator::translate::kind;

/// The results of decoding.
#[derive(Debug, Default)]
pub struct Readings {
    /// Descriptions of the wrong results.
    pub wrong: Vec<String>,
    /// The number of responses without drift.
    pub clean: usize,
    /// The number of responses with drift.
    pub drifted: usize,
    /// The number of refused responses, whose JSON type at the top level differs from the declared one.
    pub other: usize,
}

/// Decodes the responses of each case's server by the client of the base description.
///
/// # Errors
///
/// Fails if the client has no operation for a response, or if a schema is invalid.
pub fn read<C: 'static>(cases: &Cases, entries: Vec<Entry<C>>) -> Result<Readings, String> {
    let old = cases.plain(None)?;
    let before = old.operations();
    let entries = entries.into_iter();
    let entries: BTreeMap<&str, Entry<C>> = entries.map(|it| (it.descriptor().id, it)).collect();
    let mut readings = Readings::default();
    let of_base = |it: &&Case| it.before.is_empty() && !it.edits.is_empty();
    for case in cases.all.iter().filter(of_base) {
        let new = cases.plain(Some((case, Time::After)))?;
        let now = new.operations();
        let maker = Maker::new(&new);
        for exchange in exchanges((&old, &new), &shared(&before, &now)) {
            let Some(entry) = entries.get(exchange.operations.0.id.as_str()) else {
                return Err(format!(
                    "the crate has no operation {}",
                    exchange.operations.0.id
                ));
            };
            let describe = |error| format!("{}: {error}", case.name);
            let read = readings.responses(&exchange, &maker, &old, entry);
            let wrong = read.map_err(describe)?.into_iter();
            readings.wrong.extend(wrong.map(describe));
        }
    }
    Ok(readings)
}

impl Readings {
    fn responses<C: 'static>(
        &mut self,
        exchange: &Exchange<'_>,
        new: &Maker<'_>,
        old: &Description,
        entry: &Entry<C>,
    ) -> Result<Vec<String>, String> {
        let Some(status) = exchange.status else {
            return Ok(Vec::new());
        };
        let judge = Judge::new(old, exchange.read)?;
        let mut wrong = Vec::new();
        for body in new.make(exchange.written) {
            let replayed = entry.replay_response(status, body.to_string().as_bytes());
            let verdict = judge.verdict(Some(status), &body, &replayed);
            let mut say = |what: &str| {
                let body = short(&body.to_string(), 200);
                wrong.push(format!(
                    "{} {status}: {what}; {body}",
                    entry.descriptor().id
                ));
            };
            for (path, what) in &verdict.wrong {
                say(&format!("{path:?}: {what}"));
            }
            if replayed.outcome == Outcome::DecodeError {
                self.other += 1;
                if takes(old, exchange.read, &body) {
                    say("not decoded, although it has the same JSON type");
                }
            } else if verdict.satisfies != replayed.drift.iter().all(is_of_discriminator) {
                say("drift does not match the old description");
            } else if verdict.satisfies {
                self.clean += 1;
            } else {
                self.drifted += 1;
            }
        }
        Ok(wrong)
    }
}

/// Returns whether drift is an undeclared value of a discriminator, which a JSON Schema validator ignores.
fn is_of_discriminator(drift: &Drift) -> bool {
    drift.expected == "a value that names a declared variant"
}

/// Returns whether a schema allows a body's JSON type.
fn takes(api: &Description, schema: &Json, body: &Json) -> bool {
    shapes(api, schema).iter().any(|shape| {
        let is_of_type = match kind(shape) {
            None => true,
            Some("object") => body.is_object(),
            Some("array") => body.is_array(),
            Some("string") => body.is_string(),
            Some("boolean") => body.is_boolean(),
            Some(_) => body.is_number(),
        };
        is_of_type || (body.is_null() && is_nullable(shape))
    })
}
