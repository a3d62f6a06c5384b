//! The error of building a client.

use std::error::Error as StdError;
use std::fmt;

use crate::base::text::with_causes;

/// The error of building a client: a setting is invalid.
///
/// `Display` includes the cause. To print no text twice, [`source`](StdError::source) returns `None`; use
/// [`underlying`](Self::underlying) to get the cause.
#[derive(Debug)]
pub struct BuildError {
    message: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl BuildError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            source: None,
        }
    }

    pub(crate) fn because(
        message: impl Into<String>,
        source: impl StdError + Send + Sync + 'static,
    ) -> Self {
        Self {
            message: message.into(),
            source: Some(Box::new(source)),
        }
    }

    /// Returns the cause, if there is one.
    pub fn underlying(&self) -> Option<&(dyn StdError + 'static)> {
        let source = self.source.as_deref()?;
        Some(source)
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.underlying() {
            Some(cause) => write!(f, "{}: {}", self.message, with_causes(cause)),
            None => f.write_str(&self.message),
        }
    }
}

impl StdError for BuildError {}
