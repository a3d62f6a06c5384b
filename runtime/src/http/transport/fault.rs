//! The error of a transport.

use std::error::Error as StdError;
use std::fmt;

use super::cause::{never_connected, was_refused};

/// The error of a transport. Neither `Display` nor `Debug` may print a URL's query or a header, since errors are
/// logged.
///
/// `Display` prints the innermost cause. To print no text twice, [`source`](StdError::source) returns `None`; use
/// [`underlying`](Self::underlying) to get the cause.
#[derive(Debug)]
pub struct Fault {
    stage: Stage,
    timed_out: bool,
    source: Box<dyn StdError + Send + Sync>,
}

/// How far a request got before the error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stage {
    /// The connection failed: the server cannot have received the request.
    Connect,
    /// The request was not processed: HTTP/2 refused it by `GOAWAY` or `REFUSED_STREAM`, or the connection ended before
    /// the request was written.
    Refused,
    /// The request was sent completely or in part, so the server may have received it.
    Send,
    /// The response had begun.
    Receive,
}

impl Fault {
    /// Creates a fault from its stage and its cause.
    pub fn new(stage: Stage, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self {
            stage,
            timed_out: false,
            source: source.into(),
        }
    }

    /// Marks the fault as a timeout.
    #[must_use]
    pub fn timed_out(self) -> Self {
        Self {
            timed_out: true,
            ..self
        }
    }

    /// Returns how far the request got.
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// Returns whether the fault is a timeout.
    pub fn is_timeout(&self) -> bool {
        self.timed_out
    }

    /// Returns the cause.
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
            // The URL is removed, because it contains arguments and errors are logged.
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

/// Returns the innermost cause, whose message is the most specific.
fn root<'a>(error: &'a (dyn StdError + 'static)) -> &'a (dyn StdError + 'static) {
    error.source().map_or(error, root)
}
