//! `tagsmith generate`: generates the crate.

use std::path::{Path, PathBuf};

use clap::Args;

use super::outcome::Outcome;
use super::print;
use super::selection::{CONFIG, Selection};
use crate::api::Api;
use crate::config::{self, Config, Package, Skip, Tags};
use crate::description::load::Source;
use crate::pipeline::{Generated, Since, skips_to_paste};
use crate::report::{Diagnostic, Diagnostics, Result, counted, visible};

const EXAMPLES: &str = "\
Examples:
  tagsmith generate
  tagsmith generate --check
  tagsmith generate --description api.github.com.json --tag copilot
  tagsmith generate --description api.json --tag repos --tag issues --out my-client --name my-client
  tagsmith generate --api-version 2026-03-10
  tagsmith generate --description api.json --all-tags --out my-client --name my-client
  tagsmith generate --skip-unsupported

Exit codes: 0 success, 1 out of date (--check), 2 an error, 3 success with skipped operations (--skip-unsupported).";

/// Generates the crate, or checks that it is up to date
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Generate {
    #[command(flatten)]
    selection: Selection,
    /// API version of the crate
    #[arg(long, value_name = "VERSION")]
    api_version: Option<String>,
    /// Output folder of the crate
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The name of the crate
    #[arg(long)]
    name: Option<String>,
    /// Folder of tagsmith-runtime, absolute or relative to the crate's folder [default: as configured; none with --out]
    #[arg(long, value_name = "DIR")]
    runtime_path: Option<String>,
    /// Write nothing; exit with 1 and list the differences
    #[arg(long)]
    check: bool,
    /// Overwrite generated files that were edited by hand
    #[arg(long, conflicts_with = "check")]
    force: bool,
    /// Skip unsupported operations: list them in SURFACE.md, and exit with 3
    #[arg(long)]
    skip_unsupported: bool,
}

/// Suggests how to generate the supported operations, if there are any.
fn suggestion(source: &Source, config: &Config) -> Option<String> {
    // Standard input cannot be read again.
    let is_file = config.description.is_file();
    let (count, entries) = is_file.then(|| skips_to_paste(source, config))??;
    Some(format!(
        "{} cannot be generated; to skip this and generate the rest, run with --skip-unsupported, or add this to \
         tagsmith.toml:\n\n{entries}",
        counted(count, "operation"),
    ))
}

/// Prints the skipped operations, and returns the command's outcome.
fn outcome(left_out: &[Skip]) -> Result<Outcome> {
    if left_out.is_empty() {
        return Ok(Outcome::Fine);
    }
    for it in left_out {
        print::out(format_args!(
            "skipped: {}: {}\n",
            visible(&it.operation),
            visible(&it.reason)
        ))?;
    }
    Ok(Outcome::Rest)
}

impl Generate {
    pub(super) fn run(self) -> Result<Outcome> {
        let config = self.configuration()?;
        let source = Source::read(&config.description)?;
        print::notes(&source);
        let Generated {
            lowered,
            expired,
            left_out,
            output,
        } = match self.generated(&source, &config) {
            Ok(generated) => generated,
            Err(refused) => {
                let suggestion = suggestion(&source, &config).ok_or_else(|| refused.clone())?;
                print::error(&refused);
                print::hint(&suggestion);
                return Ok(Outcome::Failed);
            }
        };
        let api = &lowered.api;
        if self.check {
            if self.selection.description.is_none()
                && self.selection.tags().is_none()
                && self.api_version.is_none()
                && let Some(expired) = Diagnostics::collect(expired)
            {
                print::warning(&expired);
            }
            let differences = output.check()?;
            print::out(&differences)?;
            return Ok(match differences.is_empty() {
                true => outcome(&left_out)?,
                false => Outcome::No,
            });
        }
        let written = output.force(self.force).write()?;
        let operations: usize = api.tags.iter().map(|tag| tag.operations.len()).sum();
        let types = api
            .schemas
            .iter()
            .map(|file| file.types.len())
            .sum::<usize>();
        print::out(format_args!(
            "{}: {} and {} of {}\n\
             profile: {}\n\
             {} created, {} changed, {} removed, {} unchanged\n",
            config.out.display(),
            counted(operations, "operation"),
            counted(types, "shared type"),
            source.name(),
            lowered.profile,
            counted(written.created, "file"),
            written.changed,
            written.removed,
            written.unchanged,
        ))?;
        if self.is_configured() {
            print::out(self.since_release(&config, api).unwrap_or_default())?;
        }
        outcome(&left_out)
    }

    /// Generates the crate. Without overriding flags, each entry of the configuration must match something in the
    /// description.
    fn generated(&self, source: &Source, config: &Config) -> Result<Generated> {
        let generated = match self.skip_unsupported {
            true => Generated::of_supported(source, config)?,
            false => Generated::of(source, config)?,
        };
        if self.is_configured() {
            generated.check_entries()?;
        }
        Ok(generated)
    }

    /// Returns whether no flag overrides the configuration.
    fn is_configured(&self) -> bool {
        let flags = [
            self.api_version.is_some(),
            self.out.is_some(),
            self.name.is_some(),
            self.runtime_path.is_some(),
            self.selection.replaces(),
        ];
        !flags.contains(&true)
    }

    /// Prints the changes since the last release, if there is a release. Errors are ignored, since `tagsmith release`
    /// reports them.
    fn since_release(&self, config: &Config, api: &Api) -> Option<String> {
        let found = Since::last_release(self.config(), config, api);
        let since = found.ok()??;
        let verdict = since.report.verdict;
        let head = format!("since {}: {verdict}", since.name);
        let set = &config.package.version;
        Some(match since.is_enough {
            true => format!("{head}\n"),
            false => {
                let next = verdict.next(&since.version)?;
                format!(
                    "{head}: `tagsmith release` changes the version from {set} to {next}, and updates the changelog\n"
                )
            }
        })
    }

    /// Returns the path of the configuration, which may not exist.
    pub(super) fn config(&self) -> &Path {
        self.selection.config()
    }

    /// Returns whether the command writes the files of the configuration at `path`.
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
            config::check_runtime_path(path, &config.out)?;
            config.runtime.path = Some(path.clone());
        }
        Ok(config)
    }

    /// Returns a configuration from the flags alone.
    fn without_file(&self) -> Result<Config> {
        let missing = |flag: &str| {
            Diagnostic::new(
                format!("there is no {CONFIG}, and `{flag}` is missing"),
                format!(
                    "create a {CONFIG} with `tagsmith init`, or give --description, --tag or --all-tags, --out and --name"
                ),
            )
        };
        let name = self.name.clone().ok_or_else(|| missing("--name"))?;
        let tags = self.selection.tags().ok_or_else(|| missing("--tag"))?;
        let mut nothing = Config::default();
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
