//! Release notes: the text of a changelog entry.

use super::heading;

/// Returns the text below the heading of a version. Without a version, returns the text of the first entry.
pub fn notes(changelog: &str, version: Option<&str>) -> Option<String> {
    let mut lines = changelog.lines();
    lines.find(|line| {
        heading::version(line).is_some_and(|title| match version {
            Some(version) => title == version,
            None => heading::is_released(title),
        })
    })?;
    let entry: Vec<&str> = lines.take_while(|it| !it.starts_with("## ")).collect();
    // Stops at the link definitions, which are at the end of a changelog.
    let is_end = |line: &&str| line.trim().is_empty() || is_link(line);
    let end = entry.iter().rev().take_while(|it| is_end(it)).count();
    let entry = entry.get(..entry.len() - end)?;
    Some(entry.join("\n").trim_start_matches('\n').to_owned() + "\n")
}

fn is_link(line: &str) -> bool {
    line.starts_with('[') && line.contains("]: ")
}

#[cfg(test)]
mod tests {
    use super::notes;

    const CHANGELOG: &str = "# Changelog\n\n## [Unreleased]\n\n- Soon\n\n## [0.2.0]\n\nFrom `a`.\n\n\
                             ### Added\n\n- B\n\n## 0.1.0 - 2026-01-01\n- A\n\n[0.2.0]: https://example.com\n";

    #[test]
    fn release_notes_are_found_by_version() {
        let newest = "From `a`.\n\n### Added\n\n- B\n";
        for (version, expected) in [
            (None, Some(newest)),
            (Some("0.2.0"), Some(newest)),
            (Some("0.1.0"), Some("- A\n")),
            (Some("Unreleased"), Some("- Soon\n")),
            (Some("0.2"), None),
            (Some(""), None),
        ] {
            assert_eq!(
                notes(CHANGELOG, version).as_deref(),
                expected,
                "{version:?}"
            );
        }
        assert_eq!(notes("# Changelog\n\n## [Unreleased]\n", None), None);
        assert_eq!(notes("## [1.0.0]", None).as_deref(), Some("\n"));
    }
}
