//! The category of an error.

use std::fmt;

/// The category of an error. Each variant of [`Error`](crate::Error) has a category. Two further categories are for
/// failures outside of a call.
///
/// `Display` prints the same word as [`CallReport::error`](crate::CallReport::error).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorCategory {
    /// The connection failed, or the response was incomplete.
    Transport,
    /// The call timed out.
    Timeout,
    /// An argument cannot be sent.
    Argument,
    /// No credential is available. The request was not sent.
    Credential,
    /// A rate limit is exhausted.
    RateLimited,
    /// The client refused to continue. Examples are a response that is too large, and a redirect or page link to
    /// another server.
    Refused,
    /// The server responded with an error status.
    Api,
    /// The response cannot be decoded.
    Decode,
    /// The file for the response body cannot be written.
    File,
    /// The client cannot be built.
    Build,
    /// A linked report cannot be fetched or read.
    Report,
}

impl ErrorCategory {
    /// Returns the category in one word, for metrics and logs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Transport => "transport",
            Self::Timeout => "timeout",
            Self::Argument => "argument",
            Self::Credential => "credential",
            Self::RateLimited => "rate_limit",
            Self::Refused => "refused",
            Self::Api => "api",
            Self::Decode => "decode",
            Self::File => "file",
            Self::Build => "build",
            Self::Report => "report",
        }
    }
}

impl fmt::Display for ErrorCategory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
