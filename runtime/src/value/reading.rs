//! The decoder's state (drift and undeclared properties), and its errors.

use std::fmt;
use std::str::Utf8Error;

use super::path::Path;
use crate::base::drift::{Correction, Drift};

/// Why a body or a response cannot be decoded.
#[derive(Debug)]
#[non_exhaustive]
pub enum ReadError {
    /// The body is not JSON, or is nested too deeply.
    Syntax(serde_json::Error),
    /// The body is JSON, but cannot be deserialized as the requested type.
    Type(serde_json::Error),
    /// The top level has a different shape than the declared one.
    Shape(Drift),
    /// The declared body is missing.
    Empty,
    /// The body is declared as text, but is not UTF-8.
    NotText(Utf8Error),
    /// A redirect has no header `location`.
    NoLocation,
    /// The redirect target is not an HTTP URL.
    BadLocation,
    /// The response is declared as a redirect, but has a success status.
    NotRedirected,
    /// The body is partial (status 206), although no range was requested.
    Partial,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(error) => write!(f, "the body is not readable JSON: {error}"),
            Self::Type(error) => {
                let problem = without_text(error);
                write!(f, "the body is not of the requested type: {problem}")
            }
            Self::Shape(drift) => write!(f, "the body has the wrong shape: {drift}"),
            Self::Empty => f.write_str("the body is empty"),
            Self::NotText(error) => write!(f, "the body is not UTF-8: {error}"),
            Self::NoLocation => f.write_str("redirected without a `location` header"),
            Self::BadLocation => f.write_str("the redirect target is not an HTTP URL"),
            Self::NotRedirected => f.write_str("the response is not a redirect"),
            Self::Partial => f.write_str("the body is incomplete (status 206)"),
        }
    }
}

impl std::error::Error for ReadError {}

/// The types that a serde message may name as the actual one. For some of them, the message also contains the value.
const KINDS: [&str; 17] = [
    "a string",
    "boolean",
    "byte array",
    "character",
    "enum",
    "floating point",
    "integer",
    "map",
    "newtype struct",
    "newtype variant",
    "null",
    "number",
    "sequence",
    "struct variant",
    "tuple variant",
    "unit value",
    "unit variant",
];

/// Returns serde's message without the value that it quotes, which may be a secret. A type may define its own messages,
/// so only messages that serde itself defines are returned.
fn without_text(error: &serde_json::Error) -> String {
    let whole = error.to_string();
    let place = match error.line() {
        0 => String::new(),
        line => format!(" at line {line} column {}", error.column()),
    };
    let problem = whole.strip_suffix(&place).unwrap_or(&whole);
    let known = known(problem).unwrap_or_else(|| "a value does not match".to_owned());
    known + &place
}

/// Returns a message that serde itself defines, without the value that it quotes.
fn known(problem: &str) -> Option<String> {
    let is_name = |it: &str| {
        let name = it.strip_prefix('`').and_then(|it| it.strip_suffix('`'));
        name.is_some_and(|it| !it.contains('`'))
    };
    for begin in ["missing field ", "duplicate field "] {
        if problem.strip_prefix(begin).is_some_and(is_name) {
            return Some(problem.to_owned());
        }
    }
    if let Some(rest) = problem.strip_prefix("invalid length ") {
        let (length, _) = rest.split_once(", expected ")?;
        let is_number = length.parse::<u64>().is_ok();
        return is_number.then(|| problem.to_owned());
    }
    let (begin, rest) = problem.split_once(": ")?;
    if !matches!(begin, "invalid type" | "invalid value") {
        return None;
    }
    let (kind, expected) = match rest.strip_prefix("string \"") {
        // The quoted text may contain the separator too, so the last occurrence is used.
        Some(rest) => ("a string", rest.rsplit_once("\", expected ")?.1),
        None => {
            let (found, expected) = rest.split_once(", expected ")?;
            (found.split_once(" `").map_or(found, |it| it.0), expected)
        }
    };
    let kind = KINDS.iter().find(|it| **it == kind)?;
    Some(format!("{begin}: {kind}, expected {expected}"))
}

/// The decoder's state for one body.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    /// The corrections, in the order of the body.
    pub(crate) drift: Vec<Drift>,
    /// The JSON Pointers of undeclared properties, if requested.
    pub(crate) unknown: Option<Vec<String>>,
    /// Whether the decoder saw a float, or a value in which floats cannot be recognized.
    pub(crate) has_floats: bool,
    /// Whether a correction is an error. If so, a duplicate property is an error too.
    is_strict: bool,
}

