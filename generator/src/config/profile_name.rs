//! The names of the built-in profiles.

use serde::Deserialize;

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
}
