//! What a user says of the profile.

use serde::Deserialize;

use super::facts::Facts;
use super::profile_name::Name;

/// The usual name of the configuration's file.
pub const FILE: &str = "tagsmith.toml";

/// The flag that names a profile.
pub const PROFILE_FLAG: &str = "--profile";

/// What a user says of the profile.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "Facts")]
pub struct Settings {
    /// The profile, and by what the user names it.
    pub named: Option<(Name, &'static str)>,
    /// The facts that override those of the profile.
    pub facts: Facts,
    /// Whether the description is another one than that of the configuration: then the facts are not used, since
    /// they would send the tokens of one API to another.
    pub is_for_another: bool,
}

impl Settings {
    /// Names the profile, and by what.
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
