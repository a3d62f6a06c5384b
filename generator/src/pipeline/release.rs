//! A release of what is there: version and changelog for all that changed since the last one.

use std::path::Path;

use super::baseline::Baseline;
use super::compare::compare;
use super::current::Current;
use super::generated::Generated;
use super::lowered::lowered;
use super::transition::{Target, Transition};
use crate::config::Config;
use crate::description::load::Source;
use crate::diff::Report;
use crate::release::{Purpose, is_enough};
use crate::report::{Diagnostic, Result, quoted};

/// A release, before the description is read.
#[derive(Debug)]
pub struct Release {
    current: Current,
    baseline: Option<Baseline>,
}

impl Release {
    /// Reads what a release of the crate of a configuration begins with.
    ///
    /// # Errors
    ///
    /// Fails if a file cannot be read, or if the last release is not found.
    pub fn read(config: &Path, before: Option<&str>) -> Result<Self> {
        let current = Current::read(config)?;
        let baseline = Baseline::find(config, &current.config, before, Purpose::Release)?;
        Ok(Self { current, baseline })
    }

    /// Reads the description.
    ///
    /// # Errors
    ///
    /// Fails if it cannot be read.
    pub fn source(&self) -> Result<Source> {
        Source::read(&self.current.config.description)
    }

    /// Generates, compares with what users have, and decides on version and changelog.
    ///
    /// # Errors
    ///
    /// Returns all that the stage which failed found wrong.
    pub fn transition(
        self,
        source: &Source,
        date: Option<String>,
        is_forced: bool,
    ) -> Result<Transition> {
        let generated = Generated::of(source, &self.current.config)?;
        generated.check_entries()?;
        let target = Target {
            settings: self.current.settings.1.clone(),
            pinned: None,
            api: generated.lowered.api,
            date,
            is_forced,
        };
        Transition::of(self.current, self.baseline, target)
    }
}

/// Whether the crate's version is high enough for what changed.
#[derive(Debug)]
pub struct VersionCheck {
    /// The configuration.
    pub config: Config,
    /// What changed since the last release, if there is one.
    pub since: Option<Since>,
}

/// What changed since a release.
#[derive(Debug)]
pub struct Since {
    /// The release: a tag, a commit, or what `--before` names.
    pub name: String,
    /// Its version.
    pub version: String,
    /// What changed.
    pub report: Report,
    /// Whether the version that is set is high enough.
    pub is_enough: bool,
}

impl VersionCheck {
    /// Compares the version that is set with what changed.
    ///
    /// # Errors
    ///
    /// Fails if the last release is not found, if one of both cannot be generated, or if a version is none of SemVer.
    pub fn of(path: &Path, before: Option<&str>) -> Result<Self> {
        let config = Config::read(path)?;
        let baseline = Baseline::find(path, &config, before, Purpose::Check)?;
        let Some(baseline) = baseline.filter(|it| it.is_released) else {
            return Ok(Self {
                config,
                since: None,
            });
        };
        let (new, _) = lowered(&Source::read(&config.description)?, &config)?;
        let report = compare(&baseline.api, &new.api);
        let set = &config.package.version;
        let version = baseline.api.package.version;
        let Some(is_enough) = is_enough(set, &version, report.verdict) else {
            return Err(Diagnostic::new(
                format!(
                    "{} or {} is no version of SemVer",
                    quoted(set),
                    quoted(&version)
                ),
                "write three numbers, such as 0.1.0",
            )
            .at(path.display().to_string())
            .into());
        };
        Ok(Self {
            config,
            since: Some(Since {
                name: baseline.name,
                version,
                report,
                is_enough,
            }),
        })
    }
}
