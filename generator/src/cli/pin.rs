//! `tagsmith pin`: pins the selected part of a description.

use std::path::{Path, PathBuf};

use clap::Args;

use super::outcome::Outcome;
use super::print;
use super::selection::CONFIG;
use crate::config::Config;
use crate::description::load::Source;
use crate::description::pin::{Origin, Pinned};
use crate::output::Output;
use crate::report::Result;

const EXAMPLES: &str = "\
Examples:
  tagsmith pin --description api.github.com.json --version 23.0.2";

/// Pins the selected part of a description
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Pin {
    /// Upstream description in JSON or YAML
    #[arg(long, value_name = "FILE")]
    description: PathBuf,
    /// Version of that package [default: the description's own version]
    #[arg(long)]
    version: Option<String>,
    /// Name of the npm package that contains the description
    #[arg(long, value_name = "NAME", default_value = "@octokit/openapi")]
    upstream: String,
    /// Configuration with the tags to select and the path of the pin
    #[arg(long, value_name = "FILE", default_value = CONFIG)]
    pub(super) config: PathBuf,
}

impl Pin {
    pub(super) fn run(self) -> Result<Outcome> {
        let config = Config::read(&self.config)?;
        let source = Source::read(&self.description)?;
        let file = Path::new(source.name()).file_name().unwrap_or_default();
        let origin = Origin {
            upstream: &self.upstream,
            version: self.version.as_deref(),
            file: &file.to_string_lossy(),
        };
        let pinned = Pinned::of(&source, &config, &origin)?;
        let written = Output::default()
            .with_some(&pinned.folder, pinned.files())
            .write()?;
        print::out(format_args!(
            "{}: {} of {} {}{}\n",
            config.description.display(),
            pinned.size,
            self.upstream,
            pinned.lock.version,
            if written.created + written.changed == 0 {
                ", unchanged"
            } else {
                ""
            },
        ))?;
        Ok(Outcome::Fine)
    }
}
