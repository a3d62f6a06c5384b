//! The changelog entry of a version.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::heading as titles;
use crate::diff::{Change, Report, Rust, Wire, code, sentence};

/// The start of a new changelog.
const HEAD: &str = "\
# Changelog

What changes for users of this crate. The format is that of
[Keep a Changelog](https://keepachangelog.com/en/1.1.0/), the versions are
[SemVer](https://semver.org). What breaks source that compiled before is marked.
";

/// The changelog entry of a version.
#[derive(Debug)]
pub struct Entry<'a> {
    /// The crate's new version.
    pub version: &'a str,
    /// The package that publishes the description.
    pub upstream: &'a str,
    /// The version of the package.
    pub upstream_version: &'a str,
    /// The release date; `None` for an entry without a date.
    pub date: Option<&'a str>,
    /// The changes.
    pub report: &'a Report,
}

/// Returns a changelog with a new first entry. All other entries stay byte for byte.
pub fn with_entry(changelog: Option<&str>, entry: &Entry<'_>) -> String {
    insert(changelog, &entry.render())
}

/// Inserts an entry before the first version's entry.
pub(super) fn insert(changelog: Option<&str>, entry: &str) -> String {
    let head = changelog.filter(|it| !it.trim().is_empty());
    let head = head.unwrap_or(HEAD);
    match first_version(head) {
        Some(at) => {
            let (before, after) = head.split_at_checked(at).unwrap_or((head, ""));
            format!("{before}{entry}\n{after}")
        }
        None => format!(
            "{head}{}{entry}",
            if head.ends_with('\n') { "\n" } else { "\n\n" }
        ),
    }
}

/// Returns the position of the first version's entry. Text about unreleased changes stays above this position. If no
/// heading is a version, returns the position of the first heading.
fn first_version(changelog: &str) -> Option<usize> {
    let headings = || {
        let mut at = 0;
        changelog.split_inclusive('\n').filter_map(move |line| {
            let here = at;
            at += line.len();
            Some((here, titles::version(line)?))
        })
    };
    let is_entry = |title: &str| !title.eq_ignore_ascii_case("unreleased");
    let mut versions = headings().filter(|(_, title)| titles::is_released(title));
    let first = versions.next();
    let first = first.or_else(|| headings().find(|(_, title)| is_entry(title)));
    first.map(|(at, _)| at)
}

/// The sections of an entry, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Section {
    Added,
    Changed,
    Deprecated,
    Removed,
}

impl Section {
    /// Returns the section of a change. There is no section for fixes, because a description does not say what is a
    /// fix.
    fn of(change: &Change) -> Self {
        let kind = change.kind.name();
        let ends = |end: &str| kind.ends_with(end);
        if ends("-added") {
            Self::Added
        } else if ends("-removed") {
            Self::Removed
        } else if ends("-deprecated") || kind == "deprecation-changed" {
            Self::Deprecated
        } else {
            Self::Changed
        }
    }
}

impl Entry<'_> {
    fn render(&self) -> String {
        let mut sections: BTreeMap<Section, Vec<String>> = BTreeMap::new();
        for change in self.report.changes.iter().filter(|it| is_worth_telling(it)) {
            let lines = sections.entry(Section::of(change)).or_default();
            let line = line(change);
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
        if sections.is_empty() {
            let only = "- Only documentation and examples change.";
            sections.insert(Section::Changed, vec![only.to_owned()]);
        }
        // Sorts breaking changes first, and otherwise keeps the report's order.
        let is_breaking = |line: &String| line.starts_with(BREAKING);
        let mut sections: Vec<(Section, Vec<String>)> = sections.into_iter().collect();
        sections.sort_by_key(|(section, lines)| (!lines.iter().any(is_breaking), *section));
        let mut text = heading(self);
        for (section, mut lines) in sections {
            lines.sort_by_key(|line| !is_breaking(line));
            let _ = write!(text, "\n### {section:?}\n\n{}\n", lines.join("\n"));
        }
        text
    }
}

/// Returns the heading of an entry, and the line below the heading.
pub(super) fn heading(entry: &Entry<'_>) -> String {
    let upstream = format!("{} {}", entry.upstream, entry.upstream_version);
    let upstream = code(upstream.trim());
    match entry.date {
        Some(date) => format!("## [{}] - {date}\n\nFrom {upstream}.\n", entry.version),
        None => format!("## [{}] - {upstream}\n", entry.version),
    }
}

/// The prefix of a breaking change's line.
const BREAKING: &str = "- **Breaking:** ";

fn is_worth_telling(change: &Change) -> bool {
    change.rust != Rust::Same || change.wire == Wire::Breaking
}

fn line(change: &Change) -> String {
    let mark = match change.rust {
        Rust::Breaking => BREAKING,
        Rust::Same | Rust::Addition | Rust::Behaviour => "- ",
    };
    format!("{mark}{}.", sentence(change))
}

