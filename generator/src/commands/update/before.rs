//! What is there before an update.

use std::path::{Path, PathBuf};

use crate::commands::lowered;
use crate::commands::pin::lock_of;
use crate::config::Config;
use crate::load::{Source, text};
use crate::model::Api;
use crate::pin::Lock;
use crate::report::{Diagnostic, Result};

/// The files that an update moves, as they are, and what they mean.
#[derive(Debug)]
pub(super) struct Before {
    /// The folder of the configuration.
    pub(super) folder: PathBuf,
    /// The configuration's file and text.
    pub(super) settings: (PathBuf, String),
    pub(super) config: Config,
    pub(super) pin: String,
    /// The lock's file and text.
    pub(super) locked: (PathBuf, String),
    pub(super) lock: Lock,
    /// The changelog's file, and its text if there is one.
    pub(super) changelog: (PathBuf, Option<String>),
    pub(super) api: Api,
}

impl Before {
    pub(super) fn read(path: &Path) -> Result<Self> {
        let settings = text(path)?;
        let config = Config::parse(&settings, path)?;
        let locked = lock_of(&config.description);
        if !locked.exists() {
            return Err(Diagnostic::new(
                "there is no lock, which says what the description comes from",
                "make the first pin with `tagsmith pin`",
            )
            .at(locked.display().to_string())
            .into());
        }
        let lock = text(&locked)?;
        let pin = text(&config.description)?;
        let changelog = config.out.join("CHANGELOG.md");
        let entries = match changelog.exists() {
            true => Some(text(&changelog)?),
            false => None,
        };
        let name = config.description.display().to_string();
        let (old, _) = lowered(&Source::parse(pin.clone(), &name)?, &config)?;
        Ok(Self {
            folder: super::folder_of(path).to_path_buf(),
            settings: (path.to_path_buf(), settings),
            pin,
            lock: Lock::parse(&lock, &locked)?,
            locked: (locked, lock),
            changelog: (changelog, entries),
            api: old.api,
            config,
        })
    }
}
