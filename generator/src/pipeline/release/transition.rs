//! The transition from the released to the new state, which writes the crate's version, changelog and files in one
//! transaction. `update` and `release` use the same transition.

use std::borrow::Cow;

use super::baseline::Baseline;
use super::current::Current;
use crate::api::Api;
use crate::config::Config;
use crate::crate_ir::Crate;
use crate::description::pin::Pinned;
use crate::diff::Report;
use crate::output::Output;
use crate::pipeline::compare::compare;
use crate::pipeline::generate::with_files;
use crate::release::{Entry, rewritten, settle, with_first_entry, with_version};
use crate::report::{Diagnostic, Result, quoted};

/// The new state of the crate.
#[derive(Debug)]
pub struct Target {
    /// The text of the configuration, which contains the old version.
    pub settings: String,
    /// The new pin, if there is one.
    pub pinned: Option<Pinned>,
    /// The API of the crate.
    pub api: Api,
    /// The date of the changelog entry.
    pub date: Option<String>,
    /// Whether files that were edited by hand are overwritten.
    pub is_forced: bool,
}

/// The changes of a transition.
#[derive(Debug)]
pub struct Transition {
    /// The current files.
    pub current: Current,
    /// The baseline.
    pub baseline: Option<Baseline>,
    /// The changes since the baseline, if there is one.
    pub report: Option<Report>,
    /// The new version of the crate.
    pub version: String,
    /// The lines that were removed from changelog entries of unreleased versions.
    pub lost: Vec<String>,
    target: Target,
    changelog: Option<String>,
}

impl Transition {
    /// Compares the new state with the baseline, and decides on version and changelog.
    ///
    /// # Errors
    ///
    /// Fails if a version cannot be increased.
    pub fn of(current: Current, baseline: Option<Baseline>, mut target: Target) -> Result<Self> {
        let report = baseline
            .as_ref()
            .map(|it| compare(&Crate::of(&it.api), &Crate::of(&target.api)));
        let set = &current.config.package.version;
        let version = match (&baseline, &report) {
            (Some(baseline), Some(report)) if baseline.is_released => {
                let released = &baseline.api.package.version;
                settle(set, released, report.verdict)
                    .ok_or_else(|| no_version(set, released, &current))?
            }
            _ => set.clone(),
        };
        target.api.package.version.clone_from(&version);
        let mut transition = Self {
            current,
            baseline,
            report,
            version,
            lost: Vec::new(),
            target,
            changelog: None,
        };
        transition.write_changelog();
        Ok(transition)
    }

    /// Returns the released version.
    pub fn released(&self) -> Option<&str> {
        let baseline = self.baseline.as_ref().filter(|it| it.is_released);
        baseline.map(|it| it.api.package.version.as_str())
    }

    /// Returns the output files of the transaction.
    ///
    /// # Errors
    ///
    /// Fails if the version in the configuration cannot be replaced.
    pub fn output(&self) -> Result<Output> {
        let current = &self.current;
        let config = &current.config;
        let what = match &self.target.pinned {
            Some(pinned) => &pinned.lock.version,
            None => &self.version,
        };
        let mut output = Output::default()
            .with_journal(&current.folder, what)
            .force(self.target.is_forced);
        if let (Some(pinned), Some(locked)) = (&self.target.pinned, &current.locked) {
            let pin = Some(locked.pin.clone());
            output = output
                .with_edited(&config.description, pin, pinned.yaml.clone())
                .with_edited(
                    &locked.path,
                    Some(locked.text.clone()),
                    pinned.lock.render(),
                );
        }
        output = with_files(output, &Crate::of(&self.target.api), config);
        let (path, text) = &current.settings;
        let settings = match self.version == config.package.version {
            true => self.target.settings.clone(),
            false => with_version(&self.target.settings, &self.version, path)?,
        };
        if settings != *text {
            output = output.with_edited(path, Some(text.clone()), settings);
        }
        let (path, text) = &current.changelog;
        if let Some(changelog) = &self.changelog {
            output = output.with_edited(path, text.clone(), changelog.clone());
        }
        for lock in &current.cargo_locks {
            let text = lock.with_version(&config.package.name, &self.version);
            if text != lock.text {
                output = output.with_edited(&lock.path, Some(lock.text.clone()), text);
            }
        }
        Ok(output)
    }

    /// Returns the new pin, if there is one.
    pub fn pinned(&self) -> Option<&Pinned> {
        self.target.pinned.as_ref()
    }

    fn write_changelog(&mut self) {
        let current = &self.current;
        let text = current.changelog.1.as_deref();
        let (upstream, upstream_version) = match (&self.target.pinned, &current.locked) {
            (Some(pinned), _) => (pinned.lock.upstream.as_str(), pinned.lock.version.as_str()),
            (None, Some(locked)) => (locked.lock.upstream.as_str(), locked.lock.version.as_str()),
            (None, None) => (&*file_name(&current.config), ""),
        };
        let date = self.target.date.as_deref();
        let Some(released) = self.released() else {
            let empty = Report::default();
            let entry = Entry {
                version: &current.config.package.version,
                upstream,
                upstream_version,
                date,
                report: &empty,
            };
            let operations = self.target.api.tags.iter().map(|it| it.operations.len());
            self.changelog = with_first_entry(text, &entry, operations.sum());
            return;
        };
        let Some(report) = self.report.as_ref().filter(|_| self.version != released) else {
            return;
        };
        let entry = Entry {
            version: &self.version,
            upstream,
            upstream_version,
            date,
            report,
        };
        if let Some(rewritten) = rewritten(text, released, entry) {
            self.lost = rewritten.lost;
            self.changelog = Some(rewritten.text);
        }
    }
}

/// Returns the file name of a description that is not pinned and whose version is unknown.
fn file_name(config: &Config) -> Cow<'_, str> {
    let name = config.description.file_name().unwrap_or_default();
    name.to_string_lossy()
}

fn no_version(set: &str, released: &str, current: &Current) -> Diagnostic {
    let is_set = semver::Version::parse(set).is_err();
    let wrong = if is_set { set } else { released };
    Diagnostic::new(
        format!("{} is not a valid version", quoted(wrong)),
        "write three numbers, such as 0.1.0",
    )
    .at(current.settings.0.display().to_string())
}