#[cfg(test)]
mod tests {
    use super::{Entry, HEAD, with_entry};
    use crate::diff::{Change, Kind, Place, Report, Rust, Wire};

    fn change(kind: Kind, rust: Rust, item: &str, old: Option<&str>, new: Option<&str>) -> Change {
        Change {
            kind,
            place: Place {
                item: item.to_owned(),
                ..Place::default()
            },
            old: old.map(ToOwned::to_owned),
            new: new.map(ToOwned::to_owned),
            signature: None,
            deprecated: None,
            wire: Wire::Compatible,
            rust,
        }
    }

    fn entry(changelog: Option<&str>, changes: Vec<Change>) -> String {
        let report = Report::of(changes);
        let entry = Entry {
            version: "0.2.0",
            upstream: "@a/b",
            upstream_version: "2.0.0",
            date: None,
            report: &report,
        };
        with_entry(changelog, &entry)
    }

    #[test]
    fn changes_are_grouped_by_section_with_breaking_changes_first() {
        let text = entry(
            None,
            vec![
                Change {
                    signature: Some("types::A::b: String".to_owned()),
                    ..change(
                        Kind::MemberAdded,
                        Rust::Addition,
                        "types::A::b",
                        None,
                        Some("String"),
                    )
                },
                Change {
                    deprecated: Some("deprecated since 2024-01-02".to_owned()),
                    ..change(
                        Kind::OperationRemoved,
                        Rust::Breaking,
                        "a().b",
                        Some("GET /b"),
                        None,
                    )
                },
                change(
                    Kind::MemberDeprecated,
                    Rust::Behaviour,
                    "types::A::c",
                    None,
                    None,
                ),
                change(
                    Kind::AcceptChanged,
                    Rust::Behaviour,
                    "a().c",
                    Some("x"),
                    Some("y"),
                ),
                change(
                    Kind::MemberRenamed,
                    Rust::Breaking,
                    "types::A::d",
                    Some("d"),
                    Some("e"),
                ),
                change(
                    Kind::DocumentationChanged,
                    Rust::Same,
                    "a().b",
                    Some("f"),
                    Some("g"),
                ),
                change(
                    Kind::MemberUndeprecated,
                    Rust::Behaviour,
                    "types::A::f",
                    None,
                    None,
                ),
            ],
        );
        let body = text.strip_prefix(HEAD).unwrap();
        let expected = "\n## [0.2.0] - `@a/b 2.0.0`\n\
             \n### Changed\n\n- **Breaking:** `A::d` is renamed from `d` to `e`.\n\
             - The requested media type of `a().c` changes from `x` to `y`.\n\
             - `A::f` is not deprecated any more.\n\
             \n### Removed\n\n- **Breaking:** `a().b` is removed: `GET /b`; it was deprecated since 2024-01-02.\n\
             \n### Added\n\n- `A::b: String` is added.\n\
             \n### Deprecated\n\n- `A::c` is deprecated.\n";
        assert_eq!(body, expected);
    }

    #[test]
    fn earlier_entries_stay_byte_for_byte() {
        let head = "# Mine\r\n\r\nText `## [9]`\n\n## [Unreleased]\n\n- Mine\n\n";
        let rest = "## [0.1.0] - 2020-01-01\n* x  \n\n\n[0.1.0]: https://example.com";
        let unusual = "## Version 0.1.0\n\n- A\n\n## Older\n";
        for (before, after) in [
            (head, rest),
            (head, ""),
            ("", rest),
            ("# Mine", ""),
            (head, unusual),
        ] {
            let was = format!("{before}{after}");
            let now = entry(Some(&was), Vec::new());
            assert!(now.starts_with(before) && now.ends_with(after), "{now}");
            let inserted = &now[before.len()..now.len() - after.len()];
            assert!(
                inserted.trim_start().starts_with("## [0.2.0] "),
                "{inserted}"
            );
            let again = entry(Some(&now), Vec::new());
            let entries = &now[now.find("## [0.2.0]").unwrap()..];
            assert!(again.ends_with(entries), "{again}");
        }
        assert_eq!(entry(Some(" \n"), Vec::new()), entry(None, Vec::new()));
    }

    #[test]
    fn untrusted_text_of_the_description_is_escaped() {
        let hostile = "`<b>\n## [9.9.9]\n@someone\u{202e}";
        let text = entry(
            None,
            vec![change(
                Kind::MemberAdded,
                Rust::Addition,
                hostile,
                None,
                Some(&"a".repeat(999)),
            )],
        );
        let line = text.lines().last().unwrap();
        assert!(
            line.contains("`` `<b>\\u{a}## [9.9.9]\\u{a}@someone\\u{202e} ``"),
            "{line}"
        );
    }
}
