//! The changelog entry of the first release.

use super::entry::{Entry, heading, insert};
use super::heading as titles;
use crate::report::counted;

/// Returns a changelog with an entry for the first release. Returns `None` if the version already has an entry.
pub fn with_first_entry(
    changelog: Option<&str>,
    entry: &Entry<'_>,
    operations: usize,
) -> Option<String> {
    let has_entry = |line: &str| titles::version(line) == Some(entry.version);
    if changelog.is_some_and(|it| it.lines().any(has_entry)) {
        return None;
    }
    let text = format!(
        "{}\n### Added\n\n- The first release, with {}.\n",
        heading(entry),
        counted(operations, "operation")
    );
    Some(insert(changelog, &text))
}

#[cfg(test)]
mod tests {
    use super::with_first_entry;
    use crate::diff::Report;
    use crate::release::changelog::Entry;

    #[test]
    fn the_first_release_gets_one_entry() {
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
