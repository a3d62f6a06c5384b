//! The entries of the configuration that rename and leave out.

use serde::Deserialize;

use super::scope::Scope;
use crate::report::{Diagnostic, quoted};

/// The name of one place of the description.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rename {
    /// The JSON pointer, from `#`.
    pub at: String,
    /// The name.
    pub name: String,
    /// Why.
    #[serde(default)]
    pub reason: String,
    /// What the entry is for.
    #[serde(default, rename = "for")]
    pub scope: Scope,
}

/// An operation that is left out.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Skip {
    /// The operationId; or the call, `GET /path`; or a path, for all of its operations.
    pub operation: String,
    /// Why.
    pub reason: String,
    /// Whether it is left out on purpose: such an entry never expires.
    #[serde(default)]
    pub deliberate: bool,
    /// What the entry is for.
    #[serde(default, rename = "for")]
    pub scope: Scope,
}

impl Skip {
    /// Returns whether it leaves an operation out, of which the call and the operationId are given.
    pub fn is_of(&self, call: &str, id: &str) -> bool {
        let path = call.split_once(' ').map_or(call, |(_, path)| path);
        let names = [call, path, id];
        !self.operation.is_empty() && names.contains(&self.operation.as_str())
    }
}

/// An entry that leads to nothing in the description.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unknown {
    /// A rename, by the place that it is for.
    Rename(String),
    /// A skip, by the operation that it is for.
    Skip(String),
}

impl Unknown {
    /// Returns what is wrong.
    pub fn diagnostic(&self) -> Diagnostic {
        match self {
            Self::Rename(at) => Diagnostic::new(
                "a [[rename]] leads to nothing in the description",
                "correct its `at`, or remove the entry from tagsmith.toml",
            )
            .at(at),
            Self::Skip(operation) => Diagnostic::new(
                format!(
                    "a [[skip]] names {}, which the description does not have",
                    quoted(operation)
                ),
                "correct its `operation`, or remove the entry from tagsmith.toml; `tagsmith operations` lists all",
            ),
        }
    }
}
