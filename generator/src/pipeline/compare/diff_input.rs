//! One side of a comparison: a description in a file, or the pin of a commit with its configuration.

use std::path::Path;

use crate::api::Api;
use crate::config::{Config, Name, Tags};
use crate::description::load::{Document, Source};
use crate::description::overlay::Overlay;
use crate::description::select::{operations_without, selected_tags};
use crate::pipeline::lowered::with_overlay;
use crate::release::repository::show;
use crate::report::{Diagnostic, Result};

/// What a side begins with that is a commit.
const GIT: &str = "git:";

/// One side, read and not yet understood.
#[derive(Debug)]
pub struct DiffInput {
    source: Source,
    overlay: Option<Overlay>,
    config: Config,
}

impl DiffInput {
    /// Reads a description from a file, with a configuration of today, or all from a commit.
    ///
    /// # Errors
    ///
    /// Fails if one of the files cannot be read or parsed.
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
    /// Fails if one of the files cannot be read or parsed.
    pub fn of_config(path: &Path) -> Result<Self> {
        let config = Config::read(path)?;
        Ok(Self {
            source: Source::read(&config.description)?,
            overlay: config.overlay.as_deref().map(Overlay::read).transpose()?,
            config,
        })
    }

    /// Reads all of a commit.
    ///
    /// # Errors
    ///
    /// Fails if git does, or if one of the files cannot be parsed.
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

    /// Replaces the tags and the API version that are compared, where they are given.
    pub fn select(&mut self, tags: Option<&Tags>, api_version: Option<&str>) {
        if let Some(tags) = tags {
            self.config.tags = tags.clone();
        }
        if let Some(version) = api_version {
            self.config.package.api_version = Some(version.to_owned());
        }
    }

    /// Sets the profile, and by what it is named.
    pub fn set_profile(&mut self, name: Name, by: &'static str) {
        self.config.profile.set_name(name, by);
    }

    /// Returns the tags that operations have.
    pub(super) fn tags(&self) -> Result<Vec<String>> {
        let document = Document::index(&self.source)?;
        selected_tags(
            &Tags::All,
            &operations_without(&document, &self.config.skip)?,
        )
    }

    /// Leaves out the tags that the other side alone has; returns whether some are left.
    pub(super) fn leave_out(&mut self, own: &[String], others: &[String]) -> bool {
        let Tags::Named(names) = &mut self.config.tags else {
            return true;
        };
        names.retain(|it| own.contains(it) || !others.contains(it));
        !names.is_empty()
    }

    /// Returns the API, and the corrections that change nothing on this side.
    ///
    /// # Errors
    ///
    /// Returns all that the stage which failed found wrong.
    pub fn lowered(&self) -> Result<(Api, Vec<Diagnostic>)> {
        let (lowered, expired) = with_overlay(&self.source, self.overlay.as_ref(), &self.config)?;
        Ok((lowered.api, expired))
    }
}
