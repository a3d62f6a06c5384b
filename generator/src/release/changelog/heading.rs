//! Parses the headings of a changelog: one for each version, and one for unreleased changes.

/// Returns the version in a heading. The heading may also contain a date.
pub(super) fn version(line: &str) -> Option<&str> {
    let title = line
        .trim_start_matches('\u{feff}')
        .strip_prefix("## ")?
        .trim();
    let title = match title.strip_prefix('[') {
        Some(title) => title.split(']').next(),
        None => title.split_whitespace().next(),
    };
    // The heading may contain the tag `v1.2.3` instead of the version.
    title.map(|it| match it.strip_prefix('v') {
        Some(number) if is_released(number) => number,
        _ => it,
    })
}

/// Returns whether the title of a heading is a version.
pub(super) fn is_released(title: &str) -> bool {
    title.starts_with(|it: char| it.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn the_version_of_a_heading_is_parsed_in_several_forms() {
        for (line, expected) in [
            ("## [0.1.0] - 2026-01-01\r\n", Some("0.1.0")),
            ("## 0.1.0", Some("0.1.0")),
            ("## v0.1.0", Some("0.1.0")),
            ("## [v0.1.0]", Some("0.1.0")),
            ("## [Unreleased]", Some("Unreleased")),
            ("## version", Some("version")),
            ("### Added", None),
            ("# 0.1.0", None),
        ] {
            assert_eq!(version(line), expected, "{line}");
        }
    }
}
