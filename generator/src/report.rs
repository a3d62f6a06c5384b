//! Diagnostics: what is wrong, where, who needs it, and what to do.
//!
//! They are lines of plain text and not the snippets of `miette` or `annotate-snippets`: a place is a JSON pointer into what
//! API versions and overlays made of the description, so often no text of the file is there to show. Where a text itself
//! cannot be parsed, the place has its line and column.

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

    /// Returns what is wrong, without where and what to do.
    pub fn what(&self) -> &str {
        &self.message
    }

    /// Returns where it is, if that is known.
    pub fn place(&self) -> Option<&str> {
        self.location.as_deref()
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
        write!(f, "error: {}", visible(&self.message))?;
        if let Some(location) = &self.location {
            write!(f, "\n  --> {location}")?;
        }
        if !self.needed_by.is_empty() {
            write!(f, "\n  needed by: {}", visible(&self.needed_by.join(", ")))?;
        }
        write!(f, "\n  help: {}", visible(&self.help))
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

    /// Returns each of them.
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

/// Returns text of the description for a message: in backticks, in one line, and not all of a long
/// one.
pub fn quoted(text: &str) -> String {
    const LONGEST: usize = 120;
    format!("`{}`", visible(&cut(text, LONGEST)))
}

/// Returns what a library says of a text, for a message: in one line, not all of a long one, and
/// without the line and column that it adds at the end.
pub(crate) fn told(error: &impl fmt::Display) -> String {
    const LONGEST: usize = 240;
    let text = error.to_string();
    let text = text.split(" at line ").next().unwrap_or_default();
    let words: Vec<&str> = text.split_whitespace().collect();
    visible(&cut(&words.join(" "), LONGEST))
}

/// Says what went wrong without the number that the system gives it.
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

#[cfg(test)]
mod tests {
    use super::{Diagnostic, quoted, told};

    #[test]
    fn text_of_the_description_is_shown_harmlessly() {
        let shown = Diagnostic::new("a\u{1b}[31m", "b\u{202e}")
            .at("c\nd")
            .to_string();
        assert_eq!(
            shown,
            "error: a\\u{1b}[31m\n  --> c\\u{a}d\n  help: b\\u{202e}"
        );
        assert_eq!(quoted("a\nb"), "`a\\u{a}b`");
        assert_eq!(quoted(&"a".repeat(200)), format!("`{}…`", "a".repeat(120)));
        assert_eq!(told(&"a\n  b\u{7} at line 1 column 2"), "a b\\u{7}");
        assert_eq!(told(&"a".repeat(300)).chars().count(), 241);
    }
}
