//! The names of the built-in profiles.

use serde::Deserialize;

/// The name of a built-in profile.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Name {
    /// The profile that suits any API.
    #[default]
    Neutral,
    /// The profile of GitHub's REST API, on github.com and GitHub Enterprise.
    Github,
}

/// The names in the spelling of the configuration.
pub const NAMES: [&str; 2] = [Name::Neutral.as_str(), Name::Github.as_str()];

impl Name {
    /// Returns the name in the spelling of the configuration.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Github => "github",
        }
    }

    /// Parses a profile name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Neutral, Self::Github]
            .into_iter()
            .find(|it| it.as_str() == name)
    }
}
