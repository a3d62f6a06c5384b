//! Why there is no credential.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use crate::base::attempts::Attempts;
use crate::base::build_error::BuildError;
use crate::base::text::{one_line, with_causes};
use crate::limits::Limit;

/// Why there is no credential. The request that needs it was not sent.
///
/// `Display` includes the cause, so [`source`](StdError::source) returns nothing; [`underlying`](Self::underlying) does.
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
    /// Says what is wrong; the text must not show a secret.
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

    /// The same, with its cause, whose text must not show a secret either.
    #[must_use]
    pub fn because(self, source: impl StdError + Send + Sync + 'static) -> Self {
        Self {
            source: Some(Arc::new(source)),
            ..self
        }
    }

    /// The same, where asking again soon may help: the call tries again, as after a broken
    /// connection.
    #[must_use]
    pub fn temporary(self) -> Self {
        Self {
            temporary: true,
            ..self
        }
    }

    /// The same, where GitHub gives none until a limit ends: the call waits for that as for a limit of
    /// its own.
    #[cfg(feature = "app")]
    pub(crate) fn limited(self, limit: Limit) -> Self {
        Self {
            limit: Some(Box::new(limit)),
            ..self
        }
    }

    /// Returns the limit of GitHub for which it gives none, if that is why.
    pub fn limit(&self) -> Option<&Limit> {
        self.limit.as_deref()
    }

    /// Returns the cause, if there is one.
    pub fn underlying(&self) -> Option<&(dyn StdError + 'static)> {
        let source = self.source.as_deref()?;
        Some(source)
    }

    /// Returns whether asking again soon may help.
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
