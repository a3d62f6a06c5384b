//! Why a call gave no answer.

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

/// Why a call gave no answer. `K` is the operation's own enum of what its server may say.
///
/// `Display` is one line and includes the cause. So [`source`](StdError::source) returns nothing, and a chain of errors
/// does not repeat itself; the variants return their causes.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<K> {
    /// The call did not get through, or its answer did not come back whole.
    Transport(TransportError),
    /// It took too long.
    Timeout(TimeoutError),
    /// An argument cannot be sent.
    Argument(ArgumentError),
    /// There is no credential for a request, which was not sent.
    Credential(CredentialError),
    /// A limit of GitHub is used up.
    RateLimited(Box<RateLimitError>),
    /// The client does not go where the server leads: too large an answer, too many redirects, a
    /// page elsewhere.
    Refused(RefusedError),
    /// The server says that all is not well, by the answer's status.
    Api(Box<ApiError<K>>),
    /// The answer cannot be read.
    Decode(Box<DecodeError>),
    /// The file that the answer is for cannot be written.
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

    /// Returns the step at which the call failed.
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

    /// Returns the rate limit that is used up, and until when: that of the call, or that of the credential source.
    pub fn limit(&self) -> Option<&Limit> {
        match self {
            Self::RateLimited(error) => Some(error.limit()),
            Self::Credential(error) => error.limit(),
            _ => None,
        }
    }

    /// Returns the answer's HTTP status, if there was an answer to the call.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Api(error) => Some(error.status()),
            Self::RateLimited(error) => error.status(),
            Self::Decode(error) => Some(error.status()),
            _ => None,
        }
    }

    /// Returns the message in the body of the answer.
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

    /// Returns the id under which GitHub knows the call: the header `x-github-request-id`.
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Api(error) => error.request_id(),
            Self::RateLimited(error) => error.request_id(),
            Self::Decode(error) => error.request_id(),
            _ => None,
        }
    }

    /// Returns how many requests were sent for the call, those to where redirects lead included.
    pub fn attempts(&self) -> u32 {
        self.all_attempts().count
    }

    /// Returns whether an earlier attempt may have succeeded, if this is the error of a write that was
    /// retried: before repeating such a call, look whether its effect is there.
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

    /// Returns the same error with another kind.
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
    /// Returns the same error for an operation: a call that was not read yet has no failure of its own.
    pub(crate) fn of_any_kind<K>(self) -> Error<K> {
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
