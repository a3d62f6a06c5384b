//! Arguments that cannot be sent.

use std::borrow::Cow;
use std::fmt;

use crate::base::attempts::Attempts;
use crate::base::text::one_line;

/// An argument that cannot be sent.
#[derive(Clone, Debug)]
pub struct ArgumentError {
    pub(super) operation: &'static str,
    pub(super) attempts: Attempts,
    parameter: Option<Cow<'static, str>>,
    problem: String,
}

impl ArgumentError {
    /// Creates the error of a parameter. `problem` follows the parameter's name in the message.
    pub(crate) fn parameter(
        operation: &'static str,
        parameter: impl Into<Cow<'static, str>>,
        problem: impl Into<String>,
    ) -> Self {
        Self {
            operation,
            attempts: Attempts::default(),
            parameter: Some(parameter.into()),
            problem: problem.into(),
        }
    }

    /// Creates an error that concerns the whole call.
    pub(crate) fn call(operation: &'static str, problem: impl Into<String>) -> Self {
        Self {
            operation,
            attempts: Attempts::default(),
            parameter: None,
            problem: problem.into(),
        }
    }

    pub(crate) fn after(self, attempts: Attempts) -> Self {
        Self { attempts, ..self }
    }

    /// Returns the parameter's name on the wire, or `None` if the error concerns the body or the whole call.
    pub fn parameter_name(&self) -> Option<&str> {
        self.parameter.as_deref()
    }
}

impl fmt::Display for ArgumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.parameter {
            Some(name) => write!(
                f,
                "{}: the parameter `{}` {}",
                self.operation,
                one_line(name),
                self.problem
            ),
            None => write!(f, "{}: {}", self.operation, self.problem),
        }?;
        self.attempts.fmt(f)
    }
}

impl std::error::Error for ArgumentError {}
