//! Why there is no credential.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use crate::text::one_line;

/// Why there is no credential. Nothing of the call was sent.
#[derive(Clone, Debug)]
pub struct CredentialError {
    pub(crate) operation: &'static str,
    problem: String,
    temporary: bool,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

impl CredentialError {
    /// Says what is wrong; the text must not show a secret.
    pub fn new(problem: impl Into<String>) -> Self {
        Self {
            operation: "",
            problem: problem.into(),
            temporary: false,
            source: None,
        }
    }

    /// The same, with its cause.
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

    /// Returns whether asking again soon may help.
    pub fn is_temporary(&self) -> bool {
        self.temporary
    }

    pub(crate) fn of(self, operation: &'static str) -> Self {
        Self { operation, ..self }
    }
}

impl fmt::Display for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.operation.is_empty() {
            write!(f, "{}: no credential: ", self.operation)?;
        }
        f.write_str(&one_line(&self.problem))
    }
}

impl StdError for CredentialError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let source = self.source.as_deref()?;
        Some(source)
    }
}
