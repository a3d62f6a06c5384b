//! `tagsmith update`.

use std::cmp::Ordering;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::selection::CONFIG;
use super::{Outcome, folder_of, print, words};
use crate::config::Config;
use crate::description::load::Source;
use crate::description::pin::{Origin, Pinned};
use crate::output::{finish, unfinished};
use crate::pipeline::{
    Baseline, Current, Edited, Locked, Target, Transition, expired_skips, lowered,
};
use crate::release::upstream::{self, Limits};
use crate::release::{CargoLock, Purpose, compare};
use crate::report::{Diagnostic, Diagnostics, Result, quoted, visible};

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
        let folder = folder_of(&self.config);
        if self.dry_run {
            if let Some(unfinished) = unfinished(folder) {
                return Err(unfinished.into());
            }
        } else if let Some(what) = self.finish()? {
            print::out(format_args!(
                "the unfinished update to {what} is finished\n"
            ))?;
            let is_other = self.to.as_ref().is_some_and(|it| *it != what);
            if !is_other && self.description.is_none() {
                return Ok(Outcome::Fine);
            }
        }
        let current = Current::read(&self.config)?;
        let locked = current.pinned()?;
        let before = self.before.as_deref();
        let baseline = Baseline::find(&self.config, &current.config, before, Purpose::Release)?;
        let (source, version) = self.fetch(&current, locked)?;
        print::notes(&source);
        let origin = Origin {
            upstream: &locked.lock.upstream,
            version: version.as_deref(),
            file: &locked.lock.file,
        };
        let mut settings = Edited::new(&current, &self.tags)?;
        if self.skip_unsupported {
            settings.leave_out(&source)?;
        }
        let pinned = Pinned::of(&source, &settings.config, &origin)?;
        // From the pin, and not from all: that is what will be generated from.
        let name = settings.config.description.display().to_string();
        let pin = Source::parse(pinned.yaml.clone(), &name)?;
        let (new, mut expired) = lowered(&pin, &settings.config)?;
        settings.remove(&new.unknown, locked)?;
        expired.extend(expired_skips(&pin, &settings.config)?);
        if let Some(expired) = Diagnostics::collect(expired) {
            print::warning(&expired);
        }
        let head = head(locked, &pinned) + &settings.words();
        let target = Target {
            settings: settings.text,
            pinned: Some(pinned),
            api: new.api,
            date: self.date.clone(),
            is_forced: self.force,
        };
        let transition = Transition::of(&current, baseline, target)?;
        let output = transition.output(&current)?;
        let written = if self.dry_run {
            output.preview()?
        } else {
            output.write()?
        };
        let words = words::of(&transition, &current, &written, self.dry_run);
        print::out(format_args!("{head}{words}"))?;
        Ok(Outcome::Fine)
    }

    /// Finishes what is unfinished, and returns what it was.
    fn finish(&self) -> Result<Option<String>> {
        let folder = folder_of(&self.config);
        if unfinished(folder).is_none() {
            return Ok(None);
        }
        // What leads to folders is the same in the old configuration and in the new one.
        let config = Config::read(&self.config)?;
        let pin = config.description.parent();
        let fixtures = config.fixtures.as_deref();
        let cargo_locks = CargoLock::places(&config.out);
        let cargo_locks = cargo_locks.iter().filter_map(|it| it.parent());
        let others = [Some(config.out.as_path()), pin, fixtures]
            .into_iter()
            .flatten();
        finish(folder, &others.chain(cargo_locks).collect::<Vec<_>>())
    }

    /// Returns the new description, and the version to record if it is known.
    fn fetch(&self, current: &Current, locked: &Locked) -> Result<(Source, Option<String>)> {
        let limits = Limits {
            size: self.max_size << 20,
            silence: Duration::from_secs(self.timeout),
        };
        if let Some(place) = &self.description {
            let source = upstream::from_place(place, &limits)?;
            return Ok((source, self.version.clone()));
        }
        let lock = &locked.lock;
        if let Some(place) = lock.upstream().place(&current.folder) {
            if self.to.is_some() {
                return Err(Diagnostic::new(
                    format!(
                        "{} is no package, so it has no versions to choose from",
                        quoted(&lock.upstream)
                    ),
                    "leave out --to, or give the description of that version with --description",
                )
                .at(locked.path.display().to_string())
                .into());
            }
            let source = upstream::from_place(&place, &limits)?;
            return Ok((source, self.version.clone()));
        }
        let release = upstream::release(&lock.upstream, self.to.as_deref(), &limits)?;
        let source = upstream::from_package(&release, &lock.file, &limits)?;
        Ok((source, Some(release.version)))
    }
}

/// Says which version of the description follows which, and whether that is a step back.
fn head(locked: &Locked, pinned: &Pinned) -> String {
    let (was, is) = (&locked.lock.version, &pinned.lock.version);
    let upstream = &pinned.lock.upstream;
    let versions = match (was == is, compare(is, was)) {
        (true, _) => was.clone(),
        (_, Some(Ordering::Less)) => format!("{was} → {is}, which is older"),
        _ => format!("{was} → {is}"),
    };
    visible(&format!("{upstream} {versions}: {}", pinned.size)) + "\n"
}

/// Takes a day as Keep a Changelog writes it.
pub(super) fn day(text: &str) -> std::result::Result<String, String> {
    let shape = |it: char| if it.is_ascii_digit() { '0' } else { it };
    if text.chars().map(shape).eq("0000-00-00".chars()) {
        return Ok(text.to_owned());
    }
    Err("write it as 2020-02-29".to_owned())
}
