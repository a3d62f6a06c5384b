//! The `[[rename]]` and `[[skip]]` entries of the configuration.

use serde::Deserialize;

use super::scope::Scope;
use crate::report::{Diagnostic, quoted};

/// A `[[rename]]` entry: the Rust name of an item in the description.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rename {
    /// The JSON pointer, starting with `#`.
    pub at: String,
    /// The Rust name.
    pub name: String,
    /// The reason.
    #[serde(default)]
    pub reason: String,
    /// The runs to which the entry applies.
    #[serde(default, rename = "for")]
    pub scope: Scope,
}

/// A `[[skip]]` entry: an operation that is not generated.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Skip {
    /// An operationId, a call such as `GET /path`, or a path, which skips all of its operations.
    pub operation: String,
    /// The reason.
    pub reason: String,
    /// Whether the operation is skipped although it is supported. A deliberate entry never expires.
    #[serde(default)]
    pub deliberate: bool,
    /// The runs to which the entry applies.
    #[serde(default, rename = "for")]
    pub scope: Scope,
}

impl Skip {
    /// Returns whether the entry matches an operation, which has this call and operationId.
    pub fn is_of(&self, call: &str, id: &str) -> bool {
        let path = call.split_once(' ').map_or(call, |(_, path)| path);
        let names = [call, path, id];
        !self.operation.is_empty() && names.contains(&self.operation.as_str())
    }
}

/// An entry that matches nothing in the description.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unknown {
    /// A rename, with its JSON pointer.
    Rename(String),
    /// A skip, with its operation.
    Skip(String),
}

impl Unknown {
    /// Returns the diagnostic for the entry.
    pub fn diagnostic(&self) -> Diagnostic {
        match self {
            Self::Rename(at) => Diagnostic::new(
                "a [[rename]] matches nothing in the description",
                "correct its `at`, or remove the entry from tagsmith.toml",
            )
            .at(at),
            Self::Skip(operation) => Diagnostic::new(
                format!(
                    "a [[skip]] names {}, which the description does not declare",
                    quoted(operation)
                ),
                "correct its `operation`, or remove the entry from tagsmith.toml; `tagsmith operations` lists all operations",
            ),
        }
    }
}
