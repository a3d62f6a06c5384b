//! One error type for the calls of several operations.

use std::any::Any;
use std::error::Error as StdError;
use std::fmt;

use http::StatusCode;

use super::{EarlierAttempt, Error};
use crate::build_error::BuildError;
use crate::operation::Failure;
use crate::reports::{BrokenReport, ReportError};

/// An error of any operation, or of building a client, so that one function can use `?` on them all.
///
/// ```
/// use tagsmith_runtime::AnyError;
///
/// fn report(error: &AnyError) {
///     println!("{error}: {:?}, request {:?}", error.status(), error.request_id());
/// }
/// ```
#[derive(Debug)]
pub struct AnyError(Inner);

#[derive(Debug)]
enum Inner {
    Call(Error<Box<dyn Kind>>),
    Build(BuildError),
    Report(BrokenReport),
}

/// An operation's own enum of failures, whichever it is.
trait Kind: Any + fmt::Debug + Send + Sync {}

impl<K: Any + fmt::Debug + Send + Sync> Kind for K {}

impl AnyError {
    /// Returns the operationId; none if there was no call.
    pub fn operation(&self) -> Option<&'static str> {
        match &self.0 {
            Inner::Call(error) => Some(error.operation()),
            Inner::Build(_) => None,
            Inner::Report(error) => Some(error.operation()),
        }
    }

    /// Returns the answer's HTTP status, if there was an answer to the call.
    pub fn status(&self) -> Option<StatusCode> {
        self.call()?.status()
    }

    /// Returns what the server said in the member `message` of its answer.
    pub fn message(&self) -> Option<&str> {
        self.call()?.message()
    }

    /// Returns the id under which GitHub knows the call: the header `x-github-request-id`.
    pub fn request_id(&self) -> Option<&str> {
        self.call()?.request_id()
    }

    /// Returns whether an earlier attempt may have succeeded, if this is the error of a write that was
    /// retried.
    pub fn earlier_attempt(&self) -> Option<EarlierAttempt> {
        self.call()?.earlier_attempt()
    }

    /// Returns the operation's own enum of failures, if the server said that all is not well and
    /// `K` is that enum.
    pub fn kind<K: Failure>(&self) -> Option<&K> {
        match self.call()? {
            Error::Api(error) => {
                let kind: &dyn Any = error.kind().as_ref();
                kind.downcast_ref()
            }
            _ => None,
        }
    }

    fn call(&self) -> Option<&Error<Box<dyn Kind>>> {
        match &self.0 {
            Inner::Call(error) => Some(error),
            Inner::Build(_) | Inner::Report(_) => None,
        }
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
