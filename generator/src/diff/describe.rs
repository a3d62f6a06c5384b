//! Reports changed documentation: excerpts of the old and the new text around the differences.

use crate::api::{Example, ResponseHeader, Skipped};

/// The number of common characters before and after the differences in an excerpt.
const AROUND: usize = 24;

/// The maximum length of an excerpt, in characters.
const LONGEST: usize = 400;

/// A changed text of an item.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ChangedText {
    pub(super) item: String,
    pub(super) old: Option<String>,
    pub(super) new: Option<String>,
}

/// A part of the documentation that is compared as text.
pub(super) trait Describe {
    /// Returns the text, which may be empty.
    fn describe(&self) -> String;
}

impl ChangedText {
    pub(super) fn new<T: Describe + ?Sized>(old: &T, new: &T, item: &str) -> Self {
        let (old, new) = (old.describe(), new.describe());
        let (before, now) = excerpts(&old, &new);
        Self {
            item: item.to_owned(),
            old: (!old.is_empty()).then_some(before),
            new: (!new.is_empty()).then_some(now),
        }
    }
}

impl Describe for str {
    fn describe(&self) -> String {
        self.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

impl Describe for String {
    fn describe(&self) -> String {
        self.as_str().describe()
    }
}

impl Describe for bool {
    fn describe(&self) -> String {
        self.to_string()
    }
}

impl<T: Describe> Describe for Option<T> {
    fn describe(&self) -> String {
        self.as_ref().map(T::describe).unwrap_or_default()
    }
}

impl<T: Describe> Describe for Vec<T> {
    fn describe(&self) -> String {
        let all: Vec<String> = self.iter().map(T::describe).collect();
        all.join("; ")
    }
}

impl Describe for Skipped {
    fn describe(&self) -> String {
        format!("{} {}: {}", self.call, self.id, self.reason.describe())
    }
}

impl Describe for ResponseHeader {
    fn describe(&self) -> String {
        let example = self.example.describe();
        format!("{}: {} {example}", self.name, self.doc.describe())
    }
}

impl Describe for Example {
    fn describe(&self) -> String {
        format!("{}: {}", self.name, self.body)
    }
}

/// Returns the different parts of two texts, with some context.
fn excerpts(old: &str, new: &str) -> (String, String) {
    let (old, new): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
    let alike = |(left, right): &(&char, &char)| left == right;
    let before = old.iter().zip(&new).take_while(alike).count();
    let shorter = old.len().min(new.len());
    let behind = old.iter().rev().zip(new.iter().rev());
    let behind = behind.take_while(alike).count().min(shorter - before);
    let cut = |text: &[char]| {
        let (from, until) = (before.saturating_sub(AROUND), text.len() - behind);
        let end = (until + AROUND).min(text.len());
        let from = word(text, from);
        let whole = text.get(from..end).unwrap_or_default();
        let mut excerpt: String = whole.iter().take(LONGEST).collect();
        if from > 0 {
            excerpt.insert(0, '…');
        }
        if end < text.len() || whole.len() > LONGEST {
            excerpt.push('…');
        }
        excerpt
    };
    (cut(&old), cut(&new))
}

/// Returns the start of the word at a position.
fn word(text: &[char], place: usize) -> usize {
    let before = text.get(..place).unwrap_or_default();
    before
        .iter()
        .rposition(|it| *it == ' ')
        .map_or(0, |it| it + 1)
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, excerpts};

    #[test]
    fn changed_texts_are_shortened_to_their_differences() {
        let long = "a ".repeat(60);
        for (old, new, expected) in [
            (
                "List things",
                "List all things",
                ("List things", "List all things"),
            ),
            ("", "New", ("", "New")),
            ("aa", "a", ("aa", "a")),
            (
                &*format!("{long}old text {long}"),
                &*format!("{long}new text {long}"),
                (
                    "…a a a a a a a a a a a a old text a a a a a a a a a …",
                    "…a a a a a a a a a a a a new text a a a a a a a a a …",
                ),
            ),
        ] {
            let (before, now) = excerpts(old, new);
            assert_eq!((&*before, &*now), expected);
        }
        let (before, _) = excerpts(&"é".repeat(999), "");
        assert_eq!(before.chars().count(), LONGEST + 1);
    }
}
