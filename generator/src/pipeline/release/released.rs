//! Releases the current state: sets the version and the changelog for all changes since the last release.

use std::path::Path;

use super::baseline::Baseline;
use super::current::Current;
use super::transition::{Target, Transition};
use crate::description::load::Source;
use crate::pipeline::generate::Generated;
use crate::release::Purpose;
use crate::report::Result;

/// A release whose description is not yet read.
#[derive(Debug)]
pub struct Release {
    current: Current,
    baseline: Option<Baseline>,
}

impl Release {
    /// Reads the current files and the last release.
    ///
    /// # Errors
    ///
    /// Fails if a file is unreadable, or the last release is not found.
    pub fn read(config: &Path, before: Option<&str>) -> Result<Self> {
        let current = Current::read(config)?;
        let baseline = Baseline::find(config, &current.config, before, Purpose::Release)?;
        Ok(Self { current, baseline })
    }

    /// Reads the description.
    ///
    /// # Errors
    ///
    /// Fails if the description is unreadable.
    pub fn source(&self) -> Result<Source> {
        Source::read(&self.current.config.description)
    }

    /// Generates the crate, compares it with the baseline, and decides on version and changelog.
    ///
    /// # Errors
    ///
    /// Returns the errors of the failed stage.
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
