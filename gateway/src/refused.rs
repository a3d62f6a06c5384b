//! Why the gateway does not start: what is wrong, and what to do.

use std::fmt;

/// What can be refused at start.
pub type Result<T> = std::result::Result<T, Refused>;

/// Why the gateway does not start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused(String);

impl Refused {
    /// Says what is wrong, and what to do. Neither may hold a secret.
    pub fn new(message: impl fmt::Display, help: impl fmt::Display) -> Self {
        Self(format!("error: {message}\n  help: {help}"))
    }

    /// Says what somebody else has put into words.
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

/// Returns what somebody has written, in backticks: in one line, and not all of a long one.
pub(crate) fn quoted(text: &str) -> String {
    tagsmith::report::quoted(text)
}

/// Returns what the system says of a file, without its number.
pub(crate) fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut characters = text.chars();
    let first = characters.next().into_iter().flat_map(char::to_lowercase);
    first.chain(characters).collect()
}
