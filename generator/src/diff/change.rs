//! One change: what, where, from what to what, and what it means on the wire and in Rust.

use std::collections::BTreeSet;

use serde::Serialize;

use super::kind::Kind;

/// One change between two crates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What sort of change it is.
    pub kind: Kind,
    /// Where it is.
    #[serde(flatten)]
    pub place: Place,
    /// What was there, if something was.
    pub old: Option<String>,
    /// What is there now, if something is.
    pub new: Option<String>,
    /// How source uses what is added.
    pub signature: Option<String>,
    /// What was said of the deprecation of what is removed: `deprecated since 2024-01-02`.
    pub deprecated: Option<String>,
    /// Whether a client of the old description works with a server of the new one.
    pub wire: Wire,
    /// What it means for source that was written against the old crate.
    pub rust: Rust,
}

/// Where a change is.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// The operationIds of all operations that it reaches, sorted.
    pub operations: BTreeSet<String>,
    /// The component schema in which it is, if it is in one.
    pub schema: Option<String>,
    /// Which way what changed goes.
    pub direction: Option<Direction>,
    /// In which part of an operation: `query`, `path`, `header`, `body`, a status, or `default`.
    pub part: Option<String>,
    /// Which parameter, or where in a body, in names of the wire: `$.seats[*].assignee`.
    pub path: Option<String>,
    /// The item of the crate, as SURFACE.md writes it.
    pub item: String,
}

/// Which way a value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// To the server.
    Request,
    /// From the server.
    Response,
    /// Both ways.
    Both,
}

/// Whether a client of the old description works with a server of the new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wire {
    /// It does.
    Compatible,
    /// It may send what is refused, or be sent what the old description rules out.
    Breaking,
}

/// What a change means for source that was written against the old crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rust {
    /// Nothing: text, or what no source can see.
    Same,
    /// There is more that it could use.
    Addition,
    /// It compiles, and something that it does happens otherwise.
    Behaviour,
    /// Some of what the crate promises does not compile any more, or does something else.
    Breaking,
}

impl Direction {
    /// Returns the direction of values that go to the server, come from it, or do both.
    pub(super) fn of(requests: bool, responses: bool) -> Option<Self> {
        match (requests, responses) {
            (true, true) => Some(Self::Both),
            (true, false) => Some(Self::Request),
            (false, true) => Some(Self::Response),
            (false, false) => None,
        }
    }

    /// Returns whether values go to the server.
    pub(super) fn has_requests(self) -> bool {
        self != Self::Response
    }

    /// Returns whether values come from the server.
    pub(super) fn has_responses(self) -> bool {
        self != Self::Request
    }
}

/// How much a change matters to a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// Nothing but text, or what no source can see.
    Unseen,
    /// Something is added.
    Added,
    /// Something happens otherwise.
    Behaves,
    /// Old clients break, and no compiler says so.
    BreaksWire,
    /// Source breaks.
    BreaksSource,
}

impl Change {
    /// Returns how much the change matters to a reader.
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
    /// Returns the verdict on what is breaking if this is so.
    pub(super) fn breaking_if(is_breaking: bool) -> Self {
        if is_breaking {
            Self::Breaking
        } else {
            Self::Compatible
        }
    }
}

impl Rust {
    /// Returns the verdict on what is breaking if this is so, and else no matter.
    pub(super) fn breaking_if(is_breaking: bool) -> Self {
        if is_breaking {
            Self::Breaking
        } else {
            Self::Same
        }
    }
}
