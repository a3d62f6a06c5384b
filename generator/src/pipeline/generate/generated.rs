//! Generates the files of a crate from a description and a configuration.

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

/// A generated crate.
#[derive(Debug)]
pub struct Generated {
    /// The API, with the result of lowering.
    pub lowered: Lowered,
    /// The corrections and configuration entries that have no effect.
    pub expired: Vec<Diagnostic>,
    /// The unsupported operations that were skipped.
    pub left_out: Vec<Skip>,
    /// The files.
    pub output: Output,
}

impl Generated {
    /// Generates a crate. All selected operations must be supported.
    ///
    /// # Errors
    ///
    /// Returns the errors of the failed stage.
    pub fn of(source: &Source, config: &Config) -> Result<Self> {
        let (lowered, expired) = lowered(source, config)?;
        Self::with(source, config, (lowered, expired, Vec::new()))
    }

    /// Generates a crate, and skips unsupported operations.
    ///
    /// # Errors
    ///
    /// Returns an error if no single operation causes it, or if no operation is left.
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

    /// Refuses configuration entries that match nothing in the description.
    ///
    /// # Errors
    ///
    /// Returns one diagnostic per entry.
    pub fn check_entries(&self) -> Result<()> {
        let unknown = self.lowered.unknown.iter().map(Unknown::diagnostic);
        Diagnostics::collect(unknown.collect()).map_or(Ok(()), Err)
    }
}

/// Returns `[[skip]]` entries in TOML for all unsupported operations, and the number of entries. Returns `None` if
/// there are none, or if other errors would remain.
pub fn skips_to_paste(source: &Source, config: &Config) -> Option<(usize, String)> {
    let left_out = lowered_supported(source, config).ok()?.left_out;
    let entries = with_skips("", &left_out, Path::new("")).ok()?;
    (!left_out.is_empty()).then_some((left_out.len(), entries))
}
