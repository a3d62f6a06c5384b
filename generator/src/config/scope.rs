//! What an entry of the configuration or a correction is for.

use serde::Deserialize;

/// What a correction, a rename or a skip is for; an empty list stands for all.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// Selected tags.
    #[serde(default)]
    pub tags: Vec<String>,
    /// The names by which descriptions are known.
    #[serde(default)]
    pub descriptions: Vec<String>,
    /// API versions.
    #[serde(default)]
    pub api_versions: Vec<String>,
}

/// What one run is for.
#[derive(Debug)]
pub struct Occasion<'a> {
    /// The selected tags.
    pub tags: &'a [String],
    /// The name by which the description is known.
    pub description: &'a str,
    /// The API version.
    pub api_version: Option<&'a str>,
}

impl Scope {
    /// Returns whether this run is one of those.
    pub fn has(&self, occasion: &Occasion<'_>) -> bool {
        let named =
            |names: &[String], name: &str| names.is_empty() || names.iter().any(|it| it == name);
        (self.tags.is_empty() || self.tags.iter().any(|tag| occasion.tags.contains(tag)))
            && named(&self.descriptions, occasion.description)
            && named(&self.api_versions, occasion.api_version.unwrap_or_default())
    }
}
