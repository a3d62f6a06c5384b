//! An input of `tagsmith diff`: a description in a file, or the pin and the configuration of a commit.

use std::path::Path;

use crate::api::Api;
use crate::config::{Config, Name, Tags};
use crate::description::load::{Document, Source};
use crate::description::overlay::Overlay;
use crate::description::select::{operations_without, selected_tags};
use crate::pipeline::lowered::with_overlay;
use crate::release::repository::show;
use crate::report::{Diagnostic, Result};

/// The prefix of inputs that name a commit.
const GIT: &str = "git:";

/// An input that is read but not yet parsed.
#[derive(Debug)]
pub struct DiffInput {
    source: Source,
    overlay: Option<Overlay>,
    config: Config,
}

impl DiffInput {
    /// Reads an input: a description file with the current configuration, or all files of a commit.
    ///
    /// # Errors
    ///
    /// Fails if a file is unreadable or invalid.
    pub fn read(name: &str, config: &Path, default: &Config) -> Result<Self> {
        match name.strip_prefix(GIT) {
            Some(revision) => Self::of_commit(revision, config),
            None => Ok(Self {
                source: Source::read(Path::new(name))?,
                overlay: default.overlay.as_deref().map(Overlay::read).transpose()?,
                config: default.clone(),
            }),
        }
    }

    /// Reads the description that a configuration names.
    ///
    /// # Errors
    ///
    /// Fails if a file is unreadable or invalid.
    pub fn of_config(path: &Path) -> Result<Self> {
        let config = Config::read(path)?;
        Ok(Self {
            source: Source::read(&config.description)?,
            overlay: config.overlay.as_deref().map(Overlay::read).transpose()?,
            config,
        })
    }

    /// Reads the configuration and the pin of a commit.
    ///
    /// # Errors
    ///
    /// Fails if git fails, or a file is invalid.
    pub fn of_commit(revision: &str, config: &Path) -> Result<Self> {
        let name = |path: &Path| format!("{GIT}{revision}:{}", path.display());
        let config = Config::parse(&show(revision, config)?, config)?;
        let pin = &config.description;
        let overlay = config
            .overlay
            .as_deref()
            .map(|path| Overlay::parse(&show(revision, path)?, &name(path)));
        Ok(Self {
            source: Source::parse(show(revision, pin)?, &name(pin))?,
            overlay: overlay.transpose()?,
            config,
        })
    }

    /// Overrides the tags and the API version by given values.
    pub fn select(&mut self, tags: Option<&Tags>, api_version: Option<&str>) {
        if let Some(tags) = tags {
            self.config.tags = tags.clone();
        }
        if let Some(version) = api_version {
            self.config.package.api_version = Some(version.to_owned());
        }
    }

    /// Sets the profile's name, and records which setting chose the profile.
    pub fn set_profile(&mut self, name: Name, by: &'static str) {
        self.config.profile.set_name(name, by);
    }

    /// Returns the tags of the operations.
    pub(super) fn tags(&self) -> Result<Vec<String>> {
        let document = Document::index(&self.source)?;
        selected_tags(
            &document,
            &Tags::All,
            &operations_without(&document, &self.config.skip)?,
        )
    }

    /// Removes the tags that only the other input has. Returns whether any tags are left.
    pub(super) fn leave_out(&mut self, own: &[String], others: &[String]) -> bool {
        let Tags::Named(names) = &mut self.config.tags else {
            return true;
        };
        names.retain(|it| own.contains(it) || !others.contains(it));
        !names.is_empty()
    }

    /// Lowers the input. Returns the API, and the expired corrections.
    ///
    /// # Errors
    ///
    /// Returns the errors of the failed stage.
    pub fn lowered(&self) -> Result<(Api, Vec<Diagnostic>)> {
        let (lowered, expired) = with_overlay(&self.source, self.overlay.as_ref(), &self.config)?;
        Ok((lowered.api, expired))
    }
}
