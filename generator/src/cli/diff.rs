//! `tagsmith diff`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::outcome::Outcome;
use super::print;
use super::selection::CONFIG;
use crate::config::{Config, NAMES, Name, PROFILE_FLAG, Tags};
use crate::crate_ir::Crate;
use crate::diff::{Report, Rust, json, markdown, text};
use crate::pipeline::{DiffInput, compare, lowered_pair};
use crate::report::{Diagnostic, Result};

const EXAMPLES: &str = "\
Examples:
  tagsmith diff old.json new.json --tag copilot
  tagsmith diff git:HEAD spec/github.yaml
  tagsmith diff git:v0.1.0 git:HEAD --format markdown
  tagsmith diff old.json new.json --all-tags --fail-on breaking

A side is a file, `-` for standard input, or `git:REVISION`: the pin of that commit of this
repository, with its configuration. Each change has two verdicts: `wire` says whether a client of OLD
works with a server of NEW, and `rust` what becomes of source that was written against the old crate.
CHANGES.md lists the kinds of changes, with an example of each.

Exit codes: 0 nothing that counts, 1 something does, 2 an error.";

/// Says what changed between two descriptions, and what it means for users of the crate
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Diff {
    /// What was
    #[arg(value_name = "OLD")]
    old: String,
    /// What is
    #[arg(value_name = "NEW")]
    new: String,
    /// The configuration that names, corrections and tags come from [default: tagsmith.toml, if there is one]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Compare the operations of this tag; may be given several times [default: as configured, else all]
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// Compare all operations
    #[arg(long, conflicts_with = "tags")]
    all_tags: bool,
    /// The profile: the facts of the API that its description does not state [default: as configured, else as
    /// detected from each description]
    #[arg(long, value_name = "NAME", value_parser = NAMES)]
    profile: Option<String>,
    /// Compare in this version of the API
    #[arg(long, value_name = "VERSION")]
    api_version: Option<String>,
    /// How to tell it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// What makes the command exit with 1: any change, one that breaks Rust source, or none
    #[arg(long, value_enum, default_value_t)]
    fail_on: FailOn,
    /// Where files of the repository are shown, as links of the Markdown report
    #[arg(long, value_name = "URL")]
    links: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    #[default]
    Text,
    Markdown,
    Json,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum FailOn {
    #[default]
    Any,
    Breaking,
    Never,
}

impl Diff {
    pub(super) fn run(self) -> Result<Outcome> {
        let path = self.config();
        let default = match self.config.is_some() || path.exists() {
            true => Config::read(path)?,
            false => Config::default(),
        };
        let tags = match self.all_tags {
            true => Some(Tags::All),
            false => (!self.tags.is_empty()).then(|| Tags::Named(self.tags.clone())),
        };
        if self.old == "-" && self.new == "-" {
            let help = "give a file for one of the sides";
            return Err(Diagnostic::new("standard input can be one side only", help).into());
        }
        let mut old = DiffInput::read(&self.old, path, &default)?;
        let mut new = DiffInput::read(&self.new, path, &default)?;
        for side in [&mut old, &mut new] {
            side.select(tags.as_ref(), self.api_version.as_deref());
            if let Some(name) = self.profile.as_deref().and_then(Name::parse) {
                side.set_profile(name, PROFILE_FLAG);
            }
        }
        let pair = lowered_pair(old, new)?;
        for (side, expired) in [("old", pair.expired_old), ("new", pair.expired_new)] {
            for diagnostic in expired {
                print::note(&format!("on the {side} side"), diagnostic);
            }
        }
        let (old, new) = (&pair.old, &pair.new);
        let report = compare(&Crate::of(old), &Crate::of(new));
        let versions = (old.package.version.as_str(), new.package.version.as_str());
        print::out(match self.format {
            Format::Text => text(&report, versions),
            Format::Markdown => markdown(&report, versions, self.links.as_deref()),
            Format::Json => json(&report),
        })?;
        Ok(self.outcome(&report))
    }

    /// Returns the configuration's file.
    pub(super) fn config(&self) -> &Path {
        self.config.as_deref().unwrap_or(Path::new(CONFIG))
    }

    fn outcome(&self, report: &Report) -> Outcome {
        let mut changes = report.changes.iter();
        let counts = match self.fail_on {
            FailOn::Any => changes.next().is_some(),
            FailOn::Breaking => changes.any(|it| it.rust == Rust::Breaking),
            FailOn::Never => false,
        };
        match counts {
            true => Outcome::No,
            false => Outcome::Fine,
        }
    }
}
