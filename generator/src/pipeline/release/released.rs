//! A release of what is there: version and changelog for all that changed since the last one.

use std::path::Path;

use super::baseline::Baseline;
use super::current::Current;
use super::transition::{Target, Transition};
use crate::description::load::Source;
use crate::pipeline::generate::Generated;
use crate::release::Purpose;
use crate::report::Result;

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
