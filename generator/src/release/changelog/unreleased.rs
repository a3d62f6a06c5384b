//! Removes changelog entries of unreleased versions, so that a new entry lists all changes since the last release.

use std::cmp::Ordering;

use super::heading;
use crate::release::settle::compare;

/// A changelog without the entries above the released version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shortened {
    /// The remaining text.
    pub text: String,
    /// The removed entries, the newest first.
    pub entries: Vec<Unreleased>,
}

/// A changelog entry of an unreleased version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreleased {
    /// The version.
    pub version: String,
    /// The date in the heading.
    pub date: Option<String>,
    /// The text that was written by hand between the heading and the first section, without the line that names the
    /// description.
    pub introduction: String,
    /// The lines of the sections.
    pub lines: Vec<String>,
}

/// Removes the entries of versions above the released one.
pub fn without_unreleased(changelog: &str, released: &str) -> Shortened {
    let mut found = Shortened::default();
    let mut is_within = false;
    for line in changelog.split_inclusive('\n') {
        if let Some(version) = heading::version(line) {
            is_within = compare(version, released) == Some(Ordering::Greater);
            if is_within {
                found.entries.push(Unreleased {
                    version: version.to_owned(),
                    date: date(line),
                    introduction: String::new(),
                    lines: Vec::new(),
                });
                continue;
            }
        }
        // Stops at the link definitions, which are below the last entry.
        if !is_within || (line.starts_with('[') && line.contains("]: ")) {
            found.text.push_str(line);
        } else if let Some(entry) = found.entries.last_mut() {
            entry.take(line);
        }
    }
    let has_version = |line: &str| heading::version(line).is_some_and(heading::is_released);
    if !found.entries.is_empty() && !found.text.lines().any(has_version) {
        // Removes a blank line, since a new first entry is written with a blank line before it.
        found.text.truncate(found.text.trim_end().len());
        found.text.push('\n');
    }
    for entry in &mut found.entries {
        entry.introduction = entry.introduction.trim().to_owned();
    }
    found
}

/// Inserts an introduction, which was written by hand, below the heading of the first version.
pub fn with_introduction(changelog: &str, version: &str, introduction: &str) -> String {
    let mut text = String::with_capacity(changelog.len() + introduction.len());
    let mut is_put = introduction.is_empty();
    for line in changelog.split_inclusive('\n') {
        text.push_str(line);
        if !is_put && heading::version(line) == Some(version) {
            text.push_str(&format!("\n{introduction}\n"));
            is_put = true;
        }
    }
    text
}

impl Unreleased {
    fn take(&mut self, line: &str) {
        let text = line.trim_end();
        let begins = text.starts_with("### ") || text.starts_with("- ");
        if begins || !self.lines.is_empty() {
            self.lines.push(text.to_owned());
        } else if !(text.starts_with("From `") && text.ends_with("`.")) {
            self.introduction.push_str(line);
        }
    }
}

/// Returns the date at the end of a heading.
fn date(line: &str) -> Option<String> {
    let (_, day) = line.trim_end().rsplit_once(" - ")?;
    let shape = |it: char| if it.is_ascii_digit() { '0' } else { it };
    (day.chars().map(shape).eq("0000-00-00".chars())).then(|| day.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{with_introduction, without_unreleased};

    const HEAD: &str = "# Changelog\n\n## [Unreleased]\n\n- Soon\n\n";
    const NEW: &str = "## [0.3.0] - 2026-01-02\n\nFrom `a 3`.\n\nMine:\nread it.\n\n### Added\n\n- A\n\n\
                       ## [0.2.0] - `a 2`\n\n- B\n\n";
    const OLD: &str = "## [0.1.0] - `a 1`\n\n- C\n";
    const END: &str = "\n[0.1.0]: https://example.com\n";

    #[test]
    fn released_entries_are_kept() {
        let whole = format!("{HEAD}{NEW}{OLD}{END}");
        let found = without_unreleased(&whole, "0.1.0");
        assert_eq!(found.text, format!("{HEAD}{OLD}{END}"));
        let [newest, other] = found.entries.as_slice() else {
            panic!("{found:?}");
        };
        assert_eq!(newest.date.as_deref(), Some("2026-01-02"));
        assert_eq!(newest.introduction, "Mine:\nread it.");
        assert_eq!(newest.lines.first().map(String::as_str), Some("### Added"));
        assert_eq!((other.version.as_str(), &other.date), ("0.2.0", &None));
        assert_eq!(other.introduction, "");
        assert_eq!(without_unreleased(&whole, "0.3.0").text, whole);
        // The link definitions keep their position.
        let only = format!("{HEAD}{NEW}{END}");
        assert_eq!(
            without_unreleased(&only, "0.1.0").text,
            format!("{HEAD}{}", &END[1..])
        );
        assert_eq!(
            without_unreleased(&format!("{HEAD}{NEW}"), "0.1.0").text,
            HEAD.replace("Soon\n\n", "Soon\n")
        );
    }

    #[test]
    fn an_introduction_is_inserted_below_the_heading() {
        let found = with_introduction(&format!("{HEAD}{OLD}"), "0.1.0", "Mine");
        assert!(
            found.ends_with("## [0.1.0] - `a 1`\n\nMine\n\n- C\n"),
            "{found}"
        );
        assert_eq!(with_introduction(OLD, "0.1.0", ""), OLD);
    }
}
