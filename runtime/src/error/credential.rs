//! The error of a credential source.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use crate::base::attempts::Attempts;
use crate::base::build_error::BuildError;
use crate::base::text::{one_line, with_causes};
use crate::limits::Limit;

/// The error of a credential source: no credential is available, so the request was not sent.
///
/// `Display` includes the cause. To print no text twice, [`source`](StdError::source) returns `None`; use
/// [`underlying`](Self::underlying) to get the cause.
#[derive(Clone, Debug)]
pub struct CredentialError {
    pub(crate) operation: &'static str,
    pub(crate) attempts: Attempts,
    problem: String,
    temporary: bool,
    limit: Option<Box<Limit>>,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

impl CredentialError {
    /// Creates an error with a message, which must not contain a secret.
    pub fn new(problem: impl Into<String>) -> Self {
        Self {
            operation: "",
            attempts: Attempts::default(),
            problem: problem.into(),
            temporary: false,
            limit: None,
            source: None,
        }
    }

    /// Adds the cause, whose text must not contain a secret.
    #[must_use]
    pub fn because(self, source: impl StdError + Send + Sync + 'static) -> Self {
        Self {
            source: Some(Arc::new(source)),
            ..self
        }
    }

    /// Marks the error as temporary: the call is retried, as after a connection error.
    #[must_use]
    pub fn temporary(self) -> Self {
        Self {
            temporary: true,
            ..self
        }
    }

    /// Marks the error as caused by a rate limit: GitHub issues no credential until the limit resets. `rate_limit_wait`
    /// decides whether the call waits.
    #[cfg(feature = "app")]
    pub(crate) fn limited(self, limit: Limit) -> Self {
        Self {
            limit: Some(Box::new(limit)),
            ..self
        }
    }

    /// Returns GitHub's rate limit that prevents a new credential, if there is one.
    pub fn limit(&self) -> Option<&Limit> {
        self.limit.as_deref()
    }

    /// Returns the cause, if there is one.
    pub fn underlying(&self) -> Option<&(dyn StdError + 'static)> {
        let source = self.source.as_deref()?;
        Some(source)
    }

    /// Returns whether a retry may succeed.
    pub fn is_temporary(&self) -> bool {
        self.temporary
    }

    pub(crate) fn after(self, attempts: Attempts) -> Self {
        Self { attempts, ..self }
    }

    pub(crate) fn of(self, operation: &'static str) -> Self {
        Self { operation, ..self }
    }
}

impl From<CredentialError> for BuildError {
    fn from(error: CredentialError) -> Self {
        Self::new(error.to_string())
    }
}

impl fmt::Display for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.operation.is_empty() {
            write!(f, "{}: no credential: ", self.operation)?;
        }
        f.write_str(&one_line(&self.problem))?;
        if let Some(cause) = self.underlying() {
            write!(f, ": {}", with_causes(cause))?;
        }
        self.attempts.fmt(f)
    }
}

impl StdError for CredentialError {}
