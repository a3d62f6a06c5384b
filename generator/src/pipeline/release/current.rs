//! The current files that an update or a release changes.

use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::description::pin::{Lock, lock_of};
use crate::file::text;
use crate::release::CargoLock;
use crate::report::{Diagnostic, Result};

/// The current files, read and parsed.
#[derive(Debug)]
pub struct Current {
    /// The folder of the configuration.
    pub folder: PathBuf,
    /// The path and text of the configuration.
    pub settings: (PathBuf, String),
    /// The configuration.
    pub config: Config,
    /// The lock file of the pin, if the description is pinned.
    pub locked: Option<Locked>,
    /// The path of the changelog, with its text if the file exists.
    pub changelog: (PathBuf, Option<String>),
    /// The `Cargo.lock` files that contain the crate's version.
    pub cargo_locks: Vec<CargoLock>,
}

/// The lock file of a pin.
#[derive(Debug)]
pub struct Locked {
    /// The path.
    pub path: PathBuf,
    /// The text.
    pub text: String,
    /// The parsed lock.
    pub lock: Lock,
    /// The text of the pin that the lock file belongs to.
    pub pin: String,
}

impl Current {
    /// Reads the current files of a configuration.
    ///
    /// # Errors
    ///
    /// Fails if a file is unreadable.
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

    /// Returns the lock file.
    ///
    /// # Errors
    ///
    /// Fails if there is no lock file.
    pub fn pinned(&self) -> Result<&Locked> {
        self.locked.as_ref().ok_or_else(|| {
            Diagnostic::new(
                "the lock file, which records the description's origin, is missing",
                "create the first pin with `tagsmith pin`",
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
