//! What a transport fails with.

use std::error::Error as StdError;
use std::fmt;

use super::cause::{never_connected, was_refused};

/// What a transport fails with. Neither `Display` nor `Debug` may show a URL's query or a header:
/// they are for logs.
///
/// `Display` is that of the innermost cause, so [`source`](StdError::source) returns nothing; [`underlying`](Self::underlying)
/// does.
#[derive(Debug)]
pub struct Fault {
    stage: Stage,
    timed_out: bool,
    source: Box<dyn StdError + Send + Sync>,
}

/// How far a request came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stage {
    /// There was no connection: the server cannot have received it.
    Connect,
    /// There was a connection, and it shows that the request was not processed: HTTP/2 refused it by
    /// `GOAWAY` or `REFUSED_STREAM`, or the connection ended before the request was written.
    Refused,
    /// It was sent, or a part of it; the server may have received it.
    Send,
    /// The answer had begun.
    Receive,
}

impl Fault {
    /// Says how far a request came, and what happened there.
    pub fn new(stage: Stage, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self {
            stage,
            timed_out: false,
            source: source.into(),
        }
    }

    /// The same, where what happened is that it took too long.
    #[must_use]
    pub fn timed_out(self) -> Self {
        Self {
            timed_out: true,
            ..self
        }
    }

    /// Returns how far the request came.
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// Returns whether it took too long.
    pub fn is_timeout(&self) -> bool {
        self.timed_out
    }

    /// Returns what happened, with its own causes.
    pub fn underlying(&self) -> &(dyn StdError + 'static) {
        &*self.source
    }
}

impl From<reqwest::Error> for Fault {
    fn from(error: reqwest::Error) -> Self {
        let stage = if never_connected(&error) {
            Stage::Connect
        } else if error.is_body() || error.is_decode() {
            Stage::Receive
        } else if was_refused(&error) {
            Stage::Refused
        } else {
            Stage::Send
        };
        let timed_out = error.is_timeout();
        Self {
            timed_out,
            // A URL has arguments, which are not for logs.
            ..Self::new(stage, error.without_url())
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(root(self.underlying()), f)
    }
}

impl StdError for Fault {}

/// Returns the cause of all causes, which is the one that says something.
fn root<'a>(error: &'a (dyn StdError + 'static)) -> &'a (dyn StdError + 'static) {
    error.source().map_or(error, root)
}
