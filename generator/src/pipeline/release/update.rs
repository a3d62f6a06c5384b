//! An update: from a new description to the files that change.

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

/// An update, before the new description is read.
#[derive(Debug)]
pub struct Update {
    current: Current,
    baseline: Option<Baseline>,
}

/// Where the new description comes from. By default, it is what the lock names: the newest version of its package, or its
/// file or address as it is now.
#[derive(Clone, Copy, Debug, Default)]
pub struct NewDescription<'a> {
    /// The version of the package.
    pub to: Option<&'a str>,
    /// A file or an address instead.
    pub place: Option<&'a str>,
    /// The version to record, if not the description's own.
    pub version: Option<&'a str>,
}

/// A new description.
#[derive(Debug)]
pub struct Fetched {
    /// Its text.
    pub source: Source,
    /// The version to record, if it is known.
    pub version: Option<String>,
}

/// What an update changes beside the description.
#[derive(Clone, Debug, Default)]
pub struct UpdateOptions {
    /// The tags to select besides those of the configuration.
    pub tags: Vec<String>,
    /// Whether operations are left out that cannot be generated.
    pub skip_unsupported: bool,
    /// The day of the changelog's entry.
    pub date: Option<String>,
    /// Whether files that were edited by hand are overwritten.
    pub is_forced: bool,
}

/// An update whose crate is generated.
#[derive(Debug)]
pub struct PreparedUpdate {
    /// What is to be released.
    pub target: Target,
    /// The corrections and entries of the configuration that change nothing any more.
    pub expired: Vec<Diagnostic>,
    /// The operations that are left out from now on.
    pub left_out: Vec<Skip>,
    /// The entries of the configuration that are removed.
    pub removed: Vec<Unknown>,
}

impl Update {
    /// Reads what an update of the crate of a configuration begins with.
    ///
    /// # Errors
    ///
    /// Fails if a file cannot be read, if there is no lock, or if the last release is not found.
    pub fn read(config: &Path, before: Option<&str>) -> Result<Self> {
        let current = Current::read(config)?;
        current.pinned()?;
        let baseline = Baseline::find(config, &current.config, before, Purpose::Release)?;
        Ok(Self { current, baseline })
    }

    /// Fetches the new description.
    ///
    /// # Errors
    ///
    /// Fails if it cannot be read or fetched, or is too large.
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

    /// Pins the new description, and generates from it.
    ///
    /// # Errors
    ///
    /// Returns all that the stage which failed found wrong.
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
        // From the pin, and not from all: that is what will be generated from.
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

    /// Compares the target with what users have, and decides on version and changelog.
    ///
    /// # Errors
    ///
    /// Fails if a version cannot be moved.
    pub fn transition(self, target: Target) -> Result<Transition> {
        Transition::of(self.current, self.baseline, target)
    }
}

/// Returns what to say of an update of a configuration that is unfinished, if one is.
pub fn unfinished_update(path: &Path) -> Option<Diagnostic> {
    unfinished(folder_of(path))
}

/// Finishes the update of a configuration that was killed, and returns what it was.
///
/// # Errors
///
/// Fails if a file was changed since, or if the disk fails; then the update stays unfinished.
pub fn finish_update(path: &Path) -> Result<Option<String>> {
    let folder = folder_of(path);
    if unfinished(folder).is_none() {
        return Ok(None);
    }
    // What leads to folders is the same in the old configuration and in the new one.
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
            "{} is no package, so it has no versions to choose from",
            quoted(&locked.lock.upstream)
        ),
        "leave out --to, or give the description of that version with --description",
    )
    .at(locked.path.display().to_string())
}
