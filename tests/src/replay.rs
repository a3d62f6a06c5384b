//! Decodes recorded exchanges by the types of a generated crate.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufWriter, Write};

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value as Json;
use serde_json::value::RawValue;
use tagsmith_runtime::conformance::{Entry, Outcome, Replayed};

/// Reads standard input line by line, and writes a result for each line to standard output.
///
/// # Errors
///
/// Fails if reading or writing fails.
pub fn run<C: 'static>(operations: Vec<Entry<C>>) -> io::Result<()> {
    let replay = Replay::new(operations);
    let mut input = io::stdin().lock();
    let mut output = BufWriter::new(io::stdout().lock());
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        if !line.trim_ascii().is_empty() {
            serde_json::to_writer(&mut output, &replay.line(&line))?;
            output.write_all(b"\n")?;
        }
        line.clear();
    }
    output.flush()
}

/// The operations of a crate, by operationId.
pub struct Replay<C> {
    entries: BTreeMap<&'static str, Entry<C>>,
}

#[derive(Deserialize)]
struct Case<'a> {
    operation_id: String,
    #[serde(borrow, default)]
    status: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    body: Option<&'a RawValue>,
    body_text: Option<String>,
    #[serde(borrow, default, deserialize_with = "present")]
    request_body: Option<&'a RawValue>,
}

/// The result of one line.
#[derive(Debug, Default, Serialize)]
pub struct Shown {
    operation_id: Option<String>,
    status: Option<u16>,
    outcome: &'static str,
    #[serde(rename = "type")]
    type_name: Option<String>,
    drift: Vec<Departure>,
    unknown: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_body: Option<Json>,
    error: Option<String>,
}

#[derive(Debug, Serialize)]
struct Departure {
    path: String,
    expected: String,
    found: String,
}

/// Deserializes a `null` that is present as a value.
fn present<'de: 'a, 'a, D: Deserializer<'de>>(from: D) -> Result<Option<&'a RawValue>, D::Error> {
    <&RawValue>::deserialize(from).map(Some)
}

impl<C: 'static> Replay<C> {
    /// Creates a replay from the operations of a crate.
    pub fn new(operations: Vec<Entry<C>>) -> Self {
        let entries = operations.into_iter();
        Self {
            entries: entries
                .map(|entry| (entry.descriptor().id, entry))
                .collect(),
        }
    }

    /// Replays one line: an operation with a response, a request body, or both.
    pub fn line(&self, line: &[u8]) -> Shown {
        match std::str::from_utf8(line) {
            Ok(text) if !text.trim_start().starts_with('{') => {
                Shown::bad_line("the line is not a JSON object".to_owned())
            }
            Ok(text) => match serde_json::from_str::<Case<'_>>(text) {
                Ok(case) => self.case(&case),
                Err(error) => {
                    Shown::bad_line(format!("the line is not a recorded exchange: {error}"))
                }
            },
            Err(error) => Shown::bad_line(format!("the line is not UTF-8: {error}")),
        }
    }

    fn case(&self, case: &Case<'_>) -> Shown {
        let mut displayed = Shown {
            operation_id: Some(case.operation_id.clone()),
            ..Shown::default()
        };
        if let Some(status) = case.status {
            match serde_json::from_str(status.get()) {
                Ok(status) => displayed.status = Some(status),
                Err(_) => return displayed.failed("the `status` is not an HTTP status"),
            }
        }
        let Some(entry) = self.entries.get(case.operation_id.as_str()) else {
            displayed.outcome = "unknown_operation";
            return displayed;
        };
        let mut parts = Vec::new();
        if let Some(status) = displayed.status {
            let body = case.body.map(RawValue::get).or(case.body_text.as_deref());
            parts.push((
                entry.replay_response(status, body.unwrap_or_default().as_bytes()),
                false,
            ));
        }
        if displayed.status.is_none() && (case.body.is_some() || case.body_text.is_some()) {
            return displayed.failed("a response body needs its `status`");
        }
        if case.body.is_some() && case.body_text.is_some() {
            return displayed.failed("a response has a `body` or a `body_text`, not both");
        }
        if let Some(body) = case.request_body {
            match entry.replay_body(body.get().as_bytes()) {
                Some(replayed) => parts.push((replayed, true)),
                None => return displayed.failed("the operation has no request body"),
            }
        }
        if parts.is_empty() {
            return displayed.failed("the line has neither a `status` nor a `request_body`");
        }
        for (replayed, is_request) in parts {
            displayed.add(replayed, is_request);
        }
        displayed
    }
}

impl Shown {
    fn bad_line(error: String) -> Self {
        Self::default().failed(&error)
    }

    fn failed(self, error: &str) -> Self {
        Self {
            outcome: name(Outcome::DecodeError),
            error: Some(error.to_owned()),
            ..self
        }
    }

    /// Adds the result of a response or of its request. The first failure determines the outcome.
    fn add(&mut self, replayed: Replayed, is_request: bool) {
        if self.outcome.is_empty() || replayed.outcome == Outcome::DecodeError {
            self.outcome = name(replayed.outcome);
        }
        if self.type_name.is_none() {
            self.type_name = replayed.type_name.map(short);
        }
        self.drift
            .extend(replayed.drift.into_iter().map(|it| Departure {
                path: it.path,
                expected: it.expected,
                found: it.found,
            }));
        self.unknown.extend(replayed.unknown);
        self.error = self.error.take().or(replayed.error);
        let body = if is_request {
            &mut self.request_body
        } else {
            &mut self.body
        };
        *body = replayed.body;
    }
}

fn name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Decoded => "decoded",
        Outcome::ApiError => "api_error",
        Outcome::DecodeError => "decode_error",
    }
}

/// Returns a type's name without the module paths of the type and its parameters.
fn short(name: &str) -> String {
    let mut short = String::new();
    let mut word = String::new();
    for character in name.chars() {
        match character {
            ':' => word.clear(),
            '<' | '>' | ',' | ' ' => {
                short.push_str(&std::mem::take(&mut word));
                short.push(character);
            }
            other => word.push(other),
        }
    }
    short + &word
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn shortens_type_names() {
        assert_eq!(short("a::b::C"), "C");
        assert_eq!(short("alloc::vec::Vec<a::B, c::D<e::F>>"), "Vec<B, D<F>>");
    }
}
