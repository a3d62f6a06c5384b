//! `tagsmith update`: updates the description, the crate, the version and the changelog.

use std::cmp::Ordering;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::outcome::Outcome;
use super::selection::CONFIG;
use super::{print, words};
use crate::config::{Skip, Unknown};
use crate::pipeline::{
    self, NewDescription, Transition, UpdateOptions, finish_update, unfinished_update,
};
use crate::release::compare;
use crate::release::upstream::Limits;
use crate::report::{Diagnostics, Result, visible};

const EXAMPLES: &str = "Examples:
  tagsmith update                           update from the upstream in the lock file: the newest version of its
                                            package, or its current file or URL
  tagsmith update --to 23.0.2
  tagsmith update --to 23.0.2 --dry-run     report the changes, and write nothing
  tagsmith update --description api.github.com.json --version 23.0.2
  tagsmith update --description https://example.com/openapi.json
  tagsmith update --tag teams               also select the tag `teams`
  tagsmith update --skip-unsupported        skip unsupported operations

Updates the pin and its lock file, the crate, its version in tagsmith.toml, and CHANGELOG.md in the crate's folder.
The update is atomic: if it was interrupted, run `tagsmith update` again to finish it. npm must be installed to
download packages.";

/// Updates the description: pin, crate, version and changelog
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Update {
    /// Version of the package to update to [default: the newest that is not a pre-release]
    #[arg(long, value_name = "VERSION")]
    to: Option<String>,
    /// New description in place of a package: a file or an `https://` URL
    #[arg(long, value_name = "FILE|URL", conflicts_with = "to")]
    description: Option<String>,
    /// Version of that description, for the lock file [default: the description's own]
    #[arg(long, value_name = "NAME", requires = "description")]
    version: Option<String>,
    /// Select this tag in addition to those in tagsmith.toml, and add it there; may be repeated
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// Skip unsupported operations: add [[skip]] entries with the reasons to tagsmith.toml
    #[arg(long)]
    skip_unsupported: bool,
    /// Date of the changelog entry [default: no date, but the description's version]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    date: Option<String>,
    /// Released state to compare with: a folder with a tagsmith.toml, a configuration, a description, or `git:REVISION`
    /// [default: the last release tag, otherwise the last commit whose tagsmith.toml has a different version]
    #[arg(long, value_name = "DIR|FILE")]
    before: Option<String>,
    /// Report what would change, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Overwrite generated files that were edited by hand
    #[arg(long)]
    force: bool,
    /// Maximum size of the description in MiB
    #[arg(long, value_name = "MIB", default_value_t = 64, value_parser = clap::value_parser!(u64).range(1..=4096))]
    max_size: u64,
    /// Network timeout in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=3600))]
    timeout: u64,
    /// Configuration to read; other paths are relative to it
    #[arg(long, value_name = "FILE", default_value = CONFIG)]
    pub(super) config: PathBuf,
}

impl Update {
    pub(super) fn run(self) -> Result<Outcome> {
        if self.dry_run {
            if let Some(unfinished) = unfinished_update(&self.config) {
                return Err(unfinished.into());
            }
        } else if let Some(what) = finish_update(&self.config)? {
            print::out(format_args!("finished the interrupted update to {what}\n"))?;
            let is_other = self.to.as_ref().is_some_and(|it| *it != what);
            if !is_other && self.description.is_none() {
                return Ok(Outcome::Fine);
            }
        }
        let update = pipeline::Update::read(&self.config, self.before.as_deref())?;
        let fetched = update.fetch(&self.description(), &self.limits())?;
        print::notes(&fetched.source);
        let prepared = update.prepare(&fetched, &self.options())?;
        if let Some(expired) = Diagnostics::collect(prepared.expired) {
            print::warning(&expired);
        }
        let edits = edits(&prepared.left_out, &prepared.removed);
        let transition = update.transition(prepared.target)?;
        let output = transition.output()?;
        let written = match self.dry_run {
            true => output.preview()?,
            false => output.write()?,
        };
        let head = head(&transition).unwrap_or_default();
        let words = words::of(&transition, &written, self.dry_run);
        print::out(format_args!("{head}{edits}{words}"))?;
        Ok(Outcome::Fine)
    }

    fn description(&self) -> NewDescription<'_> {
        NewDescription {
            to: self.to.as_deref(),
            place: self.description.as_deref(),
            version: self.version.as_deref(),
        }
    }

    fn limits(&self) -> Limits {
        Limits {
            size: self.max_size << 20,
            silence: Duration::from_secs(self.timeout),
        }
    }

    fn options(&self) -> UpdateOptions {
        UpdateOptions {
            tags: self.tags.clone(),
            skip_unsupported: self.skip_unsupported,
            date: self.date.clone(),
            is_forced: self.force,
        }
    }
}

/// Returns a line with the old and the new version of the description.
fn head(transition: &Transition) -> Option<String> {
    let locked = transition.current.locked.as_ref()?;
    let pinned = transition.pinned()?;
    let (was, is) = (&locked.lock.version, &pinned.lock.version);
    let upstream = &pinned.lock.upstream;
    let versions = match (was == is, compare(is, was)) {
        (true, _) => was.clone(),
        (_, Some(Ordering::Less)) => format!("{was} → {is}, which is older"),
        _ => format!("{was} → {is}"),
    };
    Some(visible(&format!("{upstream} {versions}: {}", pinned.size)) + "\n")
}

/// Returns lines that report the edits of the configuration.
fn edits(left_out: &[Skip], removed: &[Unknown]) -> String {
    let mut text = String::new();
    for it in left_out {
        let (operation, reason) = (visible(&it.operation), visible(&it.reason));
        let _ = writeln!(text, "skipped: {operation}: {reason}");
    }
    for it in removed {
        let _ = match it {
            Unknown::Rename(at) => {
                writeln!(
                    text,
                    "removed the [[rename]] of {}, which no longer exists",
                    visible(at)
                )
            }
            Unknown::Skip(operation) => {
                let operation = visible(operation);
                writeln!(
                    text,
                    "removed the [[skip]] of {operation}, which no longer exists"
                )
            }
        };
    }
    text
}

/// Parses a date in the format of Keep a Changelog.
pub(super) fn day(text: &str) -> std::result::Result<String, String> {
    let shape = |it: char| if it.is_ascii_digit() { '0' } else { it };
    if text.chars().map(shape).eq("0000-00-00".chars()) {
        return Ok(text.to_owned());
    }
    Err("write it as 2020-02-29".to_owned())
}