impl Reading {
    /// Creates the state of a strict decoder, which accepts only what the description allows.
    pub(super) fn strict() -> Self {
        Self {
            is_strict: true,
            ..Self::default()
        }
    }

    /// Also lists undeclared properties.
    pub(crate) fn listing_unknown() -> Self {
        Self {
            unknown: Some(Vec::new()),
            ..Self::default()
        }
    }

    /// Clears all records.
    pub(crate) fn clear(&mut self) {
        self.drift.clear();
        if let Some(unknown) = &mut self.unknown {
            unknown.clear();
        }
    }

    /// Replaces the correction of the last drift.
    pub(super) fn correct_last(&mut self, correction: Correction) {
        if let Some(last) = self.drift.last_mut() {
            last.correct(correction);
        }
    }

    /// Records a duplicate property. In tolerant mode, the last value wins, as in most JSON parsers.
    pub(super) fn note_repeated(&mut self, path: &Path<'_>) {
        if self.is_strict {
            let drift = Drift::new(path.pointer(), "one value", "a second one");
            self.drift.push(drift);
        }
    }

    /// Returns why a strict decoder refuses the value: the first correction that is not a kept value.
    pub(super) fn refusal(self) -> Option<String> {
        let mut refused = self.drift.into_iter().filter(|it| !it.is_kept());
        let first = refused.next()?.uncorrected();
        Some(match refused.count() {
            0 => first.to_string(),
            more => format!("{first} (and {more} more)"),
        })
    }

    /// Removes the records at a path and below it, because a different value replaces that one.
    pub(super) fn forget(&mut self, path: &Path<'_>) {
        let pointer = path.pointer();
        let is_below = |it: &str| {
            it.strip_prefix(pointer.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.drift.retain(|drift| !is_below(&drift.path));
        if let Some(unknown) = &mut self.unknown {
            unknown.retain(|it| !is_below(it));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde::de::{DeserializeOwned, Error as _};

    use super::ReadError;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Named {
        #[expect(dead_code, reason = "it is only read")]
        id: u8,
    }

    #[derive(Debug, Deserialize)]
    enum Choice {
        #[serde(rename = "one")]
        One,
    }

    #[derive(Debug)]
    struct Own;

    impl<'de> Deserialize<'de> for Own {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let text = String::deserialize(deserializer)?;
            Err(D::Error::custom(text))
        }
    }

    fn reported<T: DeserializeOwned + std::fmt::Debug>(body: &str) -> String {
        let error = serde_json::from_str::<T>(body).unwrap_err();
        let reported = ReadError::Type(error).to_string();
        let reported = reported.strip_prefix("the body is not of the requested type: ");
        reported.unwrap().to_owned()
    }

    #[test]
    fn an_error_of_another_type_shows_no_value_of_the_body() {
        const UNFIT: &str = "a value does not match at line 1 column";
        assert_eq!(
            reported::<Named>("{}"),
            "missing field `id` at line 1 column 2"
        );
        let twice = reported::<Named>(r#"{"id":1,"id":1}"#);
        assert_eq!(twice, "duplicate field `id` at line 1 column 12");
        assert_eq!(reported::<Named>(r#"{"canary":1}"#), format!("{UNFIT} 9"));
        assert_eq!(reported::<Choice>(r#""canary""#), format!("{UNFIT} 8"));
        for message in [
            "canary",
            "missing field `a` canary",
            "invalid length canary, expected 1",
            "invalid type: canary, expected 1",
            "invalid type: map canary, expected 1",
            "unknown: canary",
        ] {
            let body = serde_json::to_string(message).unwrap();
            let reported = reported::<Own>(&body);
            assert_eq!(reported, "a value does not match");
        }
        for (body, kind) in [
            ("1234", "integer"),
            ("12.5", "floating point"),
            ("true", "boolean"),
            ("null", "null"),
            ("{}", "map"),
        ] {
            let reported = reported::<String>(body);
            let expected = format!("invalid type: {kind}, expected a string at line 1 column ");
            assert!(reported.starts_with(&expected), "{reported}");
        }
        let large = reported::<u8>("1234");
        assert_eq!(
            large,
            "invalid value: integer, expected u8 at line 1 column 4"
        );
        let short = reported::<[u8; 2]>("[1]");
        assert!(short.starts_with("invalid length 1, expected "), "{short}");
    }

    #[test]
    fn an_error_without_a_line_number_has_none() {
        let error = serde_json::from_value::<Choice>("canary".into()).unwrap_err();
        let reported = ReadError::Type(error).to_string();
        assert!(reported.ends_with(": a value does not match"), "{reported}");
    }
}
