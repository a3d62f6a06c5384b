//! The flags of `generate` and `site` that select the configuration, the description and the tags.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::config::{Config, FILE, NAMES, Name, PROFILE_FLAG, Tags};
use crate::report::Result;

/// The default path of the configuration.
pub(super) const CONFIG: &str = FILE;

/// The flags that override the configuration.
#[derive(Args, Debug)]
pub(super) struct Selection {
    /// Configuration to read [default: tagsmith.toml, if it exists]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Description in JSON or YAML; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    pub(super) description: Option<PathBuf>,
    /// Select this tag; may be repeated
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// Select all tags
    #[arg(long, conflicts_with = "tags")]
    all_tags: bool,
    /// Profile: the facts of the API that its description does not state [default: as configured, otherwise detected
    /// from the description]
    #[arg(long, value_name = "NAME", value_parser = NAMES)]
    profile: Option<String>,
}

impl Selection {
    /// Returns the path of the configuration. The file may not exist.
    pub(super) fn config(&self) -> &Path {
        self.config.as_deref().unwrap_or(Path::new(CONFIG))
    }

    /// Returns the tags that the flags select, if any.
    pub(super) fn tags(&self) -> Option<Tags> {
        if self.all_tags {
            return Some(Tags::All);
        }
        (!self.tags.is_empty()).then(|| Tags::Named(self.tags.clone()))
    }

    /// Returns whether flags override the configuration.
    pub(super) fn replaces(&self) -> bool {
        self.description.is_some() || self.tags().is_some() || self.profile.is_some()
    }

    /// Returns the configuration with the flags applied; `None` if the default file does not exist.
    pub(super) fn configuration(&self) -> Result<Option<Config>> {
        if self.config.is_none() && !self.config().exists() {
            return Ok(None);
        }
        let mut config = Config::read(self.config())?;
        self.apply(&mut config);
        Ok(Some(config))
    }

    /// Overrides settings of the configuration by the flags.
    pub(super) fn apply(&self, config: &mut Config) {
        if let Some(description) = &self.description {
            config.set_description(description);
        }
        if let Some(tags) = self.tags() {
            config.tags = tags;
        }
        set_profile(config, self.profile.as_deref());
    }
}

/// Sets the profile of the flag `--profile`, if the flag is used.
pub(super) fn set_profile(config: &mut Config, name: Option<&str>) {
    if let Some(name) = name.and_then(Name::parse) {
        config.profile.set_name(name, PROFILE_FLAG);
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Selection;
    use crate::config::Config;

    #[test]
    fn profile_facts_do_not_apply_to_a_different_description_file() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let own = folder.join("Cargo.toml");
        for (description, is_for_another) in [
            (None, false),
            (Some(own.clone()), false),
            (Some(folder.join("src/../Cargo.toml")), false),
            (Some(folder.join("src/lib.rs")), true),
            (Some("-".into()), true),
        ] {
            let mut config = Config::default();
            config.description.clone_from(&own);
            let selection = Selection {
                config: None,
                description,
                tags: Vec::new(),
                all_tags: false,
                profile: Some("neutral".to_owned()),
            };
            selection.apply(&mut config);
            let given = selection.description.as_ref();
            assert_eq!(config.profile.is_for_another, is_for_another, "{given:?}");
            assert_eq!(&config.description, given.unwrap_or(&own));
        }
    }
}
