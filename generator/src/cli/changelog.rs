//! `tagsmith changelog`: prints an entry of the changelog.

use std::path::PathBuf;

use clap::Args;

use super::outcome::Outcome;
use super::print;
use super::selection::CONFIG;
use crate::pipeline::release_notes;
use crate::report::Result;

const EXAMPLES: &str = "\
Examples:
  tagsmith changelog                  the newest entry
  tagsmith changelog 0.2.0
  tagsmith changelog --tag v0.2.0     the notes of a release; fails unless the tag matches the crate's version";

/// Prints an entry of the crate's changelog, such as the notes of a release
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Changelog {
    /// Version of the entry [default: the newest entry]
    #[arg(value_name = "VERSION")]
    version: Option<String>,
    /// Release tag of the entry, such as `v0.2.0`; it must match the crate's version
    #[arg(long, value_name = "TAG", conflicts_with = "version")]
    tag: Option<String>,
    /// Configuration of the crate
    #[arg(long, value_name = "FILE", default_value = CONFIG)]
    pub(super) config: PathBuf,
}

impl Changelog {
    pub(super) fn run(self) -> Result<Outcome> {
        let version = self.version.as_deref();
        let notes = release_notes(&self.config, version, self.tag.as_deref())?;
        print::out(notes)?;
        Ok(Outcome::Fine)
    }
}
