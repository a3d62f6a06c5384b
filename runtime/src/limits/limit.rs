//! A limit that is used up.

use jiff::{SignedDuration, Timestamp};

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

/// The time between two writes: GitHub's "Best practices for using the REST API" asks for a second. Its limit of 80
/// requests a minute that create content, which notify people, is kept by that too.
pub(super) const BETWEEN_WRITES: SignedDuration = SignedDuration::from_secs(1);
