//! The built-in profiles, whose facts and corrections are data files.

use crate::config::{Facts, Name};
use crate::description::overlay::Overlay;
use crate::report::Result;

const GITHUB: &str = include_str!("github.toml");

/// The corrections of GitHub's description, in the order of their application.
const GITHUB_CORRECTIONS: &[(&str, &str)] = &[
    (
        "github/content_exclusion.yaml",
        include_str!("github/content_exclusion.yaml"),
    ),
    (
        "github/idempotency.yaml",
        include_str!("github/idempotency.yaml"),
    ),
    ("github/integers.yaml", include_str!("github/integers.yaml")),
    ("github/nullable.yaml", include_str!("github/nullable.yaml")),
    ("github/secrets.yaml", include_str!("github/secrets.yaml")),
    ("github/unions.yaml", include_str!("github/unions.yaml")),
    ("github/uploads.yaml", include_str!("github/uploads.yaml")),
    (
        "github/yes_or_no.yaml",
        include_str!("github/yes_or_no.yaml"),
    ),
];

/// Returns the facts of a profile.
pub(super) fn facts(name: Name) -> Result<Facts> {
    match name {
        Name::Neutral => Ok(Facts::default()),
        Name::Github => Facts::parse(GITHUB, "the built-in profile `github`"),
    }
}

/// Returns the corrections of a profile.
pub(super) fn overlays(name: Name) -> Result<Vec<Overlay>> {
    let texts = match name {
        Name::Neutral => &[],
        Name::Github => GITHUB_CORRECTIONS,
    };
    let overlays = texts.iter();
    overlays
        .map(|(name, text)| {
            Overlay::parse(text, &format!("built-in {name}")).map(Overlay::built_in)
        })
        .collect()
}
