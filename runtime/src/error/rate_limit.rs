//! The error of a call that exceeded a rate limit.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use jiff::{SignedDuration, Timestamp};

use super::problem::{ErrorDetail, Problem};
use crate::base::attempts::{Attempts, EarlierAttempt};
use crate::base::text::one_line;
use crate::http::reply::Reply;
use crate::limits::{Limit, LimitKind};

/// The error of a call that exceeded a rate limit of the server. The client also returns this error without sending the
/// call, if the limit is known to be exhausted.
pub struct RateLimitError {
    pub(super) operation: &'static str,
    attempts: Attempts,
    limit: Limit,
    wait: SignedDuration,
    problem: Problem,
    reply: Option<Reply>,
}

impl RateLimitError {
    pub(crate) fn new(operation: &'static str, limit: Limit, now: Timestamp) -> Self {
        Self {
            operation,
            attempts: Attempts::default(),
            wait: limit.until.duration_since(now).max(SignedDuration::ZERO),
            limit,
            problem: Problem::default(),
            reply: None,
        }
    }

    /// Creates the error from a rate limit response of the server.
    pub(crate) fn with_response(self, reply: Reply) -> Self {
        Self {
            attempts: reply.attempts,
            problem: Problem::read(&reply),
            reply: Some(reply),
            ..self
        }
    }

    pub(crate) fn after(self, attempts: Attempts) -> Self {
        Self { attempts, ..self }
    }

    /// Returns the limit: its kind, and when it resets.
    pub fn limit(&self) -> &Limit {
        &self.limit
    }

    /// Returns the HTTP status, or `None` if the call was not sent.
    pub fn status(&self) -> Option<StatusCode> {
        Some(self.reply.as_ref()?.status)
    }

    /// Returns the response headers, or `None` if the call was not sent.
    pub fn headers(&self) -> Option<&HeaderMap> {
        Some(&self.reply.as_ref()?.headers)
    }

    /// Returns the raw body, decompressed, or `None` if the call was not sent.
    pub fn bytes(&self) -> Option<&Bytes> {
        Some(&self.reply.as_ref()?.bytes)
    }

    /// Returns the server's message: the property `message` of the body.
    pub fn message(&self) -> Option<&str> {
        self.problem.message.as_deref()
    }

    /// Returns the URL of the documentation that the body names.
    pub fn documentation_url(&self) -> Option<&str> {
        self.problem.documentation_url.as_deref()
    }

    /// Returns the problems that the body lists in `errors`.
    pub fn details(&self) -> &[ErrorDetail] {
        &self.problem.details
    }

    /// Returns GitHub's request id, to quote to GitHub's support: the header `x-github-request-id`.
    pub fn request_id(&self) -> Option<&str> {
        self.reply.as_ref()?.request_id()
    }

    /// Returns whether an earlier attempt may have succeeded, if a retried write failed with this error.
    pub fn earlier_attempt(&self) -> Option<EarlierAttempt> {
        self.attempts.earlier
    }

    pub(crate) fn reply(&self) -> Option<&Reply> {
        self.reply.as_ref()
    }

    pub(super) fn attempts(&self) -> Attempts {
        self.attempts
    }
}

impl fmt::Display for RateLimitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.operation)?;
        match &self.reply {
            Some(reply) => write!(f, "{}: ", reply.status_text())?,
            None => f.write_str("not sent: ")?,
        }
        f.write_str(match self.limit.kind {
            LimitKind::Primary => "the rate limit",
            LimitKind::Secondary => "a secondary rate limit",
        })?;
        if let Some(resource) = self.limit.host.as_ref().or(self.limit.resource.as_ref()) {
            write!(f, " of `{}`", one_line(resource))?;
        }
        write!(
            f,
            " is exhausted until {:.0}, for another {} s (set `rate_limit_wait` to wait)",
            self.limit.until,
            // Rounds the seconds up.
            self.wait.as_secs_f64().ceil()
        )?;
        self.problem.write_reason(f)?;
        self.problem.write_documentation(f)?;
        if let Some(id) = self.request_id() {
            write!(f, " (request {})", one_line(id))?;
        }
        self.attempts.fmt(f)
    }
}

impl fmt::Debug for RateLimitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RateLimitError")
            .field("operation", &self.operation)
            .field("limit", &self.limit)
            .field("status", &self.status())
            .field("problem", &self.problem)
            .field("request_id", &self.request_id())
            .finish_non_exhaustive()
    }
}

impl std::error::Error for RateLimitError {}
