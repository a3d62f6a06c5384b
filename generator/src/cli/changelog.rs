//! `tagsmith changelog`.

use std::path::PathBuf;

use clap::Args;

use super::selection::CONFIG;
use super::{Outcome, print};
use crate::config::Config;
use crate::file::text;
use crate::release::notes;
use crate::report::{Diagnostic, Result, quoted};

const EXAMPLES: &str = "\
Examples:
  tagsmith changelog                  the newest entry
  tagsmith changelog 0.2.0
  tagsmith changelog --tag v0.2.0     the notes of a release: the tag has to be that of the crate's version";

/// Prints one entry of the crate's changelog, as the notes of a release
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Changelog {
    /// The version whose entry it is [default: the newest that has one]
    #[arg(value_name = "VERSION")]
    version: Option<String>,
    /// The tag of a release, such as `v0.2.0`: an error if it is not that of the crate's version
    #[arg(long, value_name = "TAG", conflicts_with = "version")]
    tag: Option<String>,
    /// Where the crate is
    #[arg(long, value_name = "FILE", default_value = CONFIG)]
    pub(super) config: PathBuf,
}

impl Changelog {
    pub(super) fn run(self) -> Result<Outcome> {
        let config = Config::read(&self.config)?;
        let crate_version = &config.package.version;
        if let Some(tag) = &self.tag
            && tag.strip_prefix('v') != Some(crate_version)
        {
            return Err(Diagnostic::new(
                format!(
                    "the tag {} is not that of the crate's version, {}",
                    quoted(tag),
                    quoted(crate_version)
                ),
                format!("tag the commit of that version, as `v{crate_version}`"),
            )
            .at(self.config.display().to_string())
            .into());
        }
        let path = config.out.join("CHANGELOG.md");
        let version = match self.tag {
            Some(_) => Some(crate_version),
            None => self.version.as_ref(),
        };
        let notes = notes(&text(&path)?, version.map(String::as_str)).ok_or_else(|| {
            let of = version.map_or_else(|| "any version".to_owned(), |it| quoted(it));
            Diagnostic::new(
                format!("there is no entry of {of}"),
                "`tagsmith update` writes one when it moves the version",
            )
            .at(path.display().to_string())
        })?;
        print::out(notes)?;
        Ok(Outcome::Fine)
    }
}
