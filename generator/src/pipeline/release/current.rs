//! The files that a transition moves, as they are.

use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::description::pin::{Lock, lock_of};
use crate::file::text;
use crate::release::CargoLock;
use crate::report::{Diagnostic, Result};

/// The files, and what they mean.
#[derive(Debug)]
pub struct Current {
    /// The folder of the configuration.
    pub folder: PathBuf,
    /// The configuration's file and text.
    pub settings: (PathBuf, String),
    /// The configuration.
    pub config: Config,
    /// The lock of the pin, if the description is one.
    pub locked: Option<Locked>,
    /// The changelog's file, and its text if there is one.
    pub changelog: (PathBuf, Option<String>),
    /// The files that repeat the crate's version.
    pub cargo_locks: Vec<CargoLock>,
}

/// The lock of a pin.
#[derive(Debug)]
pub struct Locked {
    /// Its file.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
    /// The lock.
    pub lock: Lock,
    /// The pin's text.
    pub pin: String,
}

impl Current {
    /// Reads the files of the crate of a configuration.
    ///
    /// # Errors
    ///
    /// Fails if one of them cannot be read.
    pub fn read(path: &Path) -> Result<Self> {
        let settings = text(path)?;
        let config = Config::parse(&settings, path)?;
        let lock = lock_of(&config.description);
        let locked = match lock.exists() {
            true => Some(Locked::read(lock, &config.description)?),
            false => None,
        };
        let changelog = config.out.join("CHANGELOG.md");
        let entries = match changelog.exists() {
            true => Some(text(&changelog)?),
            false => None,
        };
        Ok(Self {
            folder: path.parent().unwrap_or(Path::new("")).to_path_buf(),
            settings: (path.to_path_buf(), settings),
            locked,
            changelog: (changelog, entries),
            cargo_locks: CargoLock::all(&config.out)?,
            config,
        })
    }

    /// Returns the lock, without which nothing says where the description comes from.
    ///
    /// # Errors
    ///
    /// Fails if there is none.
    pub fn pinned(&self) -> Result<&Locked> {
        self.locked.as_ref().ok_or_else(|| {
            Diagnostic::new(
                "there is no lock, which says what the description comes from",
                "make the first pin with `tagsmith pin`",
            )
            .at(lock_of(&self.config.description).display().to_string())
            .into()
        })
    }
}

impl Locked {
    fn read(path: PathBuf, pin: &Path) -> Result<Self> {
        let locked = text(&path)?;
        Ok(Self {
            lock: Lock::parse(&locked, &path)?,
            path,
            text: locked,
            pin: text(pin)?,
        })
    }
}
