//! `tagsmith update`.

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

const EXAMPLES: &str = "\
Examples:
  tagsmith update                           move to what the lock names: the newest version of its package, or its
                                            file or address as it is now
  tagsmith update --to 23.0.2
  tagsmith update --to 23.0.2 --dry-run     say what would change, and write nothing
  tagsmith update --description api.github.com.json --version 23.0.2
  tagsmith update --description https://example.com/openapi.json
  tagsmith update --tag teams               select a tag more, and bring it along
  tagsmith update --skip-unsupported        leave out what cannot be generated

It moves the pin and its lock, generates, moves the crate's version in tagsmith.toml, and adds an entry to
CHANGELOG.md in the folder of the crate: all of them, or none. An update that was killed is finished by
running `tagsmith update` again. Packages are fetched by npm, which has to be installed.";

/// Moves to another version of the description: pin, crate, version and changelog
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Update {
    /// The version of the package to move to [default: the newest that is no pre-release]
    #[arg(long, value_name = "VERSION")]
    to: Option<String>,
    /// The new description instead: a file, or an address that begins with `https://`
    #[arg(long, value_name = "FILE|URL", conflicts_with = "to")]
    description: Option<String>,
    /// What the lock records as the version of that one [default: the description's own]
    #[arg(long, value_name = "NAME", requires = "description")]
    version: Option<String>,
    /// A tag to select besides those that tagsmith.toml names, where it is added; may be given several times
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// Leave out the operations that cannot be generated: they are put under [[skip]] in tagsmith.toml, with the reason
    #[arg(long)]
    skip_unsupported: bool,
    /// The day that the changelog's entry tells [default: none, but the version of the description]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    date: Option<String>,
    /// What users have, which the new version follows: a folder with a tagsmith.toml, a configuration, a description,
    /// or `git:REVISION` [default: the last release tag, else the last commit of another version]
    #[arg(long, value_name = "DIR|FILE")]
    before: Option<String>,
    /// Say what would change, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Overwrite generated files that were edited by hand
    #[arg(long)]
    force: bool,
    /// The most MiB that the description may have
    #[arg(long, value_name = "MIB", default_value_t = 64, value_parser = clap::value_parser!(u64).range(1..=4096))]
    max_size: u64,
    /// How many seconds the network may be silent
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=3600))]
    timeout: u64,
    /// What to generate, and where all files are
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
            print::out(format_args!(
                "the unfinished update to {what} is finished\n"
            ))?;
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

/// Says which version of the description follows which, and whether that is a step back.
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

/// Says what was edited in the configuration.
fn edits(left_out: &[Skip], removed: &[Unknown]) -> String {
    let mut text = String::new();
    for it in left_out {
        let (operation, reason) = (visible(&it.operation), visible(&it.reason));
        let _ = writeln!(text, "left out: {operation}: {reason}");
    }
    for it in removed {
        let _ = match it {
            Unknown::Rename(at) => {
                writeln!(
                    text,
                    "removed the [[rename]] of {}, which is gone",
                    visible(at)
                )
            }
            Unknown::Skip(operation) => {
                let operation = visible(operation);
                writeln!(text, "removed the [[skip]] of {operation}, which is gone")
            }
        };
    }
    text
}

/// Takes a day as Keep a Changelog writes it.
pub(super) fn day(text: &str) -> std::result::Result<String, String> {
    let shape = |it: char| if it.is_ascii_digit() { '0' } else { it };
    if text.chars().map(shape).eq("0000-00-00".chars()) {
        return Ok(text.to_owned());
    }
    Err("write it as 2020-02-29".to_owned())
}
