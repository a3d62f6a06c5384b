//! `tagsmith diff`: compares two descriptions.

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

const EXAMPLES: &str = "Examples:
  tagsmith diff old.json new.json --tag copilot
  tagsmith diff git:HEAD spec/github.yaml
  tagsmith diff git:v0.1.0 git:HEAD --format markdown
  tagsmith diff old.json new.json --all-tags --fail-on breaking

OLD and NEW are a file, `-` for standard input, or `git:REVISION`: the pin of that commit of this
repository, with its configuration. Each change has two verdicts. `wire` says whether a client of OLD
works with a server of NEW. `rust` says whether source code for the crate of OLD compiles with that of NEW.
CHANGES.md lists the kinds of changes, with an example of each.

Exit codes: 0 no changes (--fail-on), 1 changes, 2 an error.";

/// Compares two descriptions, and reports what changes for users of the crate
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Diff {
    /// Old description
    #[arg(value_name = "OLD")]
    old: String,
    /// New description
    #[arg(value_name = "NEW")]
    new: String,
    /// Configuration with names, corrections and tags [default: tagsmith.toml, if it exists]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Compare the operations of this tag; may be repeated [default: as configured, otherwise all]
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// Compare all operations
    #[arg(long, conflicts_with = "tags")]
    all_tags: bool,
    /// Profile: the facts of the API that its description does not state [default: as configured, otherwise detected
    /// from each description]
    #[arg(long, value_name = "NAME", value_parser = NAMES)]
    profile: Option<String>,
    /// Compare this API version
    #[arg(long, value_name = "VERSION")]
    api_version: Option<String>,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Changes that make the command exit with 1: any, only those that break Rust source, or never
    #[arg(long, value_enum, default_value_t)]
    fail_on: FailOn,
    /// Base URL of the repository's files, for links in the Markdown report
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
            let help = "give a file as OLD or NEW";
            return Err(Diagnostic::new("OLD and NEW cannot both be standard input", help).into());
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
                print::note(&format!("in the {side} description"), diagnostic);
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

    /// Returns the path of the configuration.
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
