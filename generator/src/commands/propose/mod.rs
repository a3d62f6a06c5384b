//! `tagsmith propose`.

mod words;

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use self::words::Words;
use super::pin::lock_of;
use super::selection::CONFIG;
use super::side::Side;
use super::{Outcome, print};
use crate::config::Config;
use crate::diff::diff;
use crate::load::{reason, text};
use crate::output::is_ours;
use crate::pin::Lock;
use crate::release::with_version;
use crate::report::{Diagnostic, Result, quoted};
use crate::repository::{
    Changed, Found, Label, Proposal, Repository, label, open_pull_request, pull_request, show,
    start,
};

const EXAMPLES: &str = "\
Examples:
  tagsmith update && tagsmith propose
  tagsmith propose --with Cargo.lock --start ci.yml

It commits what `tagsmith update` wrote, and nothing else, as one commit that follows the one that is
checked out; no branch, index or file here changes. The branch goes to the remote, and a pull request
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
    /// Another file to commit, such as Cargo.lock; may be given several times
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
        if !self.is_updated(&config, &repository)? {
            print::out("nothing to propose: pin and lock are as they were committed\n")?;
            return Ok(Outcome::Fine);
        }
        self.check_settings(&config)?;
        let files = self.files(&config, &repository)?;
        let base = self.base.clone().map_or_else(|| repository.branch(), Ok)?;
        if base == self.branch {
            return Err(self.is_base().into());
        }
        let words = self.words(&config)?;
        let was = repository.at(&self.remote, &self.branch)?;
        if was.as_ref().is_some_and(|it| !it.is_ours) {
            return Err(self.taken().into());
        }
        let commit = repository.commit(&files, &words.message())?;
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
            body: &words.body(shown, &commit.commit, &out),
            label: Label::of(words.verdict()),
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

    /// Returns whether an update was made: it moves the lock at least.
    fn is_updated(&self, config: &Config, repository: &Repository) -> Result<bool> {
        let lock = lock_of(&config.description);
        let moved = repository.changed(&[&config.description, &lock])?;
        Ok(!moved.is_empty())
    }

    /// Refuses a configuration of which more was edited than an update edits.
    fn check_settings(&self, config: &Config) -> Result<()> {
        let with_version = |text: &str| with_version(text, &config.package.version, &self.config);
        let committed = show("HEAD", &self.config)?;
        if with_version(&committed)? == with_version(&text(&self.config)?)? {
            return Ok(());
        }
        Err(Diagnostic::new(
            "more than the crate's version is not as it was committed",
            "nothing was pushed; commit it by itself, or undo it, and run `tagsmith update` again",
        )
        .at(self.config.display().to_string())
        .into())
    }

    /// Returns what an update wrote: the files that it edits, and of its folders what has our header.
    fn files(&self, config: &Config, repository: &Repository) -> Result<Vec<Changed>> {
        let lock = lock_of(&config.description);
        let changelog = config.out.join("CHANGELOG.md");
        let mut edited: Vec<&Path> = vec![&self.config, &config.description, &lock, &changelog];
        edited.extend(self.with.iter().map(PathBuf::as_path));
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

    /// Compares what was committed with what is there.
    fn words(&self, config: &Config) -> Result<Words> {
        let lock = lock_of(&config.description);
        let old = Side::read("git:HEAD", &self.config, config)?;
        let name = config.description.display().to_string();
        let new = Side::read(&name, &self.config, config)?;
        let (old, new) = super::diff::both(old, new)?;
        Ok(Words {
            was: Lock::parse(&show("HEAD", &lock)?, &lock)?,
            is: Lock::parse(&text(&lock)?, &lock)?,
            report: diff(&old, &new),
            before: old.package.version,
            after: new.package.version,
        })
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
