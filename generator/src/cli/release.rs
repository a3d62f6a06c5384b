//! `tagsmith release`.

use std::path::PathBuf;

use clap::Args;

use super::selection::CONFIG;
use super::{Outcome, print, update, words};
use crate::config::Config;
use crate::description::load::Source;
use crate::diff::text;
use crate::pipeline::{Baseline, Current, Generated, Target, Transition, compare, lowered};
use crate::release::{Purpose, is_enough};
use crate::report::{Diagnostic, Result, quoted};

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
        let current = Current::read(&self.config)?;
        let config = &current.config;
        let before = self.before.as_deref();
        let baseline = Baseline::find(&self.config, config, before, Purpose::Release)?;
        let source = Source::read(&config.description)?;
        print::notes(&source);
        let generated = Generated::of(&source, config)?;
        generated.check_entries()?;
        let target = Target {
            settings: current.settings.1.clone(),
            pinned: None,
            api: generated.lowered.api,
            date: self.date,
            is_forced: self.force,
        };
        let transition = Transition::of(&current, baseline, target)?;
        let output = transition.output(&current)?;
        let written = match self.dry_run {
            true => output.preview()?,
            false => output.write()?,
        };
        print::out(words::of(&transition, &current, &written, self.dry_run))?;
        Ok(Outcome::Fine)
    }

    /// Returns whether it writes.
    pub(super) fn writes(&self) -> bool {
        !self.check && !self.dry_run
    }

    /// Compares the version that is set with what changed.
    fn check(&self) -> Result<Outcome> {
        let config = Config::read(&self.config)?;
        let before = self.before.as_deref();
        let baseline = Baseline::find(&self.config, &config, before, Purpose::Check)?;
        let (name, set) = (&config.package.name, &config.package.version);
        let baseline = match baseline {
            Some(baseline) if baseline.is_released => baseline,
            _ => {
                print::out(format_args!("{name} {set}: not released yet\n"))?;
                return Ok(Outcome::Fine);
            }
        };
        let (new, _) = lowered(&Source::read(&config.description)?, &config)?;
        let report = compare(&baseline.api, &new.api);
        let released = &baseline.api.package.version;
        let since = &baseline.name;
        match is_enough(set, released, report.verdict) {
            Some(true) => {
                let verdict = report.verdict;
                print::out(format_args!(
                    "{name} {set}: high enough, {verdict} since {since}\n"
                ))?;
                Ok(Outcome::Fine)
            }
            Some(false) => {
                let told = text(&report, (released, set));
                print::out(format_args!("since {since}:\n{told}"))?;
                let next = report.verdict.next(released).unwrap_or_default();
                let message = format!(
                    "{name} {set} is lower than the changes since {since} ask for: at least {next}"
                );
                let help = "run `tagsmith release`, which moves version and changelog";
                let at = self.config.display().to_string();
                print::error(&Diagnostic::new(message, help).at(at).into());
                Ok(Outcome::No)
            }
            None => Err(Diagnostic::new(
                format!(
                    "{} or {} is no version of SemVer",
                    quoted(set),
                    quoted(released)
                ),
                "write three numbers, such as 0.1.0",
            )
            .at(self.config.display().to_string())
            .into()),
        }
    }
}
