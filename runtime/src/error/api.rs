//! Error responses of the server.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::problem::{ErrorDetail, Problem};
use crate::base::attempts::{Attempts, EarlierAttempt};
use crate::base::drift::Drift;
use crate::base::text::one_line;
use crate::http::facts::ResponseFacts;
use crate::http::github;
use crate::http::rate_limit::RateLimit;
use crate::http::reply::{Reply, Sender};

/// An error response of the server. `K` is the operation's error enum.
pub struct ApiError<K> {
    pub(super) operation: &'static str,
    kind: K,
    problem: Problem,
    drift: Vec<Drift>,
    reply: Reply,
}

impl<K> ApiError<K> {
    pub(crate) fn new(operation: &'static str, kind: K, drift: Vec<Drift>, reply: Reply) -> Self {
        Self {
            operation,
            kind,
            problem: Problem::read(&reply),
            drift,
            reply,
        }
    }

    /// Returns the HTTP status.
    pub fn status(&self) -> StatusCode {
        self.reply.status
    }

    /// Returns the declared error for the HTTP status, with its body.
    pub fn kind(&self) -> &K {
        &self.kind
    }

    /// Returns the declared error for the HTTP status, with its body, and consumes `self`.
    pub fn into_kind(self) -> K {
        self.kind
    }

    /// Returns the message in the body.
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

    /// Returns the URL at which the user authorizes the token for single sign-on, if the organization requires single
    /// sign-on: the header `x-github-sso`.
    pub fn sso_url(&self) -> Option<&str> {
        self.facts().sso()?.url
    }

    /// Returns the permissions that the operation accepts from an app or a fine-grained token, such as `contents=read`:
    /// the header `x-accepted-github-permissions`.
    pub fn accepted_permissions(&self) -> Option<&str> {
        self.reply.header(github::ACCEPTED_PERMISSIONS)
    }

    /// Returns typed values of the response headers: page count, final URL, deprecation, token expiry and more.
    pub fn facts(&self) -> ResponseFacts<'_> {
        ResponseFacts::of(&self.reply)
    }

    /// Returns GitHub's request id, to quote to GitHub's support: the header `x-github-request-id`.
    pub fn request_id(&self) -> Option<&str> {
        self.reply.request_id()
    }

    /// Returns the rate limit that the response headers report: the limit, the remaining requests and the reset time.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::read(&self.reply.headers)
    }

    /// Returns the response headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.reply.headers
    }

    /// Returns the raw body, decompressed.
    pub fn bytes(&self) -> &Bytes {
        &self.reply.bytes
    }

    /// Returns the differences between the body and the description.
    pub fn drift(&self) -> &[Drift] {
        &self.drift
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

    pub(super) fn map_kind<L>(self, map: impl FnOnce(K) -> L) -> ApiError<L> {
        ApiError {
            operation: self.operation,
            kind: map(self.kind),
            problem: self.problem,
            drift: self.drift,
            reply: self.reply,
        }
    }
}

impl<K> fmt::Display for ApiError<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.operation, self.reply.status_text())?;
        self.problem.write_reason(f)?;
        if self.reply.status == StatusCode::UNAUTHORIZED {
            match self.reply.sender {
                Sender::Known => {}
                Sender::Nobody => f.write_str("; no token was given")?,
                Sender::Withheld => {
                    f.write_str("; the token was not sent, because the call was redirected")?;
                }
                Sender::Unnamed(variable) => write!(
                    f,
                    "; the token in `{variable}` was not sent, because it is for another server"
                )?,
            }
        }
        if let Some(url) = self.sso_url() {
            write!(
                f,
                "; authorize the token for single sign-on at {}",
                one_line(url)
            )?;
        }
        // GitHub hides some resources: callers without access get 404 instead of 403.
        if let StatusCode::FORBIDDEN | StatusCode::NOT_FOUND = self.reply.status
            && let Some(permissions) = self.accepted_permissions()
        {
            write!(f, "; accepted permissions: {}", one_line(permissions))?;
        }
        self.problem.write_documentation(f)?;
        if let Some(id) = self.request_id() {
            write!(f, " (request {})", one_line(id))?;
        }
        self.reply.attempts.fmt(f)
    }
}

impl<K: fmt::Debug> fmt::Debug for ApiError<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("operation", &self.operation)
            .field("status", &self.reply.status)
            .field("kind", &self.kind)
            .field("problem", &self.problem)
            .field("request_id", &self.request_id())
            .field("earlier_attempt", &self.earlier_attempt())
            .field("drift", &self.drift)
            .field("body", &self.reply.excerpt())
            .finish_non_exhaustive()
    }
}

impl<K: fmt::Debug> std::error::Error for ApiError<K> {}
