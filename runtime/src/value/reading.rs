//! What the reader notes, and why it gives up.

use std::fmt;
use std::str::Utf8Error;

use super::path::Path;
use crate::drift::{Correction, Drift};

/// A body, or an answer, that could not be read at all.
#[derive(Debug)]
#[non_exhaustive]
pub enum ReadError {
    /// It is not JSON, or is nested too deeply.
    Syntax(serde_json::Error),
    /// It is JSON, but cannot be deserialized as the type that the caller named.
    Type(serde_json::Error),
    /// Its top is of another shape than the description's.
    Shape(Drift),
    /// There is none where the description promises one.
    Empty,
    /// It is not UTF-8 where the description promises a text.
    NotText(Utf8Error),
    /// The answer does not say where it leads, in the header `location`.
    NoLocation,
    /// The answer leads to what is no HTTP URL.
    BadLocation,
    /// The answer has a successful status where the description promises a redirect.
    NotRedirected,
    /// It is a part of a body (status 206), and the request did not ask for a part.
    Partial,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(error) => write!(f, "the body is not readable JSON: {error}"),
            Self::Type(error) => {
                let problem = without_text(&error.to_string());
                write!(f, "the body is not of the requested type: {problem}")
            }
            Self::Shape(drift) => write!(f, "the body has the wrong shape: {drift}"),
            Self::Empty => f.write_str("the body is empty"),
            Self::NotText(error) => write!(f, "the body is not UTF-8: {error}"),
            Self::NoLocation => f.write_str("redirected without a `location` header"),
            Self::BadLocation => f.write_str("redirected to what is no HTTP URL"),
            Self::NotRedirected => f.write_str("the response is not a redirect"),
            Self::Partial => f.write_str("the body is only a part"),
        }
    }
}

impl std::error::Error for ReadError {}

/// Returns what `serde` says of a value without the text that it found: that may be a secret.
fn without_text(problem: &str) -> String {
    let parts = problem.split_once(": string \"").and_then(|(kind, rest)| {
        let (_, expected) = rest.rsplit_once("\", expected ")?;
        Some(format!("{kind}: a string, expected {expected}"))
    });
    parts.unwrap_or_else(|| problem.to_owned())
}

/// What the reader noted besides the value.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    /// What it corrected, in the order of the body.
    pub(crate) drift: Vec<Drift>,
    /// The pointers of members that the description does not know, if asked for.
    pub(crate) unknown: Option<Vec<String>>,
    /// Whether a correction is an error, and so a repeated member too.
    is_strict: bool,
}

impl Reading {
    /// Reads what the description allows, and nothing else.
    pub(super) fn strict() -> Self {
        Self {
            is_strict: true,
            ..Self::default()
        }
    }

    /// Lists the members that the description does not know.
    pub(crate) fn listing_unknown() -> Self {
        Self {
            unknown: Some(Vec::new()),
            ..Self::default()
        }
    }

    /// Forgets all that was noted.
    pub(crate) fn clear(&mut self) {
        self.drift.clear();
        if let Some(unknown) = &mut self.unknown {
            unknown.clear();
        }
    }

    /// Changes what the last entry says was done.
    pub(super) fn correct_last(&mut self, correction: Correction) {
        if let Some(last) = self.drift.last_mut() {
            last.correct(correction);
        }
    }

    /// Notes that a member came twice. Otherwise the last one counts, as in most JSON readers.
    pub(super) fn note_repeated(&mut self, path: &Path<'_>) {
        if self.is_strict {
            let drift = Drift::new(path.pointer(), "one value", "a second one");
            self.drift.push(drift);
        }
    }

    /// Returns why a strict reader refuses the value: the first correction, but those that keep it.
    pub(super) fn refusal(self) -> Option<String> {
        let mut refused = self.drift.into_iter().filter(|it| !it.is_kept());
        let first = refused.next()?.uncorrected();
        Some(match refused.count() {
            0 => first.to_string(),
            more => format!("{first} (and {more} more)"),
        })
    }

    /// Forgets what was noted at a path and below: another value took its place.
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
