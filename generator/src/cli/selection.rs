//! What `generate` and `site` are told alike: the configuration, and what of a description to take.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::config::{Config, FILE, NAMES, Name, PROFILE_FLAG, Tags};
use crate::report::Result;

/// The file that says what to generate.
pub(super) const CONFIG: &str = FILE;

/// The flags that replace what that file says.
#[derive(Args, Debug)]
pub(super) struct Selection {
    /// What to generate [default: tagsmith.toml, if there is one]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The description, in JSON or YAML; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    pub(super) description: Option<PathBuf>,
    /// A tag to select; may be given several times
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// Select all tags
    #[arg(long, conflicts_with = "tags")]
    all_tags: bool,
    /// The profile: the facts of the API that its description does not state [default: as configured, else as
    /// detected from the description]
    #[arg(long, value_name = "NAME", value_parser = NAMES)]
    profile: Option<String>,
}

impl Selection {
    /// Returns the file that says what to generate, whether it is there or not.
    pub(super) fn config(&self) -> &Path {
        self.config.as_deref().unwrap_or(Path::new(CONFIG))
    }

    /// Returns the tags that the flags select, if they do.
    pub(super) fn tags(&self) -> Option<Tags> {
        if self.all_tags {
            return Some(Tags::All);
        }
        (!self.tags.is_empty()).then(|| Tags::Named(self.tags.clone()))
    }

    /// Returns whether flags replace what the file says.
    pub(super) fn replaces(&self) -> bool {
        self.description.is_some() || self.tags().is_some() || self.profile.is_some()
    }

    /// Returns what the file says, with the flags applied; nothing if none is named and none is there.
    pub(super) fn configuration(&self) -> Result<Option<Config>> {
        if self.config.is_none() && !self.config().exists() {
            return Ok(None);
        }
        let mut config = Config::read(self.config())?;
        self.apply(&mut config);
        Ok(Some(config))
    }

    /// Replaces what the flags give.
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

/// Sets the profile that the flag `--profile` names, if it does.
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
    fn another_file_is_another_description() {
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
