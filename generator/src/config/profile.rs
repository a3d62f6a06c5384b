//! The user's settings of the profile.

use serde::Deserialize;

use super::facts::Facts;
use super::profile_name::Name;

/// The default name of the configuration file.
pub const FILE: &str = "tagsmith.toml";

/// The flag that names a profile.
pub const PROFILE_FLAG: &str = "--profile";

/// The user's settings of the profile.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "Facts")]
pub struct Settings {
    /// The profile, and the setting that names it.
    pub named: Option<(Name, &'static str)>,
    /// The facts that override those of the profile.
    pub facts: Facts,
    /// Whether the description is not the configured one. In that case the facts do not apply, since they would send
    /// the tokens of one API to a different API.
    pub is_for_another: bool,
}

impl Settings {
    /// Sets the profile's name, and records which setting chose the profile.
    pub fn set_name(&mut self, name: Name, by: &'static str) {
        self.named = Some((name, by));
    }
}

impl From<Facts> for Settings {
    fn from(facts: Facts) -> Self {
        Self {
            named: facts.name.map(|name| (name, FILE)),
            facts,
            is_for_another: false,
        }
    }
}
