//! The entry of the first release.

use super::entry::{Entry, heading, insert};
use super::heading as titles;

/// Returns a changelog with an entry for the first release; `None` if the version has an entry already.
pub fn with_first_entry(
    changelog: Option<&str>,
    entry: &Entry<'_>,
    operations: usize,
) -> Option<String> {
    let has_entry = |line: &str| titles::version(line) == Some(entry.version);
    if changelog.is_some_and(|it| it.lines().any(has_entry)) {
        return None;
    }
    let noun = match operations {
        1 => "operation",
        _ => "operations",
    };
    let text = format!(
        "{}\n### Added\n\n- The first release, with {operations} {noun}.\n",
        heading(entry)
    );
    Some(insert(changelog, &text))
}

#[cfg(test)]
mod tests {
    use super::with_first_entry;
    use crate::diff::Report;
    use crate::release::changelog::Entry;

    #[test]
    fn the_first_release_is_told_once() {
        let report = Report::default();
        let entry = Entry {
            version: "0.1.0",
            upstream: "@a/b",
            upstream_version: "1.0.0",
            date: None,
            report: &report,
        };
        let first = with_first_entry(None, &entry, 2).unwrap();
        let end =
            "\n## [0.1.0] - `@a/b 1.0.0`\n\n### Added\n\n- The first release, with 2 operations.\n";
        assert!(first.ends_with(end), "{first}");
        assert_eq!(with_first_entry(Some(&first), &entry, 3), None);
    }
}
