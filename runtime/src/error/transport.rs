//! Errors of the transport: connection failures and timeouts.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use crate::base::attempts::{Attempts, EarlierAttempt};
use crate::base::text::one_line;
use crate::body::progress::Progress;
use crate::http::transport::{Fault, Stage};

/// A connection failure, or an incomplete response.
#[derive(Debug)]
pub struct TransportError {
    pub(super) operation: &'static str,
    pub(super) attempts: Attempts,
    host: String,
    /// Boxed, so that errors stay small.
    sending: Option<Box<Progress>>,
    fault: Fault,
}

/// A timeout.
#[derive(Debug)]
pub struct TimeoutError {
    pub(super) operation: &'static str,
    pub(super) attempts: Attempts,
    host: String,
    patience: TimeLimit,
    /// Boxed, so that errors stay small.
    sending: Option<Box<Progress>>,
    source: Box<dyn StdError + Send + Sync>,
}

/// The exceeded time limit, and the part of the call that it applies to.
#[derive(Clone, Copy, Debug)]
pub(crate) enum TimeLimit {
    Connect(Duration),
    Read(Duration),
    Attempt(Duration),
    Call(Duration),
}

impl TransportError {
    pub(crate) fn new(operation: &'static str, host: &str, fault: Fault) -> Self {
        Self {
            operation,
            attempts: Attempts::default(),
            host: host.to_owned(),
            sending: None,
            fault,
        }
    }

    /// Adds the upload progress, if the upload was incomplete.
    pub(crate) fn while_sending(self, sending: Option<Progress>) -> Self {
        Self {
            sending: sending.map(Box::new),
            ..self
        }
    }

    pub(crate) fn after(self, attempts: Attempts) -> Self {
        Self { attempts, ..self }
    }

    /// Returns whether the server may have received the last request.
    pub fn was_sent(&self) -> bool {
        match self.fault.stage() {
            Stage::Connect | Stage::Refused => false,
            Stage::Send | Stage::Receive => true,
        }
    }

    /// Returns the upload progress, if the upload was incomplete: the bytes that the connection accepted. The server
    /// may have received fewer.
    pub fn sending(&self) -> Option<Progress> {
        self.sending.as_deref().copied()
    }

    /// Returns the transport's error, for example to find an [`io::Error`](std::io::Error).
    pub fn underlying(&self) -> &(dyn StdError + 'static) {
        self.fault.underlying()
    }

    /// Returns whether an earlier attempt may have succeeded, if a retried write failed with this error.
    pub fn earlier_attempt(&self) -> Option<EarlierAttempt> {
        self.attempts.earlier
    }
}

impl TimeoutError {
    pub(crate) fn new(
        operation: &'static str,
        host: &str,
        patience: TimeLimit,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        Self {
            operation,
            attempts: Attempts::default(),
            host: host.to_owned(),
            patience,
            sending: None,
            source: source.into(),
        }
    }

    /// Adds the upload progress, if the upload was incomplete.
    pub(crate) fn while_sending(self, sending: Option<Progress>) -> Self {
        Self {
            sending: sending.map(Box::new),
            ..self
        }
    }

    pub(crate) fn after(self, attempts: Attempts) -> Self {
        Self { attempts, ..self }
    }

    /// Returns whether the server may have received the last request.
    pub fn was_sent(&self) -> bool {
        self.attempts.count > 0 && !matches!(self.patience, TimeLimit::Connect(_))
    }

    /// Returns whether an earlier attempt may have succeeded, if a retried write failed with this error.
    pub fn earlier_attempt(&self) -> Option<EarlierAttempt> {
        self.attempts.earlier
    }

    /// Returns the exceeded time limit: for connecting, for waiting for data, for one attempt, or for the whole call.
    pub fn limit(&self) -> Duration {
        match self.patience {
            TimeLimit::Connect(limit)
            | TimeLimit::Read(limit)
            | TimeLimit::Attempt(limit)
            | TimeLimit::Call(limit) => limit,
        }
    }

    /// Returns the upload progress, if the upload was incomplete: the bytes that the connection accepted. The server
    /// may have received fewer.
    pub fn sending(&self) -> Option<Progress> {
        self.sending.as_deref().copied()
    }

    /// Returns the error of the timer or of the transport.
    pub fn underlying(&self) -> &(dyn StdError + 'static) {
        &*self.source
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.fault.stage() {
            Stage::Connect => "cannot connect to",
            Stage::Refused => "the request was not accepted by",
            Stage::Send => "no response from",
            Stage::Receive => "incomplete response from",
        };
        let cause = one_line(&self.fault.to_string());
        write!(f, "{}: {what} {}", self.operation, self.host)?;
        write_progress(f, self.sending())?;
        write!(f, ": {cause}")?;
        self.attempts.fmt(f)
    }
}

impl fmt::Display for TimeoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            operation, host, ..
        } = self;
        match self.patience {
            TimeLimit::Read(limit) | TimeLimit::Attempt(limit) | TimeLimit::Call(limit)
                if self.sending.is_some() =>
            {
                write!(
                    f,
                    "{operation}: the request to {host} was not sent within {limit:?}"
                )?;
                write_progress(f, self.sending())
            }
            TimeLimit::Connect(limit) => {
                write!(f, "{operation}: no connection to {host} within {limit:?}")
            }
            TimeLimit::Read(limit) => {
                write!(f, "{operation}: no data from {host} for {limit:?}")
            }
            TimeLimit::Attempt(limit) | TimeLimit::Call(limit) => {
                write!(
                    f,
                    "{operation}: no complete response from {host} within {limit:?}"
                )
            }
        }?;
        self.attempts.fmt(f)
    }
}

fn write_progress(f: &mut fmt::Formatter<'_>, sending: Option<Progress>) -> fmt::Result {
    match sending {
        Some(Progress {
            bytes,
            total: Some(total),
        }) => write!(f, " ({bytes} of {total} bytes sent)"),
        Some(Progress { bytes, total: None }) => write!(f, " ({bytes} bytes sent)"),
        None => Ok(()),
    }
}

impl StdError for TransportError {}

impl StdError for TimeoutError {}
