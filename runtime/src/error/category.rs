//! The step at which a call failed.

use std::fmt;

/// The step at which a call failed: the variant of [`Error`](crate::Error), or that there was no call.
///
/// `Display` is the word that [`CallReport::error`](crate::CallReport::error) has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorCategory {
    /// The call did not get through, or its response did not come back whole.
    Transport,
    /// The call took too long.
    Timeout,
    /// An argument cannot be sent.
    Argument,
    /// There is no credential for a request, which was not sent.
    Credential,
    /// A rate limit is used up.
    RateLimited,
    /// The client does not follow the server: the response is too large, or a redirect or page leads elsewhere.
    Refused,
    /// The server reports an error, by the status of its response.
    Api,
    /// The response cannot be read.
    Decode,
    /// The file for the response cannot be written.
    File,
    /// The client cannot be built.
    Build,
    /// A report that a response links to cannot be fetched or read.
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
