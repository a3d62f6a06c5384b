//! `tagsmith release`: updates version and changelog.

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
  tagsmith release                       update version and changelog for all changes since the last release
  tagsmith release --dry-run             report what would change, and write nothing
  tagsmith release --check               exit with 1 if the version is too low for the changes
  tagsmith release --before ../released  compare with another folder

The last release is the last tag such as `v1.2.3` on a commit whose tagsmith.toml has this version. Without such a tag, it
is the last commit with a different version. The command compares with that commit's configuration, overlay and
pin. It does not use the network.

Exit codes: 0 success, 1 the version is too low (--check), 2 an error.";

/// Updates version and changelog for all changes since the last release
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Release {
    /// Write nothing; exit with 1 if the version is too low for the changes since the last release
    #[arg(long, conflicts_with_all = ["date", "dry_run"])]
    check: bool,
    /// Released state to compare with: a folder with a tagsmith.toml, a configuration, a description, or `git:REVISION`
    /// [default: the last release tag, otherwise the last commit whose tagsmith.toml has a different version]
    #[arg(long, value_name = "DIR|FILE")]
    before: Option<String>,
    /// Date of the changelog entry [default: no date, but the description's version]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = update::day)]
    date: Option<String>,
    /// Report what would change, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Overwrite generated files that were edited by hand
    #[arg(long)]
    force: bool,
    /// Configuration to read; other paths are relative to it
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

    /// Returns whether the command writes files.
    pub(super) fn writes(&self) -> bool {
        !self.check && !self.dry_run
    }

    /// Checks that the configured version is high enough for the changes.
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
                "{name} {set}: the version is high enough ({verdict} since {since_name})\n"
            ))?;
            return Ok(Outcome::Fine);
        }
        let reported = text(&since.report, (released, set));
        print::out(format_args!("since {since_name}:\n{reported}"))?;
        let next = verdict.next(released).unwrap_or_default();
        let message = format!(
            "the version {set} of {name} is too low for the changes since {since_name}: at least {next} is required"
        );
        let help = "run `tagsmith release` to update version and changelog";
        let at = self.config.display().to_string();
        print::error(&Diagnostic::new(message, help).at(at).into());
        Ok(Outcome::No)
    }
}
