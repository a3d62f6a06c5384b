//! The built-in profiles: their facts and their corrections, as data.

use serde::Deserialize;

use super::facts::Facts;
use crate::description::overlay::Overlay;
use crate::report::Result;

/// The name of a built-in profile.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Name {
    /// Any API.
    #[default]
    Neutral,
    /// GitHub's REST API, on github.com and GitHub Enterprise.
    Github,
}

/// The names, as a user writes them.
pub const NAMES: [&str; 2] = [Name::Neutral.as_str(), Name::Github.as_str()];

const GITHUB: &str = include_str!("github.toml");

/// The corrections of GitHub's description, in the order in which they are applied.
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

impl Name {
    /// Returns the name as a user writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Github => "github",
        }
    }

    /// Returns the profile of a name, if there is one.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Neutral, Self::Github]
            .into_iter()
            .find(|it| it.as_str() == name)
    }

    /// Returns the profile's facts.
    pub(super) fn facts(self) -> Result<Facts> {
        match self {
            Self::Neutral => Ok(Facts::default()),
            Self::Github => Facts::parse(GITHUB, "the built-in profile `github`"),
        }
    }

    /// Returns the profile's corrections.
    pub(super) fn overlays(self) -> Result<Vec<Overlay>> {
        let texts = match self {
            Self::Neutral => &[],
            Self::Github => GITHUB_CORRECTIONS,
        };
        let overlays = texts.iter();
        overlays
            .map(|(name, text)| Overlay::parse(text, &format!("built-in {name}")))
            .collect()
    }
}
