//! `tagsmith propose`: opens a pull request with an update.

use std::path::PathBuf;

use clap::Args;

use super::outcome::Outcome;
use super::print;
use super::selection::CONFIG;
use crate::pipeline::{ProposalOptions, Uncommitted};
use crate::report::{Diagnostics, Result, visible};

const EXAMPLES: &str = "\
Examples:
  tagsmith update && tagsmith propose
  tagsmith propose --start ci.yml

Creates one commit on top of HEAD with the crate, its pin, configuration, overlay, changelog and Cargo.lock. Local
branches, the index and the working tree stay unchanged. The command pushes the branch to the remote, and
describes the changes in the branch's open pull request, or in a new one. It fails if `tagsmith generate --check`
or `tagsmith release --check` would fail. git and gh must be installed and authenticated.

Exit codes: 0 proposed or nothing to propose, 2 an error.";

/// Proposes an update: creates a branch, a commit and a pull request
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Propose {
    /// Branch to create or replace
    #[arg(long, value_name = "NAME", default_value = "tagsmith/update")]
    branch: String,
    /// Base branch of the pull request [default: the current branch]
    #[arg(long, value_name = "NAME")]
    base: Option<String>,
    /// Remote to push to
    #[arg(long, value_name = "NAME", default_value = "origin")]
    remote: String,
    /// Commit this file too; may be repeated
    #[arg(long, value_name = "FILE")]
    with: Vec<PathBuf>,
    /// Start this workflow on the pushed branch: GitHub starts no workflows for pushes with its own token
    #[arg(long, value_name = "WORKFLOW")]
    start: Vec<String>,
    /// URL of the repository, for links [default: as configured for the crate]
    #[arg(long, value_name = "URL")]
    repository: Option<String>,
    /// Configuration to read; other paths are relative to it
    #[arg(long, value_name = "FILE", default_value = CONFIG)]
    pub(super) config: PathBuf,
}

impl Propose {
    pub(super) fn run(self) -> Result<Outcome> {
        let options = ProposalOptions {
            branch: self.branch,
            base: self.base,
            remote: self.remote,
            with: self.with,
            start: self.start,
            repository: self.repository,
        };
        let Some(uncommitted) = Uncommitted::find(&self.config, &options)? else {
            print::out("nothing to propose: no uncommitted changes\n")?;
            return Ok(Outcome::Fine);
        };
        let source = uncommitted.source()?;
        print::notes(&source);
        let generated = uncommitted.generate(&source)?;
        let differences = generated.output.check()?;
        if !differences.is_empty() {
            print::out(&differences)?;
            return Err(uncommitted.is_outdated().into());
        }
        let prepared = uncommitted.prepare(generated)?;
        if let Some(expired) = Diagnostics::collect(prepared.text.expired.clone()) {
            print::warning(&expired);
        }
        let proposed = uncommitted.propose(&prepared)?;
        let how = if proposed.is_new { "opened" } else { "updated" };
        let place = visible(&proposed.place);
        print::out(format_args!("{how}: {place}\n"))?;
        Ok(Outcome::Fine)
    }
}
