//! `tagsmith generate`.

use std::path::{Path, PathBuf};

use clap::Args;

use super::selection::{CONFIG, Selection, from_nothing};
use super::{Outcome, lowered, print, runtime_path};
use crate::config::{self, Config, Package};
use crate::load::Source;
use crate::lower::Lowered;
use crate::output::Output;
use crate::report::{Diagnostic, Diagnostics, Result};
use crate::select::Tags;
use crate::{fixtures, rust};

const EXAMPLES: &str = "\
Examples:
  tagsmith generate
  tagsmith generate --check
  tagsmith generate --description api.github.com.json --tag copilot
  tagsmith generate --description api.json --tag repos --tag issues --out my-client --name my-client
  tagsmith generate --api-version 2026-03-10
  tagsmith generate --description api.json --all-tags --out my-client --name my-client";

/// Writes the crate, or checks that it is up to date
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Generate {
    #[command(flatten)]
    selection: Selection,
    /// The version of the API that the crate is for
    #[arg(long, value_name = "VERSION")]
    api_version: Option<String>,
    /// The folder that the crate goes to
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The name of the crate
    #[arg(long)]
    name: Option<String>,
    /// The folder of tagsmith-runtime, absolute or relative to that of the crate [default: none with --out]
    #[arg(long, value_name = "DIR")]
    runtime_path: Option<String>,
    /// Write nothing; exit with 1 and say what differs
    #[arg(long)]
    check: bool,
}

impl Generate {
    pub(super) fn run(self) -> Result<Outcome> {
        let config = self.configuration()?;
        let source = Source::read(&config.description)?;
        let (lowered, expired) = lowered(&source, &config)?;
        let Lowered { api, .. } = &lowered;
        let mut output = Output::default().with(&config.out, rust::render(api));
        if let Some(folder) = &config.fixtures {
            output = output.with(folder, fixtures::render(api));
        }
        if self.check {
            let mut is_current = true;
            if self.selection.description.is_none()
                && self.selection.tags().is_none()
                && self.api_version.is_none()
                && let Some(expired) = Diagnostics::collect(expired)
            {
                print::error(&expired);
                is_current = false;
            }
            let differences = output.check()?;
            print::out(&differences)?;
            return Ok(if differences.is_empty() && is_current {
                Outcome::Fine
            } else {
                Outcome::No
            });
        }
        let written = output.write()?;
        let operations: usize = api.tags.iter().map(|tag| tag.operations.len()).sum();
        let types = api
            .schemas
            .iter()
            .map(|file| file.types.len())
            .sum::<usize>();
        print::out(format_args!(
            "{}: {operations} operations and {types} shared types of {}\n\
             profile: {}\n\
             {} files created, {} changed, {} removed, {} unchanged\n",
            config.out.display(),
            source.name(),
            lowered.profile,
            written.created,
            written.changed,
            written.removed,
            written.unchanged,
        ))?;
        Ok(Outcome::Fine)
    }

    /// Returns the file that says what to generate, whether it is there or not.
    pub(super) fn config(&self) -> &Path {
        self.selection.config()
    }

    /// Returns whether it writes what that file says.
    pub(super) fn writes_there(&self) -> bool {
        !self.check && self.out.is_none()
    }

    /// Returns the configuration with the flags applied.
    fn configuration(&self) -> Result<Config> {
        let mut config = match self.selection.configuration()? {
            Some(config) => config,
            None => self.without_file()?,
        };
        if let Some(version) = &self.api_version {
            config.package.api_version = Some(version.clone());
        }
        if let Some(out) = &self.out {
            config.out.clone_from(out);
            config.runtime.path = None;
            config.fixtures = None;
        }
        if let Some(name) = &self.name {
            config::check_name(name)?;
            config.package.name.clone_from(name);
        }
        if let Some(path) = &self.runtime_path {
            runtime_path::check(path, &config.out)?;
            config.runtime.path = Some(path.clone());
        }
        Ok(config)
    }

    /// Returns what the flags alone say.
    fn without_file(&self) -> Result<Config> {
        let missing = |flag: &str| {
            Diagnostic::new(
                format!("there is no {CONFIG}, and `{flag}` is not given"),
                format!(
                    "write a {CONFIG} with `tagsmith init`, or give --description, --tag or --all-tags, --out and --name"
                ),
            )
        };
        let name = self.name.clone().ok_or_else(|| missing("--name"))?;
        let tags = self.selection.tags().ok_or_else(|| missing("--tag"))?;
        let mut nothing = from_nothing();
        self.selection.apply(&mut nothing);
        Ok(Config {
            description: self
                .selection
                .description
                .clone()
                .ok_or_else(|| missing("--description"))?,
            out: self.out.clone().ok_or_else(|| missing("--out"))?,
            package: Package {
                description: match &tags {
                    Tags::All => "A client of the API".to_owned(),
                    Tags::Named(names) => {
                        let names = names.join(", ");
                        format!("A client of the API's operations tagged {names}")
                    }
                },
                name,
                api_version: self.api_version.clone(),
                ..nothing.package
            },
            tags,
            ..nothing
        })
    }
}
