//! GitHub's limits of how much may be asked: told apart from other refusals, kept in mind, obeyed.

mod graphql;
mod pace;
mod read;
pub(crate) mod retry;
mod tracker;

use jiff::{SignedDuration, Timestamp};

pub(crate) use self::graphql::read_graphql;
pub(crate) use self::pace::{Pace, Permit};
pub(crate) use self::read::read;
pub(crate) use self::tracker::{Caller, Met, Moment, Tracker};

/// The time between two writes: GitHub's "Best practices for using the REST API" asks for a second. Its limit of 80
/// requests a minute that create content, which notify people, is kept by that too.
const BETWEEN_WRITES: SignedDuration = SignedDuration::from_secs(1);

/// A limit that is used up.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limit {
    /// Which kind it is.
    pub kind: LimitKind,
    /// When it ends, by this machine's clock.
    pub until: Timestamp,
    /// Which of GitHub's budgets it is, such as `core` or `search`, if the server tells.
    pub resource: Option<String>,
    /// The host whose limit it is, if that is not the API's: one that a redirect led to.
    pub host: Option<String>,
}

/// Which of GitHub's two kinds of limits it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LimitKind {
    /// All calls of the window were made.
    Primary,
    /// Too much at once, by GitHub's own measure: no call of that account may be made until then.
    Secondary,
}
