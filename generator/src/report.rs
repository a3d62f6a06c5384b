//! Diagnostics: what is wrong, where, who needs it, and what to do.

use std::fmt;

/// What a stage returns: its result, or all that it found wrong.
pub type Result<T> = std::result::Result<T, Diagnostics>;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    location: Option<String>,
    message: String,
    needed_by: Vec<String>,
    help: String,
}

impl Diagnostic {
    /// Creates a diagnostic: lower case, no full stop.
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            location: None,
            message: message.into(),
            needed_by: Vec::new(),
            help: help.into(),
        }
    }

    /// Says where: a JSON pointer, or a file.
    #[must_use]
    pub fn at(mut self, location: impl AsRef<str>) -> Self {
        self.location = Some(visible(location.as_ref()));
        self
    }

    /// Says which operations need what is there.
    #[must_use]
    pub fn needed_by(mut self, operations: Vec<String>) -> Self {
        self.needed_by = operations;
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.message)?;
        if let Some(location) = &self.location {
            write!(f, "\n  --> {location}")?;
        }
        if !self.needed_by.is_empty() {
            write!(f, "\n  needed by: {}", visible(&self.needed_by.join(", ")))?;
        }
        write!(f, "\n  help: {}", self.help)
    }
}

/// All that a stage found wrong, sorted by location; never nothing.
#[derive(Clone, Debug)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Returns all of them, if there is one.
    pub fn collect(mut diagnostics: Vec<Diagnostic>) -> Option<Self> {
        diagnostics.sort();
        diagnostics.dedup();
        (!diagnostics.is_empty()).then_some(Self(diagnostics))
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, diagnostic) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n\n")?;
            }
            diagnostic.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}

/// Returns text of the description for a message: in backticks, in one line, and not all of a long
/// one.
pub fn quoted(text: &str) -> String {
    const LONGEST: usize = 120;
    let mut short: String = text.chars().take(LONGEST).collect();
    if text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    format!("`{}`", visible(&short))
}

/// Shows characters that a terminal would obey, or that hide text, as what they are.
pub(crate) fn visible(text: &str) -> String {
    text.chars()
        .flat_map(|character| {
            let hidden = character.is_control()
                || matches!(
                    character,
                    '\u{200b}'..='\u{200f}'
                        | '\u{2028}'..='\u{202e}'
                        | '\u{2060}'..='\u{206f}'
                        | '\u{feff}'
                );
            let shown: Box<dyn Iterator<Item = char>> = if hidden {
                Box::new(character.escape_unicode())
            } else {
                Box::new(std::iter::once(character))
            };
            shown
        })
        .collect()
}
