//! Updates the crate to a new description.

use std::path::Path;

use super::baseline::Baseline;
use super::current::{Current, Locked};
use super::edited::Edited;
use super::transition::{Target, Transition};
use crate::config::{Config, Skip, Unknown};
use crate::description::load::Source;
use crate::description::pin::{Origin, Pinned};
use crate::output::{finish, unfinished};
use crate::pipeline::lowered::lowered;
use crate::pipeline::unsupported::expired_skips;
use crate::release::upstream::{self, Limits};
use crate::release::{CargoLock, Purpose};
use crate::report::{Diagnostic, Result, quoted};

/// An update whose new description is not yet read.
#[derive(Debug)]
pub struct Update {
    current: Current,
    baseline: Option<Baseline>,
}

/// The source of the new description. By default, the lock file names it: the newest version of a package, or the
/// current content of a file or URL.
#[derive(Clone, Copy, Debug, Default)]
pub struct NewDescription<'a> {
    /// The version of the package.
    pub to: Option<&'a str>,
    /// A file or URL that is used instead of the package.
    pub place: Option<&'a str>,
    /// The version to record in the lock file, instead of the description's own.
    pub version: Option<&'a str>,
}

/// A new description.
#[derive(Debug)]
pub struct Fetched {
    /// The text.
    pub source: Source,
    /// The version to record, if it is known.
    pub version: Option<String>,
}

/// The options of an update.
#[derive(Clone, Debug, Default)]
pub struct UpdateOptions {
    /// Additional tags to select.
    pub tags: Vec<String>,
    /// Whether unsupported operations are skipped.
    pub skip_unsupported: bool,
    /// The date of the changelog entry.
    pub date: Option<String>,
    /// Whether files that were edited by hand are overwritten.
    pub is_forced: bool,
}

/// An update whose crate is already generated.
#[derive(Debug)]
pub struct PreparedUpdate {
    /// The new state.
    pub target: Target,
    /// The corrections and configuration entries that have no effect.
    pub expired: Vec<Diagnostic>,
    /// The newly skipped operations.
    pub left_out: Vec<Skip>,
    /// The removed configuration entries.
    pub removed: Vec<Unknown>,
}

impl Update {
    /// Reads the current files and the last release.
    ///
    /// # Errors
    ///
    /// Fails if a file is unreadable, the lock file is missing, or the last release is not found.
    pub fn read(config: &Path, before: Option<&str>) -> Result<Self> {
        let current = Current::read(config)?;
        current.pinned()?;
        let baseline = Baseline::find(config, &current.config, before, Purpose::Release)?;
        Ok(Self { current, baseline })
    }

    /// Downloads or reads the new description.
    ///
    /// # Errors
    ///
    /// Fails if the description is unreadable or too large, or the download fails.
    pub fn fetch(&self, from: &NewDescription<'_>, limits: &Limits) -> Result<Fetched> {
        let locked = self.current.pinned()?;
        let of_place = |place: &str| {
            Ok(Fetched {
                source: upstream::from_place(place, limits)?,
                version: from.version.map(str::to_owned),
            })
        };
        if let Some(place) = from.place {
            return of_place(place);
        }
        let lock = &locked.lock;
        if let Some(place) = lock.upstream().place(&self.current.folder) {
            if from.to.is_some() {
                return Err(no_versions(locked).into());
            }
            return of_place(&place);
        }
        let release = upstream::release(&lock.upstream, from.to, limits)?;
        Ok(Fetched {
            source: upstream::from_package(&release, &lock.file, limits)?,
            version: Some(release.version),
        })
    }

    /// Pins the new description, and generates the crate from the pin.
    ///
    /// # Errors
    ///
    /// Returns the errors of the failed stage.
    pub fn prepare(&self, fetched: &Fetched, options: &UpdateOptions) -> Result<PreparedUpdate> {
        let locked = self.current.pinned()?;
        let origin = Origin {
            upstream: &locked.lock.upstream,
            version: fetched.version.as_deref(),
            file: &locked.lock.file,
        };
        let mut settings = Edited::new(&self.current, &options.tags)?;
        if options.skip_unsupported {
            settings.leave_out(&fetched.source)?;
        }
        let pinned = Pinned::of(&fetched.source, &settings.config, &origin)?;
        // Generates from the pin and not from the new description, as later runs do.
        let name = settings.config.description.display().to_string();
        let pin = Source::parse(pinned.yaml.clone(), &name)?;
        let (new, mut expired) = lowered(&pin, &settings.config)?;
        settings.remove(&new.unknown, locked)?;
        expired.extend(expired_skips(&pin, &settings.config)?);
        Ok(PreparedUpdate {
            target: Target {
                settings: settings.text,
                pinned: Some(pinned),
                api: new.api,
                date: options.date.clone(),
                is_forced: options.is_forced,
            },
            expired,
            left_out: settings.left_out,
            removed: settings.removed,
        })
    }

    /// Compares the crate with the baseline, and decides on version and changelog.
    ///
    /// # Errors
    ///
    /// Fails if a version cannot be increased.
    pub fn transition(self, target: Target) -> Result<Transition> {
        Transition::of(self.current, self.baseline, target)
    }
}

/// Returns an error if an update of the configuration is interrupted.
pub fn unfinished_update(path: &Path) -> Option<Diagnostic> {
    unfinished(folder_of(path))
}

/// Finishes the interrupted update of a configuration, and returns the update's description.
///
/// # Errors
///
/// Fails if a file was changed since the interruption, or if a disk operation fails. The update stays interrupted in
/// these cases.
pub fn finish_update(path: &Path) -> Result<Option<String>> {
    let folder = folder_of(path);
    if unfinished(folder).is_none() {
        return Ok(None);
    }
    // The configuration may be the old or the new one, but both name the same folders.
    let config = Config::read(path)?;
    let pin = config.description.parent();
    let fixtures = config.fixtures.as_deref();
    let cargo_locks = CargoLock::places(&config.out);
    let cargo_locks = cargo_locks.iter().filter_map(|it| it.parent());
    let others = [Some(config.out.as_path()), pin, fixtures]
        .into_iter()
        .flatten();
    finish(folder, &others.chain(cargo_locks).collect::<Vec<_>>())
}

/// Returns the folder of a configuration.
fn folder_of(config: &Path) -> &Path {
    config.parent().unwrap_or(Path::new(""))
}

fn no_versions(locked: &Locked) -> Diagnostic {
    Diagnostic::new(
        format!(
            "{} is not a package, so it has no versions to select",
            quoted(&locked.lock.upstream)
        ),
        "remove --to, or give the description of that version with --description",
    )
    .at(locked.path.display().to_string())
}
