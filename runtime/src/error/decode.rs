//! The error of a response that cannot be decoded.

use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::base::attempts::{Attempts, EarlierAttempt};
use crate::base::drift::Drift;
use crate::base::drift_report::DriftReport;
use crate::base::text::one_line;
use crate::http::reply::Reply;
use crate::value::ReadError;

/// The error of a response that cannot be decoded. The body is not JSON, its shape is not the declared one, or the
/// status is not declared. In strict mode, any difference from the description is a decode error.
pub struct DecodeError {
    pub(super) operation: &'static str,
    reason: Reason,
    drift: Vec<Drift>,
    reply: Reply,
}

/// Why the response cannot be decoded.
#[derive(Debug)]
pub(crate) enum Reason {
    /// The body is malformed or has the wrong shape.
    Body(ReadError),
    /// The status is not declared. For an undeclared 2xx, the error also says why the body does not match the declared
    /// success.
    UndeclaredStatus(Option<ReadError>),
    /// The body deviates from the description, and the client is strict.
    Strict,
}

impl DecodeError {
    pub(crate) fn new(
        operation: &'static str,
        reason: Reason,
        drift: Vec<Drift>,
        reply: Reply,
    ) -> Self {
        Self {
            operation,
            reason,
            drift,
            reply,
        }
    }

    /// Returns the operationId.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the HTTP status.
    pub fn status(&self) -> StatusCode {
        self.reply.status
    }

    /// Returns the JSON Pointer of the error in the body; empty for the top level.
    pub fn path(&self) -> &str {
        match &self.reason {
            Reason::Body(ReadError::Shape(drift))
            | Reason::UndeclaredStatus(Some(ReadError::Shape(drift))) => &drift.path,
            Reason::Strict => self.drift.first().map_or("", |drift| &drift.path),
            _ => "",
        }
    }

    /// Returns why the body cannot be decoded. Returns `None` if the status is undeclared or the client is strict.
    pub fn underlying(&self) -> Option<&ReadError> {
        match &self.reason {
            Reason::Body(error) | Reason::UndeclaredStatus(Some(error)) => Some(error),
            Reason::UndeclaredStatus(None) | Reason::Strict => None,
        }
    }

    /// Returns GitHub's request id, to quote to GitHub's support: the header `x-github-request-id`.
    pub fn request_id(&self) -> Option<&str> {
        self.reply.request_id()
    }

    /// Returns whether an earlier attempt may have succeeded, if a retried write failed with this error.
    pub fn earlier_attempt(&self) -> Option<EarlierAttempt> {
        self.reply.attempts.earlier
    }

    pub(crate) fn reply(&self) -> &Reply {
        &self.reply
    }

    pub(super) fn attempts(&self) -> Attempts {
        self.reply.attempts
    }

    /// Returns the response headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.reply.headers
    }

    /// Returns the raw body, decompressed.
    pub fn bytes(&self) -> &Bytes {
        &self.reply.bytes
    }

    /// Returns the differences between the body and the description that were found before the error.
    pub fn drift(&self) -> &[Drift] {
        &self.drift
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            operation, reply, ..
        } = self;
        match &self.reason {
            Reason::Body(error) => {
                write!(f, "{operation}: {}", reply.status_text())?;
                write_error(f, error, reply)?;
            }
            Reason::UndeclaredStatus(error) => {
                let status = reply.status_text();
                write!(f, "{operation}: undeclared status {status}")?;
                if let Some(error) = error {
                    write_error(f, error, reply)?;
                }
                let is_moved = matches!(reply.status.as_u16(), 301 | 302);
                if is_moved && reply.header("location").is_some() {
                    f.write_str("; redirects are followed for GET and HEAD only")?;
                }
            }
            Reason::Strict => {
                let report = DriftReport {
                    operation,
                    status: reply.status.as_u16(),
                    entries: &self.drift,
                };
                f.write_str(&one_line(&report.to_string()))?;
            }
        }
        match self.request_id() {
            Some(id) => write!(f, " (request {})", one_line(id)),
            None => Ok(()),
        }?;
        reply.attempts.of_write().fmt(f)
    }
}

/// Writes why the body cannot be decoded. If the media type is not JSON, writes the media type too.
fn write_error(f: &mut fmt::Formatter<'_>, error: &ReadError, reply: &Reply) -> fmt::Result {
    write!(f, ": {}", one_line(&error.to_string()))?;
    match reply.header("content-type") {
        Some(kind) if !kind.contains("json") => {
            write!(f, " (its media type is `{}`)", one_line(kind))
        }
        _ => Ok(()),
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError")
            .field("operation", &self.operation)
            .field("status", &self.reply.status)
            .field("reason", &self.reason)
            .field("request_id", &self.request_id())
            .field("drift", &self.drift)
            .field("body", &self.reply.excerpt())
            .finish_non_exhaustive()
    }
}

impl StdError for DecodeError {}
