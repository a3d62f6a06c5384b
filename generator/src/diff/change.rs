//! A change: its kind, its location, the old and the new state, and its effects on the wire and on Rust.

use std::collections::BTreeSet;

use serde::Serialize;

use super::kind::Kind;

/// A change between two crates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The kind of the change.
    pub kind: Kind,
    /// The location.
    #[serde(flatten)]
    pub place: Place,
    /// The old state, if there is one.
    pub old: Option<String>,
    /// The new state, if there is one.
    pub new: Option<String>,
    /// The signature of an added item.
    pub signature: Option<String>,
    /// The deprecation note of a removed item: `deprecated since 2024-01-02`.
    pub deprecated: Option<String>,
    /// Whether a client of the old description works with a server of the new one.
    pub wire: Wire,
    /// The effect on source code for the old crate.
    pub rust: Rust,
}

/// The location of a change.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// The operationIds of all affected operations, sorted.
    pub operations: BTreeSet<String>,
    /// The component schema that contains the change, if there is one.
    pub schema: Option<String>,
    /// The direction in which the changed values are sent.
    pub direction: Option<Direction>,
    /// The part of an operation: `query`, `path`, `header`, `body`, a status, or `default`.
    pub part: Option<String>,
    /// The parameter, or the path within a body, in wire names: `$.seats[*].assignee`.
    pub path: Option<String>,
    /// The changed item of the crate, in the spelling of SURFACE.md.
    pub item: String,
}

/// The direction in which a value is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// To the server.
    Request,
    /// From the server.
    Response,
    /// In both directions.
    Both,
}

/// Whether a client of the old description works with a server of the new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wire {
    /// The client works.
    Compatible,
    /// The client may send a request that is refused, or receive a response that the old description forbids.
    Breaking,
}

/// The effect of a change on source code for the old crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rust {
    /// No effect: the change concerns only texts, or items that source code cannot use.
    Same,
    /// Additional items are available.
    Addition,
    /// The source compiles, but behaves differently.
    Behaviour,
    /// Some documented use does not compile any more, or has a different meaning.
    Breaking,
}

impl Direction {
    /// Returns the direction of values that occur in requests, in responses, or in both.
    pub(super) fn of(requests: bool, responses: bool) -> Option<Self> {
        match (requests, responses) {
            (true, true) => Some(Self::Both),
            (true, false) => Some(Self::Request),
            (false, true) => Some(Self::Response),
            (false, false) => None,
        }
    }

    /// Returns whether requests contain the values.
    pub(super) fn has_requests(self) -> bool {
        self != Self::Response
    }

    /// Returns whether responses contain the values.
    pub(super) fn has_responses(self) -> bool {
        self != Self::Request
    }
}

/// The importance of a change for a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// No effect on source code.
    Unseen,
    /// An addition.
    Added,
    /// Different behaviour.
    Behaves,
    /// Old clients break, but the compiler does not report it.
    BreaksWire,
    /// Source code breaks.
    BreaksSource,
}

impl Change {
    /// Returns the importance of the change.
    pub(super) fn weight(&self) -> Weight {
        match (self.rust, self.wire) {
            (Rust::Breaking, _) => Weight::BreaksSource,
            (_, Wire::Breaking) => Weight::BreaksWire,
            (Rust::Behaviour, _) => Weight::Behaves,
            (Rust::Addition, _) => Weight::Added,
            (Rust::Same, _) => Weight::Unseen,
        }
    }
}

impl Wire {
    /// Returns `Breaking` if the condition holds, otherwise `Compatible`.
    pub(super) fn breaking_if(is_breaking: bool) -> Self {
        if is_breaking {
            Self::Breaking
        } else {
            Self::Compatible
        }
    }
}

impl Rust {
    /// Returns `Breaking` if the condition holds, otherwise `Same`.
    pub(super) fn breaking_if(is_breaking: bool) -> Self {
        if is_breaking {
            Self::Breaking
        } else {
            Self::Same
        }
    }
}
