//! The verdict of a report: which part of the crate's version must increase, by Cargo's rules.

use std::fmt;

use semver::{Prerelease, Version};
use serde::Serialize;

use super::change::{Change, Rust};

/// The part of the version that must increase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// None: the crates are identical.
    None,
    /// The patch number: no effect on source.
    Patch,
    /// The minor number: additions, or changed behaviour.
    Minor,
    /// The major number: valid source may not compile any more.
    Major,
}

impl Verdict {
    /// Returns the verdict for all changes.
    pub fn of(changes: &[Change]) -> Self {
        changes.iter().map(Self::of_one).max().unwrap_or(Self::None)
    }

    /// Returns the verdict for one change.
    pub fn of_one(change: &Change) -> Self {
        match change.rust {
            Rust::Same => Self::Patch,
            Rust::Addition | Rust::Behaviour => Self::Minor,
            Rust::Breaking => Self::Major,
        }
    }

    /// Returns the next version, by Cargo's rules. From 0.1.0 to 1.0.0, a breaking change increases the second number,
    /// and any other change the third. Before 0.1.0, every change increases the third number.
    ///
    /// The next version of a pre-release has the same numbers, if these allow the change; otherwise it is the first
    /// pre-release of the next numbers. Returns `None` for an invalid version, or if a number overflows.
    pub fn next(self, version: &str) -> Option<String> {
        let old = Version::parse(version).ok()?;
        if self == Self::None {
            return Some(version.to_owned());
        }
        if old.pre.is_empty() {
            return Some(self.moved(&old)?.to_string());
        }
        let is_allowed = match (self, old.major) {
            (Self::None | Self::Patch, _) | (Self::Minor, 0) => true,
            (Self::Minor, 1..) => old.patch == 0,
            (Self::Major, 1..) => (old.minor, old.patch) == (0, 0),
            (Self::Major, 0) => old.minor == 0 || old.patch == 0,
        };
        let mut next = match is_allowed {
            true => Version::new(old.major, old.minor, old.patch),
            false => self.moved(&old)?,
        };
        next.pre = pre_release(old.pre.as_str(), is_allowed)?;
        Some(next.to_string())
    }

    /// Returns the version with increased numbers.
    fn moved(self, version: &Version) -> Option<Version> {
        let (major, minor, patch) = (version.major, version.minor, version.patch);
        let (major, minor, patch) = match (self, major, minor) {
            (Self::None, ..) => (major, minor, patch),
            (Self::Major, 1.., _) => (major.checked_add(1)?, 0, 0),
            (Self::Minor, 1.., _) => (major, minor.checked_add(1)?, 0),
            (Self::Major, 0, 1..) => (0, minor.checked_add(1)?, 0),
            (Self::Major | Self::Minor | Self::Patch, ..) => (major, minor, patch.checked_add(1)?),
        };
        Some(Version::new(major, minor, patch))
    }
}

/// Returns the next pre-release with the same numbers, or the first one with other numbers: `rc.2` or `rc.1` for
/// `rc.1`.
fn pre_release(old: &str, is_same: bool) -> Option<Prerelease> {
    let (name, number) = match old.rsplit_once('.') {
        Some((name, last)) => (format!("{name}."), last.parse::<u64>().ok()),
        None => (String::new(), old.parse::<u64>().ok()),
    };
    let next = match (number, is_same) {
        (Some(number), true) => format!("{name}{}", number.checked_add(1)?),
        (Some(_), false) => format!("{name}1"),
        (None, true) => format!("{old}.1"),
        (None, false) => old.to_owned(),
    };
    Prerelease::new(&next).ok()
}

impl Verdict {
    /// Describes the effect on the version. The text starts with the old version, because an update or the user may
    /// already have set the new version.
    pub(super) fn describe(
        self,
        (old, new): (&str, &str),
        code: impl Fn(&str) -> String,
    ) -> String {
        let Some(next) = self.next(old) else {
            return self.to_string();
        };
        let set = match new != old && new != next {
            true => format!(", but is set to {}", code(new)),
            false => String::new(),
        };
        format!("{self}: {} becomes {}{set}", code(old), code(&next))
    }
}

/// Returns the part of a version that Cargo's compatibility depends on: up to the first number that is not 0.
pub(super) fn line(version: &str) -> &str {
    let numbers = version.split(['-', '+']).next().unwrap_or_default();
    let is_end = |it: char| it != '0' && it != '.';
    let rest = numbers.find(is_end).and_then(|at| {
        let end = numbers.get(at..)?.find('.')?;
        numbers.get(..at + end)
    });
    rest.unwrap_or(numbers)
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Verdict::{Major, Minor, None as Nothing, Patch};
    use super::line;

    #[test]
    fn a_version_that_differs_from_the_verdict_is_reported() {
        let plain = str::to_owned;
        for (new, describe) in [
            ("1.2.3", "major: 1.2.3 becomes 2.0.0"),
            ("2.0.0", "major: 1.2.3 becomes 2.0.0"),
            ("1.3.0", "major: 1.2.3 becomes 2.0.0, but is set to 1.3.0"),
        ] {
            assert_eq!(Major.describe(("1.2.3", new), plain), describe);
        }
        assert_eq!(Major.describe(("1", "2"), plain), "major");
    }

    #[test]
    fn cargo_selects_the_newest_compatible_version() {
        for (version, expected) in [
            ("1.2.3", "1"),
            ("10.0.0-rc.1", "10"),
            ("0.2.3", "0.2"),
            ("0.0.3", "0.0.3"),
            ("0.0.0", "0.0.0"),
            ("", ""),
        ] {
            assert_eq!(line(version), expected, "{version}");
        }
    }

    #[test]
    fn versions_increase_by_cargos_rules() {
        for (verdict, version, next) in [
            (Nothing, "1.2.3", Some("1.2.3")),
            (Patch, "1.2.3", Some("1.2.4")),
            (Minor, "1.2.3", Some("1.3.0")),
            (Major, "1.2.3", Some("2.0.0")),
            (Patch, "0.2.3", Some("0.2.4")),
            (Minor, "0.2.3", Some("0.2.4")),
            (Major, "0.2.3", Some("0.3.0")),
            (Major, "0.0.3", Some("0.0.4")),
            (Minor, "0.0.3", Some("0.0.4")),
            (Patch, "1.2.3+x", Some("1.2.4")),
            (Patch, "1.2.3-rc.1+x", Some("1.2.3-rc.2")),
            (Minor, "1.2.3-rc.2", Some("1.3.0-rc.1")),
            (Minor, "1.3.0-rc.2", Some("1.3.0-rc.3")),
            (Major, "1.3.0-rc.2", Some("2.0.0-rc.1")),
            (Major, "2.0.0-beta", Some("2.0.0-beta.1")),
            (Major, "2.1.0-beta", Some("3.0.0-beta")),
            (Minor, "0.2.1-9", Some("0.2.1-10")),
            (Major, "0.2.1-9", Some("0.3.0-1")),
            (Major, "0.2.0-a.b.1", Some("0.2.0-a.b.2")),
            (Minor, "1.3.0-18446744073709551615", None),
            (Minor, "1.2", None),
            (Major, "18446744073709551615.0.0", None),
            (Minor, "1.2.3.4", None),
            (Minor, "one", None),
        ] {
            assert_eq!(
                verdict.next(version).as_deref(),
                next,
                "{verdict} {version}"
            );
        }
    }
}
