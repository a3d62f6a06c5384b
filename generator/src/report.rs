//! Diagnostics. Each one says what is wrong, where, which operations need the item, and how to fix the problem.
//!
//! Diagnostics are plain text without source snippets. A location is a JSON pointer into the description after API
//! versions and overlays were applied, so the file often lacks that text. Only syntax errors have a line and a column.

use std::fmt;

/// The result of a stage: a value, or all errors that the stage found.
pub type Result<T> = std::result::Result<T, Diagnostics>;

/// A single error.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    location: Option<String>,
    message: String,
    needed_by: Vec<String>,
    help: String,
    paste: Vec<String>,
}

impl Diagnostic {
    /// Creates a diagnostic. Texts are in lower case and have no full stop.
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            location: None,
            message: message.into(),
            needed_by: Vec::new(),
            help: help.into(),
            paste: Vec::new(),
        }
    }

    /// Returns the message without location and help.
    pub fn what(&self) -> &str {
        &self.message
    }

    /// Returns the location, if there is one.
    pub fn place(&self) -> Option<&str> {
        self.location.as_deref()
    }

    /// Sets the location: a JSON pointer or a file.
    #[must_use]
    pub fn at(mut self, location: impl AsRef<str>) -> Self {
        self.location = Some(visible(location.as_ref()));
        self
    }

    /// Sets the lines that the user can paste into `tagsmith.toml`, printed below the help.
    #[must_use]
    pub fn paste(mut self, lines: Vec<String>) -> Self {
        self.paste = lines;
        self
    }

    /// Sets the operations that need the item at the location.
    #[must_use]
    pub fn needed_by(mut self, operations: Vec<String>) -> Self {
        self.needed_by = operations;
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", visible(&self.message))?;
        if let Some(location) = &self.location {
            write!(f, "\n  --> {location}")?;
        }
        if !self.needed_by.is_empty() {
            write!(f, "\n  needed by: {}", visible(&self.needed_by.join(", ")))?;
        }
        write!(f, "\n  help: {}", visible(&self.help))?;
        for line in &self.paste {
            write!(f, "\n    {}", visible(line))?;
        }
        Ok(())
    }
}

/// The errors of a stage, sorted by location. There is at least one error.
#[derive(Clone, Debug)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Returns the errors, or `None` if there are none.
    pub fn collect(mut diagnostics: Vec<Diagnostic>) -> Option<Self> {
        diagnostics.sort();
        diagnostics.dedup();
        (!diagnostics.is_empty()).then_some(Self(diagnostics))
    }

    /// Replaces the location of each error.
    pub(crate) fn relocated(mut self, change: impl Fn(&str) -> String) -> Self {
        for diagnostic in &mut self.0 {
            let location = diagnostic.location.as_deref();
            diagnostic.location = location.map(&change);
        }
        self.0.sort();
        self
    }

    /// Returns an iterator over the errors.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
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

/// Returns a number with a noun: `1 operation`, `2 operations`.
pub(crate) fn counted(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

/// Returns untrusted text for a message: in backticks, on one line, and shortened.
pub fn quoted(text: &str) -> String {
    const LONGEST: usize = 120;
    format!("`{}`", visible(&cut(text, LONGEST)))
}

/// Returns the message of a library's error: on one line, shortened, and without a trailing line and column.
pub(crate) fn describe(error: &impl fmt::Display) -> String {
    const LONGEST: usize = 240;
    let text = error.to_string();
    let text = text.split(" at line ").next().unwrap_or_default();
    let words: Vec<&str> = text.split_whitespace().collect();
    visible(&cut(&words.join(" "), LONGEST))
}

/// Returns the message of an I/O error without its number.
pub(crate) fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(characters).collect()
    })
}

fn cut(text: &str, longest: usize) -> String {
    let mut short: String = text.chars().take(longest).collect();
    if text.chars().nth(longest).is_some() {
        short.push('…');
    }
    short
}

/// Escapes control characters and invisible characters.
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
            let displayed: Box<dyn Iterator<Item = char>> = if hidden {
                Box::new(character.escape_unicode())
            } else {
                Box::new(std::iter::once(character))
            };
            displayed
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Diagnostic, describe, quoted};

    #[test]
    fn untrusted_text_in_diagnostics_is_escaped_and_shortened() {
        let displayed = Diagnostic::new("a\u{1b}[31m", "b\u{202e}")
            .at("c\nd")
            .to_string();
        assert_eq!(
            displayed,
            "error: a\\u{1b}[31m\n  --> c\\u{a}d\n  help: b\\u{202e}"
        );
        assert_eq!(quoted("a\nb"), "`a\\u{a}b`");
        assert_eq!(quoted(&"a".repeat(200)), format!("`{}…`", "a".repeat(120)));
        assert_eq!(describe(&"a\n  b\u{7} at line 1 column 2"), "a b\\u{7}");
        assert_eq!(describe(&"a".repeat(300)).chars().count(), 241);
    }
}
