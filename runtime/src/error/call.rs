//! The error of a call.

use std::convert::Infallible;
use std::error::Error as StdError;
use std::fmt;

use http::StatusCode;

use super::api::ApiError;
use super::argument::ArgumentError;
use super::category::ErrorCategory;
use super::credential::CredentialError;
use super::decode::DecodeError;
use super::file::FileError;
use super::problem::ErrorDetail;
use super::rate_limit::RateLimitError;
use super::refused::RefusedError;
use super::transport::{TimeoutError, TransportError};
use crate::base::attempts::{Attempts, EarlierAttempt};
use crate::limits::Limit;

/// The error of a call. `K` is the operation's error enum.
///
/// `Display` is one line and includes the cause. [`source`](StdError::source) returns `None`, so that an error chain
/// prints no text twice. The types in the variants have methods that return their causes.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<K> {
    /// The connection failed, or the response was incomplete.
    Transport(TransportError),
    /// The call timed out.
    Timeout(TimeoutError),
    /// An argument cannot be sent.
    Argument(ArgumentError),
    /// No credential is available. The request was not sent.
    Credential(CredentialError),
    /// A rate limit of the server is exhausted.
    RateLimited(Box<RateLimitError>),
    /// The client refused to continue. Examples are a response that is too large, too many redirects, and a link to a
    /// next page on another server.
    Refused(RefusedError),
    /// The server responded with an error status.
    Api(Box<ApiError<K>>),
    /// The response cannot be decoded.
    Decode(Box<DecodeError>),
    /// The file for the response body cannot be written.
    File(FileError),
}

impl<K> Error<K> {
    /// Returns the operationId.
    pub fn operation(&self) -> &'static str {
        match self {
            Self::Transport(error) => error.operation,
            Self::Timeout(error) => error.operation,
            Self::Argument(error) => error.operation,
            Self::Credential(error) => error.operation,
            Self::RateLimited(error) => error.operation,
            Self::Refused(error) => error.operation,
            Self::Api(error) => error.operation,
            Self::Decode(error) => error.operation,
            Self::File(error) => error.operation,
        }
    }

    /// Returns the category of the error, for metrics and logs.
    pub fn category(&self) -> ErrorCategory {
        match self {
            Self::Transport(_) => ErrorCategory::Transport,
            Self::Timeout(_) => ErrorCategory::Timeout,
            Self::Argument(_) => ErrorCategory::Argument,
            Self::Credential(_) => ErrorCategory::Credential,
            Self::RateLimited(_) => ErrorCategory::RateLimited,
            Self::Refused(_) => ErrorCategory::Refused,
            Self::Api(_) => ErrorCategory::Api,
            Self::Decode(_) => ErrorCategory::Decode,
            Self::File(_) => ErrorCategory::File,
        }
    }

    /// Returns the exhausted rate limit of the call or of the credential source, with the time when it resets.
    pub fn limit(&self) -> Option<&Limit> {
        match self {
            Self::RateLimited(error) => Some(error.limit()),
            Self::Credential(error) => error.limit(),
            _ => None,
        }
    }

    /// Returns the response's HTTP status, if there was a response.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Api(error) => Some(error.status()),
            Self::RateLimited(error) => error.status(),
            Self::Decode(error) => Some(error.status()),
            _ => None,
        }
    }

    /// Returns the message in the response body.
    pub fn message(&self) -> Option<&str> {
        match self {
            Self::Api(error) => error.message(),
            Self::RateLimited(error) => error.message(),
            _ => None,
        }
    }

    /// Returns the URL of the documentation that the body of the response names.
    pub fn documentation_url(&self) -> Option<&str> {
        match self {
            Self::Api(error) => error.documentation_url(),
            Self::RateLimited(error) => error.documentation_url(),
            _ => None,
        }
    }

    /// Returns the problems that the body of the response lists in `errors`.
    pub fn details(&self) -> &[ErrorDetail] {
        match self {
            Self::Api(error) => error.details(),
            Self::RateLimited(error) => error.details(),
            _ => &[],
        }
    }

    /// Returns GitHub's request id, to quote to GitHub's support: the header `x-github-request-id`.
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Api(error) => error.request_id(),
            Self::RateLimited(error) => error.request_id(),
            Self::Decode(error) => error.request_id(),
            _ => None,
        }
    }

    /// Returns how many requests were sent for the call, including those that followed redirects.
    pub fn attempts(&self) -> u32 {
        self.all_attempts().count
    }

    /// Returns whether an earlier attempt may have succeeded, if a retried write failed with this error. Before you
    /// repeat such a call, check whether an earlier attempt already took effect.
    pub fn earlier_attempt(&self) -> Option<EarlierAttempt> {
        self.all_attempts().earlier
    }

    fn all_attempts(&self) -> Attempts {
        match self {
            Self::Transport(error) => error.attempts,
            Self::Timeout(error) => error.attempts,
            Self::Argument(error) => error.attempts,
            Self::Credential(error) => error.attempts,
            Self::File(error) => error.attempts,
            Self::RateLimited(error) => error.attempts(),
            Self::Refused(error) => error.attempts,
            Self::Api(error) => error.attempts(),
            Self::Decode(error) => error.attempts(),
        }
    }

    /// Converts the error kind.
    pub(crate) fn map_kind<L>(self, map: impl FnOnce(K) -> L) -> Error<L> {
        match self {
            Self::Transport(error) => Error::Transport(error),
            Self::Timeout(error) => Error::Timeout(error),
            Self::Argument(error) => Error::Argument(error),
            Self::Credential(error) => Error::Credential(error),
            Self::RateLimited(error) => Error::RateLimited(error),
            Self::Refused(error) => Error::Refused(error),
            Self::Api(error) => Error::Api(Box::new(error.map_kind(map))),
            Self::Decode(error) => Error::Decode(error),
            Self::File(error) => Error::File(error),
        }
    }
}

impl Error<Infallible> {
    /// Converts the error of a call without a typed error enum into the error of an operation.
    pub(crate) fn into_operation_error<K>(self) -> Error<K> {
        self.map_kind(|never| match never {})
    }
}

impl<K> fmt::Display for Error<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => error.fmt(f),
            Self::Timeout(error) => error.fmt(f),
            Self::Argument(error) => error.fmt(f),
            Self::Credential(error) => error.fmt(f),
            Self::RateLimited(error) => error.fmt(f),
            Self::Refused(error) => error.fmt(f),
            Self::Api(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
            Self::File(error) => error.fmt(f),
        }
    }
}

impl<K: fmt::Debug> StdError for Error<K> {}
