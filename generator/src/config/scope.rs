//! The runs to which an entry or a correction applies.

use serde::Deserialize;

/// The runs to which a correction, a rename or a skip applies. An empty list matches every run.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// The selected tags.
    #[serde(default)]
    pub tags: Vec<String>,
    /// The names of descriptions.
    #[serde(default)]
    pub descriptions: Vec<String>,
    /// The API versions.
    #[serde(default)]
    pub api_versions: Vec<String>,
}

/// The properties of a run that a scope is compared with.
#[derive(Debug)]
pub struct Occasion<'a> {
    /// The selected tags.
    pub tags: &'a [String],
    /// The name of the description.
    pub description: &'a str,
    /// The API version.
    pub api_version: Option<&'a str>,
}

impl Scope {
    /// Returns whether the scope matches a run.
    pub fn has(&self, occasion: &Occasion<'_>) -> bool {
        let named =
            |names: &[String], name: &str| names.is_empty() || names.iter().any(|it| it == name);
        (self.tags.is_empty() || self.tags.iter().any(|tag| occasion.tags.contains(tag)))
            && named(&self.descriptions, occasion.description)
            && named(&self.api_versions, occasion.api_version.unwrap_or_default())
    }
}
