//! Decides on the next version of the crate, by the released version and the changes.

use std::cmp::Ordering;

use semver::Version;

use crate::diff::Verdict;

/// Returns the lowest version that a verdict allows after `released`. Returns the configured version if that is high
/// enough, and `None` if a version is not a semantic version or a number overflows.
pub fn settle(set: &str, released: &str, verdict: Verdict) -> Option<String> {
    match is_enough(set, released, verdict)? {
        true => Some(set.to_owned()),
        false => verdict.next(released),
    }
}

/// Returns whether a verdict allows the configured version. For a pre-release, only the three numbers are compared.
pub fn is_enough(set: &str, released: &str, verdict: Verdict) -> Option<bool> {
    let next = Version::parse(&verdict.next(released)?).ok()?;
    let (set, released) = (Version::parse(set).ok()?, Version::parse(released).ok()?);
    let numbers = |it: &Version| (it.major, it.minor, it.patch);
    Some(match set.cmp_precedence(&released) {
        Ordering::Less => false,
        Ordering::Equal => verdict == Verdict::None,
        Ordering::Greater => numbers(&set) >= numbers(&next),
    })
}

/// Compares two semantic versions.
pub fn compare(left: &str, right: &str) -> Option<Ordering> {
    let (left, right) = (Version::parse(left).ok()?, Version::parse(right).ok()?);
    Some(left.cmp_precedence(&right))
}

#[cfg(test)]
mod tests {
    use super::settle;
    use crate::diff::Verdict::{self, Major, Minor, Patch};

    #[test]
    fn a_configured_version_that_is_high_enough_stays() {
        const NONE: Verdict = Verdict::None;
        for (set, released, verdict, expected) in [
            ("0.1.0", "0.1.0", NONE, "0.1.0"),
            ("0.1.0", "0.1.0", Patch, "0.1.1"),
            ("0.1.1", "0.1.0", Minor, "0.1.1"),
            ("0.1.1", "0.1.0", Major, "0.2.0"),
            ("0.2.0", "0.1.0", Patch, "0.2.0"),
            ("0.2.0", "0.1.0", NONE, "0.2.0"),
            ("0.0.9", "0.1.0", NONE, "0.1.0"),
            ("0.2.0-rc.1", "0.1.0", Major, "0.2.0-rc.1"),
            ("0.1.1-rc.1", "0.1.0", Major, "0.2.0"),
            ("0.2.0-rc.1", "0.2.0-rc.1", Major, "0.2.0-rc.2"),
            ("0.2.0", "0.2.0-rc.1", Major, "0.2.0"),
            ("1.3.0-rc.1", "1.3.0", Patch, "1.3.1"),
            ("1.0.0+a", "1.0.0", Patch, "1.0.1"),
        ] {
            let found = settle(set, released, verdict);
            assert_eq!(found.as_deref(), Some(expected), "{set} {released}");
        }
        for (set, released) in [("1", "1.0.0"), ("1.0.0", "one")] {
            assert_eq!(settle(set, released, Patch), None, "{set} {released}");
        }
    }
}
