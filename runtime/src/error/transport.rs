//! Calls that did not get through.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use crate::text::one_line;

/// A call that did not get through, or whose answer did not come back whole.
#[derive(Debug)]
pub struct TransportError {
    pub(super) operation: &'static str,
    host: String,
    stage: Stage,
    source: Box<dyn StdError + Send + Sync>,
}

/// A call that took too long.
#[derive(Debug)]
pub struct TimeoutError {
    pub(super) operation: &'static str,
    host: String,
    limit: Limit,
    source: Box<dyn StdError + Send + Sync>,
}

#[derive(Clone, Copy, Debug)]
enum Stage {
    Connect,
    Send,
    Receive,
}

/// Which of the client's timeouts it was.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Limit {
    Connect(Duration),
    Read(Duration),
    Call(Duration),
}

impl TransportError {
    pub(crate) fn new(operation: &'static str, host: &str, error: reqwest::Error) -> Self {
        let stage = if error.is_connect() {
            Stage::Connect
        } else if error.is_body() || error.is_decode() {
            Stage::Receive
        } else {
            Stage::Send
        };
        Self {
            operation,
            host: host.to_owned(),
            stage,
            // A URL has arguments, which are not for logs.
            source: Box::new(error.without_url()),
        }
    }
}

impl TimeoutError {
    pub(crate) fn new(
        operation: &'static str,
        host: &str,
        limit: Limit,
        error: reqwest::Error,
    ) -> Self {
        Self {
            operation,
            host: host.to_owned(),
            limit,
            source: Box::new(error.without_url()),
        }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.stage {
            Stage::Connect => "cannot connect to",
            Stage::Send => "no answer from",
            Stage::Receive => "no whole answer from",
        };
        let cause = one_line(&root(&*self.source).to_string());
        write!(f, "{}: {what} {}: {cause}", self.operation, self.host)
    }
}

impl fmt::Display for TimeoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            operation, host, ..
        } = self;
        match self.limit {
            Limit::Connect(limit) => write!(f, "{operation}: no connection to {host} in {limit:?}"),
            Limit::Read(limit) => write!(f, "{operation}: nothing came from {host} for {limit:?}"),
            Limit::Call(limit) => {
                write!(f, "{operation}: no whole answer from {host} in {limit:?}")
            }
        }
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}

impl StdError for TimeoutError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}

/// Returns the cause of all causes, which is the one that says something.
fn root<'a>(error: &'a (dyn StdError + 'static)) -> &'a (dyn StdError + 'static) {
    error.source().map_or(error, root)
}
