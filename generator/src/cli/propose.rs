//! `tagsmith propose`.

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

It commits the crate, its pin, configuration, overlay, changelog and Cargo.lock, and nothing else, as one commit that
follows the one that is checked out; no branch, index or file here changes. What `tagsmith generate --check` or
`tagsmith release --check` would refuse is not proposed. The branch goes to the remote, and a pull request
says what changed: the open one of that branch, or else a new one. git and gh have to be installed, and
find their credentials as they always do.

Exit codes: 0 proposed or nothing to propose, 2 an error.";

/// Puts what an update wrote before its reviewers: a branch, a commit and a pull request
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Propose {
    /// The branch that the commit goes to; it is replaced
    #[arg(long, value_name = "NAME", default_value = "tagsmith/update")]
    branch: String,
    /// The branch that the pull request is for [default: the one that is checked out]
    #[arg(long, value_name = "NAME")]
    base: Option<String>,
    /// Where the branch goes
    #[arg(long, value_name = "NAME", default_value = "origin")]
    remote: String,
    /// Another file to commit; may be given several times
    #[arg(long, value_name = "FILE")]
    with: Vec<PathBuf>,
    /// A workflow to start on the branch once it is pushed: those of GitHub's own token start none
    #[arg(long, value_name = "WORKFLOW")]
    start: Vec<String>,
    /// Where the repository is shown, for links [default: as configured for the crate]
    #[arg(long, value_name = "URL")]
    repository: Option<String>,
    /// What is generated, and where all files are
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
            print::out("nothing to propose: all is as it was committed\n")?;
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
