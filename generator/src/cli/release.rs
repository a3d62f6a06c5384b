//! `tagsmith release`.

use std::path::PathBuf;

use clap::Args;

use super::outcome::Outcome;
use super::selection::CONFIG;
use super::{print, update, words};
use crate::diff::text;
use crate::pipeline::{self, VersionCheck};
use crate::report::{Diagnostic, Result};

const EXAMPLES: &str = "\
Examples:
  tagsmith release                       move version and changelog for what changed since the last release
  tagsmith release --dry-run             say what would change, and write nothing
  tagsmith release --check               exit with 1 if the version is lower than the changes ask for
  tagsmith release --before ../released  compare with another folder

The last release is the last tag `v1.2.3` on a commit whose tagsmith.toml has this version, or else the last commit
with another version. Its own configuration, overlay and pin count. Nothing is fetched.

Exit codes: 0 done, or the version is high enough; 1 it is too low (--check); 2 an error.";

/// Moves the crate's version and changelog for all that changed since the last release
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Release {
    /// Write nothing; exit with 1 if the version is lower than the changes since the last release ask for
    #[arg(long, conflicts_with_all = ["date", "dry_run"])]
    check: bool,
    /// What users have, which the new version follows: a folder with a tagsmith.toml, a configuration, a description,
    /// or `git:REVISION` [default: the last release tag, else the last commit of another version]
    #[arg(long, value_name = "DIR|FILE")]
    before: Option<String>,
    /// The day that the changelog's entry tells [default: none, but the version of the description]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = update::day)]
    date: Option<String>,
    /// Say what would change, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Overwrite generated files that were edited by hand
    #[arg(long)]
    force: bool,
    /// What is generated, and where all files are
    #[arg(long, value_name = "FILE", default_value = CONFIG)]
    pub(super) config: PathBuf,
}

impl Release {
    pub(super) fn run(self) -> Result<Outcome> {
        if self.check {
            return self.check();
        }
        let release = pipeline::Release::read(&self.config, self.before.as_deref())?;
        let source = release.source()?;
        print::notes(&source);
        let transition = release.transition(&source, self.date, self.force)?;
        let output = transition.output()?;
        let written = match self.dry_run {
            true => output.preview()?,
            false => output.write()?,
        };
        print::out(words::of(&transition, &written, self.dry_run))?;
        Ok(Outcome::Fine)
    }

    /// Returns whether it writes.
    pub(super) fn writes(&self) -> bool {
        !self.check && !self.dry_run
    }

    /// Compares the version that is set with what changed.
    fn check(&self) -> Result<Outcome> {
        let check = VersionCheck::of(&self.config, self.before.as_deref())?;
        let (name, set) = (&check.config.package.name, &check.config.package.version);
        let Some(since) = &check.since else {
            print::out(format_args!("{name} {set}: not released yet\n"))?;
            return Ok(Outcome::Fine);
        };
        let (released, verdict) = (&since.version, since.report.verdict);
        let since_name = &since.name;
        if since.is_enough {
            print::out(format_args!(
                "{name} {set}: high enough, {verdict} since {since_name}\n"
            ))?;
            return Ok(Outcome::Fine);
        }
        let told = text(&since.report, (released, set));
        print::out(format_args!("since {since_name}:\n{told}"))?;
        let next = verdict.next(released).unwrap_or_default();
        let message = format!(
            "{name} {set} is lower than the changes since {since_name} ask for: at least {next}"
        );
        let help = "run `tagsmith release`, which moves version and changelog";
        let at = self.config.display().to_string();
        print::error(&Diagnostic::new(message, help).at(at).into());
        Ok(Outcome::No)
    }
}
