//! A whole generation: from a description and a configuration to the files of the crate.

use std::path::Path;

use super::crate_files::files;
use crate::config::{Config, Skip, Unknown};
use crate::crate_ir::Crate;
use crate::description::load::Source;
use crate::lower::Lowered;
use crate::output::Output;
use crate::pipeline::lowered::lowered;
use crate::pipeline::unsupported::{expired_skips, lowered_supported};
use crate::release::with_skips;
use crate::report::{Diagnostic, Diagnostics, Result};

/// A crate as a configuration and its description give it.
#[derive(Debug)]
pub struct Generated {
    /// The API, with what was found on the way.
    pub lowered: Lowered,
    /// The corrections and entries of the configuration that change nothing any more.
    pub expired: Vec<Diagnostic>,
    /// The operations that were left out since they cannot be generated.
    pub left_out: Vec<Skip>,
    /// The files.
    pub output: Output,
}

impl Generated {
    /// Generates from a description; all of it has to be supported.
    ///
    /// # Errors
    ///
    /// Returns all that the stage which failed found wrong.
    pub fn of(source: &Source, config: &Config) -> Result<Self> {
        let (lowered, expired) = lowered(source, config)?;
        Self::with(source, config, (lowered, expired, Vec::new()))
    }

    /// Generates from a description, without the operations that are not supported.
    ///
    /// # Errors
    ///
    /// Returns what is wrong where it is no fault of an operation, or where no operation is left.
    pub fn of_supported(source: &Source, config: &Config) -> Result<Self> {
        let supported = lowered_supported(source, config)?;
        let found = (supported.lowered, supported.expired, supported.left_out);
        Self::with(source, config, found)
    }

    fn with(
        source: &Source,
        config: &Config,
        (lowered, mut expired, left_out): (Lowered, Vec<Diagnostic>, Vec<Skip>),
    ) -> Result<Self> {
        expired.extend(expired_skips(source, config)?);
        Ok(Self {
            output: files(&Crate::of(&lowered.api), config),
            lowered,
            expired,
            left_out,
        })
    }

    /// Refuses entries of the configuration that lead to nothing.
    ///
    /// # Errors
    ///
    /// Returns one diagnostic for each of them.
    pub fn check_entries(&self) -> Result<()> {
        let unknown = self.lowered.unknown.iter().map(Unknown::diagnostic);
        Diagnostics::collect(unknown.collect()).map_or(Ok(()), Err)
    }
}

/// Returns the entries of `[[skip]]` as TOML that leave out what cannot be generated, and how many they are; none if
/// that is not enough, or nothing has to be left out.
pub fn skips_to_paste(source: &Source, config: &Config) -> Option<(usize, String)> {
    let left_out = lowered_supported(source, config).ok()?.left_out;
    let entries = with_skips("", &left_out, Path::new("")).ok()?;
    (!left_out.is_empty()).then_some((left_out.len(), entries))
}
