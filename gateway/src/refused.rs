//! The error for a gateway that does not start: what is wrong, and how to fix it.

use std::fmt;

/// The result of a startup step.
pub type Result<T> = std::result::Result<T, Refused>;

/// Why the gateway does not start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused(String);

impl Refused {
    /// Creates an error from a message and a help text. Neither may contain a secret.
    pub fn new(message: impl fmt::Display, help: impl fmt::Display) -> Self {
        Self(format!("error: {message}\n  help: {help}"))
    }

    /// Creates an error from a complete message, such as that of clap or of the generator.
    pub(crate) fn verbatim(message: String) -> Self {
        Self(message)
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

/// Returns untrusted text in backticks, on one line and shortened.
pub(crate) fn quoted(text: &str) -> String {
    tagsmith::report::quoted(text)
}

/// Returns the system's description of a file error, without the error number.
pub(crate) fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut characters = text.chars();
    let first = characters.next().into_iter().flat_map(char::to_lowercase);
    first.chain(characters).collect()
}
