//! One error type for calls of all operations.

use std::any::Any;
use std::error::Error as StdError;
use std::fmt;

use http::StatusCode;

use super::operation::Failure;
use crate::base::attempts::EarlierAttempt;
use crate::base::build_error::BuildError;
use crate::error::{
    Error, ErrorCategory, ErrorDetail, ReportError, ReportErrorKind, ReportReadError, TimeoutError,
    TransportError,
};
use crate::limits::Limit;

/// The error of any operation, report or client builder, so that one function can use `?` on all of them.
///
/// ```
/// use tagsmith_runtime::{AnyError, ErrorCategory};
///
/// fn report(error: &AnyError) {
///     match (error.category(), error.limit()) {
///         (_, Some(limit)) => println!("again at {}", limit.until),
///         (ErrorCategory::Timeout, None) => println!("too slow: {error}"),
///         (category, None) => println!("{category}: {error}"),
///     }
/// }
/// ```
#[derive(Debug)]
pub struct AnyError(Inner);

#[derive(Debug)]
enum Inner {
    Call(Error<Box<dyn Kind>>),
    Build(BuildError),
    Report(ReportReadError),
}

/// A type-erased error enum of an operation.
trait Kind: Any + fmt::Debug + Send + Sync {}

impl<K: Any + fmt::Debug + Send + Sync> Kind for K {}

impl AnyError {
    /// Returns the operationId, or `None` if there was no call.
    pub fn operation(&self) -> Option<&'static str> {
        match &self.0 {
            Inner::Call(error) => Some(error.operation()),
            Inner::Build(_) => None,
            Inner::Report(error) => Some(error.operation()),
        }
    }

    /// Returns the category of the error.
    pub fn category(&self) -> ErrorCategory {
        match &self.0 {
            Inner::Call(error) => error.category(),
            Inner::Build(_) => ErrorCategory::Build,
            Inner::Report(_) => ErrorCategory::Report,
        }
    }

    /// Returns the exhausted rate limit, with the time when it resets.
    pub fn limit(&self) -> Option<&Limit> {
        self.either(Error::limit, Error::limit)
    }

    /// Returns the timeout error, if the call or the fetch of a report timed out.
    pub fn timeout(&self) -> Option<&TimeoutError> {
        self.either(timeout, timeout)
    }

    /// Returns the transport error, if the connection for the call or for the fetch of a report failed.
    pub fn transport(&self) -> Option<&TransportError> {
        self.either(transport, transport)
    }

    /// Returns the HTTP status, if there was a response to the call or to the fetch of a report.
    pub fn status(&self) -> Option<StatusCode> {
        self.either(Error::status, Error::status)
    }

    /// Returns the message in the body of the response.
    pub fn message(&self) -> Option<&str> {
        self.either(Error::message, Error::message)
    }

    /// Returns the problems that the body of the response lists in `errors`.
    pub fn details(&self) -> &[ErrorDetail] {
        let details = self.either(|it| Some(it.details()), |it| Some(it.details()));
        details.unwrap_or_default()
    }

    /// Returns the URL of the documentation that the body of the response names.
    pub fn documentation_url(&self) -> Option<&str> {
        self.either(Error::documentation_url, Error::documentation_url)
    }

    /// Returns GitHub's request id, to quote to GitHub's support: the header `x-github-request-id`.
    pub fn request_id(&self) -> Option<&str> {
        self.either(Error::request_id, Error::request_id)
    }

    /// Returns how many requests were sent, redirects included; 0 if there was no call.
    pub fn attempts(&self) -> u32 {
        let attempts = self.either(|it| Some(it.attempts()), |it| Some(it.attempts()));
        attempts.unwrap_or_default()
    }

    /// Returns whether an earlier attempt may have succeeded, if a retried write failed with this error.
    pub fn earlier_attempt(&self) -> Option<EarlierAttempt> {
        self.either(Error::earlier_attempt, Error::earlier_attempt)
    }

    /// Returns the operation's error enum, if the server responded with an error and the enum's type is `K`.
    pub fn kind<K: Failure>(&self) -> Option<&K> {
        match &self.0 {
            Inner::Call(Error::Api(error)) => {
                let kind: &dyn Any = error.kind().as_ref();
                kind.downcast_ref()
            }
            _ => None,
        }
    }

    /// Calls a function with the error of the call, or with the error of a report's fetch.
    fn either<'a, T>(
        &'a self,
        call: impl FnOnce(&'a Error<Box<dyn Kind>>) -> Option<T>,
        fetch: impl FnOnce(&'a Error<()>) -> Option<T>,
    ) -> Option<T> {
        match &self.0 {
            Inner::Call(error) => call(error),
            Inner::Build(_) => None,
            Inner::Report(error) => match error.problem() {
                ReportErrorKind::Fetch(error) => fetch(error),
                _ => None,
            },
        }
    }
}

fn timeout<K>(error: &Error<K>) -> Option<&TimeoutError> {
    match error {
        Error::Timeout(error) => Some(error),
        _ => None,
    }
}

fn transport<K>(error: &Error<K>) -> Option<&TransportError> {
    match error {
        Error::Transport(error) => Some(error),
        _ => None,
    }
}

impl<K: Failure> From<Error<K>> for AnyError {
    fn from(error: Error<K>) -> Self {
        Self(Inner::Call(error.map_kind(|kind| Box::new(kind) as _)))
    }
}

impl From<BuildError> for AnyError {
    fn from(error: BuildError) -> Self {
        Self(Inner::Build(error))
    }
}

impl<K: Failure> From<ReportError<K>> for AnyError {
    fn from(error: ReportError<K>) -> Self {
        match error {
            ReportError::Call(error) => error.into(),
            ReportError::Report(error) => Self(Inner::Report(error)),
        }
    }
}

impl fmt::Display for AnyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Inner::Call(error) => error.fmt(f),
            Inner::Build(error) => error.fmt(f),
            Inner::Report(error) => error.fmt(f),
        }
    }
}

impl StdError for AnyError {}
