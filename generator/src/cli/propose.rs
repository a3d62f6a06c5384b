//! `tagsmith propose`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::selection::CONFIG;
use super::{Outcome, print};
use crate::api::{Api, Skipped};
use crate::config::Config;
use crate::description::load::Source;
use crate::description::pin::{Lock, lock_of};
use crate::diff::Report;
use crate::file::text;
use crate::output::is_ours;
use crate::pipeline::{Baseline, Generated, compare};
use crate::release::repository::{
    Changed, Found, Label, Proposal, Repository, label, open_pull_request, pull_request, show,
    start,
};
use crate::release::{CargoLock, ProposalText, Purpose, is_enough};
use crate::report::{Diagnostic, Diagnostics, Result, quoted, reason};

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
        for name in [&self.branch, &self.remote].into_iter().chain(&self.base) {
            check_name(name)?;
        }
        let config = Config::read(&self.config)?;
        let repository = Repository::open()?;
        let files = self.files(&config, &repository)?;
        if files.is_empty() {
            print::out("nothing to propose: all is as it was committed\n")?;
            return Ok(Outcome::Fine);
        }
        let base = self.base.clone().map_or_else(|| repository.branch(), Ok)?;
        if base == self.branch {
            return Err(self.is_base().into());
        }
        let (words, report) = self.words(&config)?;
        if let Some(expired) = Diagnostics::collect(words.expired.clone()) {
            print::warning(&expired);
        }
        let was = repository.at(&self.remote, &self.branch)?;
        if was.as_ref().is_some_and(|it| !it.is_ours) {
            return Err(self.taken().into());
        }
        let commit = repository.commit(&files, &words.message(report.verdict))?;
        let same = |it: &&Found| it.tree == commit.tree && it.parents == commit.parents;
        let (commit, is_pushed) = match was.as_ref().filter(same) {
            Some(same) => (same.clone(), false),
            None => {
                repository.push(&commit, &self.remote, &self.branch, was.as_ref())?;
                (commit, true)
            }
        };
        let shown = self
            .repository
            .as_deref()
            .unwrap_or(&config.package.repository);
        let out = Path::new(&repository.here()?).join(&config.out);
        let proposal = Proposal {
            branch: &self.branch,
            base: &base,
            title: &words.title(),
            body: &words.body(&report, shown, &commit.commit, &out),
            label: Label::of(report.verdict),
            is_draft: !words.removed.is_empty(),
        };
        label(proposal.label)?;
        let open = open_pull_request(&self.branch)?;
        let is_new = open.is_none();
        let how = if is_new { "opened" } else { "updated" };
        let place = pull_request(open, &proposal)?;
        // A run that failed after its push has started nothing.
        for workflow in self.start.iter().filter(|_| is_pushed || is_new) {
            start(workflow, &self.branch)?;
        }
        let place = crate::report::visible(&place);
        print::out(format_args!("{how}: {place}\n"))?;
        Ok(Outcome::Fine)
    }

    /// Returns what is to be committed: the files that an update edits or reads, and of its folders what has our header.
    fn files(&self, config: &Config, repository: &Repository) -> Result<Vec<Changed>> {
        let lock = lock_of(&config.description);
        let changelog = config.out.join("CHANGELOG.md");
        let cargo_locks = CargoLock::places(&config.out);
        let mut edited: Vec<&Path> = vec![&self.config, &config.description, &lock, &changelog];
        edited.extend(config.overlay.as_deref());
        edited.extend(cargo_locks.iter().chain(&self.with).map(PathBuf::as_path));
        let mut files = repository.changed(&edited)?;
        let folders: Vec<&Path> = [Some(config.out.as_path()), config.fixtures.as_deref()]
            .into_iter()
            .flatten()
            .collect();
        for file in repository.changed(&folders)? {
            let bytes = match file.is_gone {
                true => repository.committed(&file)?,
                false => fs::read(&file.path).map_err(|error| {
                    Diagnostic::new(
                        format!("the file cannot be read: {}", reason(&error)),
                        "nothing was pushed; check who may read it",
                    )
                    .at(&file.name)
                })?,
            };
            if is_ours(&bytes) && !files.contains(&file) {
                files.push(file);
            }
        }
        Ok(files)
    }

    /// Compares what users have, or what was committed if nobody has anything yet, with what is there. What would not
    /// pass its own checks is refused.
    fn words(&self, config: &Config) -> Result<(ProposalText, Report)> {
        let source = Source::read(&config.description)?;
        print::notes(&source);
        let generated = Generated::of(&source, config)?;
        generated.check_entries()?;
        let differences = generated.output.check()?;
        if !differences.is_empty() {
            print::out(&differences)?;
            let message = "the crate is not what its description and its configuration give";
            let help = "nothing was pushed; run `tagsmith release`, or undo the edit";
            let at = config.out.display().to_string();
            return Err(Diagnostic::new(message, help).at(at).into());
        }
        let mut expired = generated.expired;
        expired.extend(generated.lowered.needless);
        let new = generated.lowered.api;
        let baseline = Baseline::find(&self.config, config, None, Purpose::Release)?;
        let (old, since) = match &baseline {
            Some(it) => (it.api.clone(), it.is_released.then(|| it.name.clone())),
            None => (new.clone(), None),
        };
        let report = compare(&old, &new);
        let (before, after) = (old.package.version.clone(), new.package.version.clone());
        if since.is_some() && is_enough(&after, &before, report.verdict) == Some(false) {
            let message = format!("the version {after} is lower than the changes ask for");
            let help =
                "nothing was pushed; run `tagsmith release`, which moves version and changelog";
            return Err(Diagnostic::new(message, help)
                .at(self.config.display().to_string())
                .into());
        }
        let lock = lock_of(&config.description);
        let committed = show("HEAD", &self.config).and_then(|it| Config::parse(&it, &self.config));
        let skips = committed.map(|it| it.skip).unwrap_or_default();
        let is_new = |it: &&Skipped| !skips.iter().any(|skip| skip.is_of(&it.call, &it.id));
        let left_out: Vec<Skipped> = new.skipped.iter().filter(is_new).cloned().collect();
        let had: BTreeSet<&str> = operations(&old).collect();
        let is_removed = |it: &&Skipped| since.is_some() && had.contains(it.id.as_str());
        let words = ProposalText {
            name: new.package.name.clone(),
            was: show("HEAD", &lock)
                .and_then(|it| Lock::parse(&it, &lock))
                .ok(),
            is: text(&lock).and_then(|it| Lock::parse(&it, &lock)).ok(),
            removed: left_out
                .iter()
                .filter(is_removed)
                .map(|it| it.id.clone())
                .collect(),
            left_out,
            expired,
            since,
            before,
            after,
        };
        Ok((words, report))
    }

    fn is_base(&self) -> Diagnostic {
        Diagnostic::new(
            format!(
                "the branch {} is what the pull request would be for",
                quoted(&self.branch)
            ),
            "nothing was pushed; check out the branch that updates go into, or name it with `--base`",
        )
    }

    fn taken(&self) -> Diagnostic {
        Diagnostic::new(
            format!("the branch {} has commits of others", quoted(&self.branch)),
            "nothing was pushed; merge the branch, delete it, or give another one with `--branch`",
        )
    }
}

/// Returns the operationIds of a crate.
fn operations(api: &Api) -> impl Iterator<Item = &str> {
    let operations = api.tags.iter().flat_map(|it| &it.operations);
    operations.map(|it| it.id.as_str())
}

/// Refuses what git or gh would take for a flag, an address or several names.
fn check_name(name: &str) -> Result<()> {
    let is_allowed = |it: char| it.is_ascii_alphanumeric() || "/._-".contains(it);
    if name.starts_with(|it: char| it.is_ascii_alphanumeric()) && name.chars().all(is_allowed) {
        return Ok(());
    }
    Err(Diagnostic::new(
        format!("{} is no name of a branch or a remote", quoted(name)),
        "write it with letters, digits and `/._-`",
    )
    .into())
}
