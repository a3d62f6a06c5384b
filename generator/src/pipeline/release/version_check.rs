//! Checks that the crate's version is high enough for the changes since the last release.

use std::path::Path;

use super::baseline::Baseline;
use crate::api::Api;
use crate::config::Config;
use crate::crate_ir::Crate;
use crate::description::load::Source;
use crate::diff::Report;
use crate::pipeline::compare::compare;
use crate::pipeline::lowered::lowered;
use crate::release::{Purpose, is_enough};
use crate::report::{Diagnostic, Result, quoted};

/// The result of a version check.
#[derive(Debug)]
pub struct VersionCheck {
    /// The configuration.
    pub config: Config,
    /// The changes since the last release, if there is one.
    pub since: Option<Since>,
}

/// The changes since a release.
#[derive(Debug)]
pub struct Since {
    /// The release: a tag, a commit, or the value of `--before`.
    pub name: String,
    /// The released version.
    pub version: String,
    /// The changes.
    pub report: Report,
    /// Whether the configured version is high enough for the changes.
    pub is_enough: bool,
}

impl VersionCheck {
    /// Compares the configured version with the version that the changes require.
    ///
    /// # Errors
    ///
    /// Fails if the last release is not found, an API cannot be generated, or a version is not a semantic version.
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
        let set = &config.package.version;
        match Since::of(&baseline, set, &new.api) {
            Some(since) => Ok(Self {
                since: Some(since),
                config,
            }),
            None => Err(Diagnostic::new(
                format!(
                    "{} or {} is not a semantic version",
                    quoted(set),
                    quoted(&baseline.api.package.version)
                ),
                "write three numbers, such as 0.1.0",
            )
            .at(path.display().to_string())
            .into()),
        }
    }
}

impl Since {
    /// Compares an API with the last release. Returns `None` before the first release, or if a version is not a
    /// semantic version.
    ///
    /// # Errors
    ///
    /// Fails if the last release is not found, or its crate cannot be generated.
    pub fn last_release(path: &Path, config: &Config, api: &Api) -> Result<Option<Self>> {
        let baseline = Baseline::find(path, config, None, Purpose::Release)?;
        let baseline = baseline.filter(|it| it.is_released);
        Ok(baseline.and_then(|it| Self::of(&it, &config.package.version, api)))
    }

    fn of(baseline: &Baseline, set: &str, api: &Api) -> Option<Self> {
        let report = compare(&Crate::of(&baseline.api), &Crate::of(api));
        let released = &baseline.api.package.version;
        Some(Self {
            name: baseline.name.clone(),
            is_enough: is_enough(set, released, report.verdict)?,
            version: released.clone(),
            report,
        })
    }
}
