//! Proposes an update: a commit, a branch and a pull request.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::baseline::Baseline;
use crate::api::{Api, Skipped};
use crate::config::Config;
use crate::crate_ir::Crate;
use crate::description::load::Source;
use crate::description::pin::{Lock, lock_of};
use crate::diff::Report;
use crate::file::text;
use crate::output::is_ours;
use crate::pipeline::compare::compare;
use crate::pipeline::generate::Generated;
use crate::release::repository::{
    Changed, Found, Label, Proposal, Repository, check_name, label, open_pull_request,
    pull_request, show, start,
};
use crate::release::{CargoLock, ProposalText, Purpose, is_enough};
use crate::report::{Diagnostic, Result, quoted};

/// The options of a proposal.
#[derive(Clone, Debug)]
pub struct ProposalOptions {
    /// The branch to create or replace.
    pub branch: String,
    /// The base branch of the pull request; by default the current branch.
    pub base: Option<String>,
    /// The remote to push to.
    pub remote: String,
    /// Additional files to commit.
    pub with: Vec<PathBuf>,
    /// The workflows to start on the pushed branch.
    pub start: Vec<String>,
    /// The URL of the repository; by default as configured for the crate.
    pub repository: Option<String>,
}

/// The uncommitted changes of a crate and its inputs.
#[derive(Debug)]
pub struct Uncommitted<'a> {
    path: &'a Path,
    options: &'a ProposalOptions,
    config: Config,
    repository: Repository,
    files: Vec<Changed>,
    base: String,
}

/// A proposal that is ready to be pushed.
#[derive(Debug)]
pub struct PreparedProposal {
    /// The texts of the commit and the pull request.
    pub text: ProposalText,
    /// The changes.
    pub report: Report,
}

/// A pull request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    /// The URL.
    pub place: String,
    /// Whether the pull request is new, and not an updated one.
    pub is_new: bool,
}

impl<'a> Uncommitted<'a> {
    /// Finds the uncommitted changes of a configuration's crate. Returns `None` if there are none.
    ///
    /// # Errors
    ///
    /// Fails if git fails, or the branch is the base branch.
    pub fn find(path: &'a Path, options: &'a ProposalOptions) -> Result<Option<Self>> {
        let names = [&options.branch, &options.remote];
        for name in names.into_iter().chain(&options.base) {
            check_name(name)?;
        }
        let config = Config::read(path)?;
        let repository = Repository::open()?;
        let files = files(path, &config, &options.with, &repository)?;
        if files.is_empty() {
            return Ok(None);
        }
        let base = options.base.clone();
        let base = base.map_or_else(|| repository.branch(), Ok)?;
        if base == options.branch {
            return Err(is_base(&options.branch).into());
        }
        Ok(Some(Self {
            path,
            options,
            config,
            repository,
            files,
            base,
        }))
    }

    /// Reads the description.
    ///
    /// # Errors
    ///
    /// Fails if the description is unreadable.
    pub fn source(&self) -> Result<Source> {
        Source::read(&self.config.description)
    }

    /// Generates the crate, to compare it with the files on disk.
    ///
    /// # Errors
    ///
    /// Returns the errors of the failed stage.
    pub fn generate(&self, source: &Source) -> Result<Generated> {
        let generated = Generated::of(source, &self.config)?;
        generated.check_entries()?;
        Ok(generated)
    }

    /// Returns the error for files that differ from the generated files.
    pub fn is_outdated(&self) -> Diagnostic {
        Diagnostic::new(
            "the crate is out of date with its description and configuration",
            "nothing was pushed; run `tagsmith release`, or undo the edit",
        )
        .at(self.config.out.display().to_string())
    }

    /// Compares the current state with the last release; before the first release, with the last commit.
    ///
    /// # Errors
    ///
    /// Fails if the last release is not found, or the version is too low for the changes.
    pub fn prepare(&self, generated: Generated) -> Result<PreparedProposal> {
        let mut expired = generated.expired;
        expired.extend(generated.lowered.needless);
        let new = generated.lowered.api;
        let baseline = Baseline::find(self.path, &self.config, None, Purpose::Release)?;
        let (old, since) = match &baseline {
            Some(it) => (it.api.clone(), it.is_released.then(|| it.name.clone())),
            None => (new.clone(), None),
        };
        let report = compare(&Crate::of(&old), &Crate::of(&new));
        let (before, after) = (old.package.version.clone(), new.package.version.clone());
        if since.is_some() && is_enough(&after, &before, report.verdict) == Some(false) {
            let message = format!("the version {after} is too low for the changes");
            let help = "nothing was pushed; run `tagsmith release` to update version and changelog";
            return Err(Diagnostic::new(message, help)
                .at(self.path.display().to_string())
                .into());
        }
        let lock = lock_of(&self.config.description);
        let committed = show("HEAD", self.path).and_then(|it| Config::parse(&it, self.path));
        let skips = committed.map(|it| it.skip).unwrap_or_default();
        let is_new = |it: &&Skipped| !skips.iter().any(|skip| skip.is_of(&it.call, &it.id));
        let left_out: Vec<Skipped> = new.skipped.iter().filter(is_new).cloned().collect();
        let had: BTreeSet<&str> = operations(&old).collect();
        let is_removed = |it: &&Skipped| since.is_some() && had.contains(it.id.as_str());
        let text = ProposalText {
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
        Ok(PreparedProposal { text, report })
    }

    /// Commits, pushes the branch, and opens or updates the pull request.
    ///
    /// # Errors
    ///
    /// Fails if the branch contains commits that tagsmith did not create, or if git or gh fails.
    pub fn propose(&self, prepared: &PreparedProposal) -> Result<Proposed> {
        let Self {
            options,
            repository,
            config,
            ..
        } = self;
        let PreparedProposal { text, report } = prepared;
        let was = repository.at(&options.remote, &options.branch)?;
        if was.as_ref().is_some_and(|it| !it.is_ours) {
            return Err(taken(&options.branch).into());
        }
        let commit = repository.commit(&self.files, &text.message(report.verdict))?;
        let same = |it: &&Found| it.tree == commit.tree && it.parents == commit.parents;
        let (commit, is_pushed) = match was.as_ref().filter(same) {
            Some(same) => (same.clone(), false),
            None => {
                repository.push(&commit, &options.remote, &options.branch, was.as_ref())?;
                (commit, true)
            }
        };
        let displayed = options.repository.as_deref();
        let displayed = displayed.unwrap_or(&config.package.repository);
        let out = Path::new(&repository.here()?).join(&config.out);
        let proposal = Proposal {
            branch: &options.branch,
            base: &self.base,
            title: &text.title(),
            body: &text.body(report, displayed, &commit.commit, &out),
            label: Label::of(report.verdict),
            is_draft: !text.removed.is_empty(),
        };
        label(proposal.label)?;
        let open = open_pull_request(&options.branch)?;
        let is_new = open.is_none();
        let place = pull_request(open, &proposal)?;
        // Starts the workflows even if nothing was pushed: a previous run may have failed between its push and this
        // step.
        for workflow in options.start.iter().filter(|_| is_pushed || is_new) {
            start(workflow, &options.branch)?;
        }
        Ok(Proposed { place, is_new })
    }
}

/// Returns the files to commit: all files that an update reads or writes, and all generated files in its folders.
fn files(
    path: &Path,
    config: &Config,
    with: &[PathBuf],
    repository: &Repository,
) -> Result<Vec<Changed>> {
    let lock = lock_of(&config.description);
    let changelog = config.out.join("CHANGELOG.md");
    let cargo_locks = CargoLock::places(&config.out);
    let mut edited: Vec<&Path> = vec![path, &config.description, &lock, &changelog];
    edited.extend(config.overlay.as_deref());
    edited.extend(cargo_locks.iter().chain(with).map(PathBuf::as_path));
    let mut files = repository.changed(&edited)?;
    let folders: Vec<&Path> = [Some(config.out.as_path()), config.fixtures.as_deref()]
        .into_iter()
        .flatten()
        .collect();
    for file in repository.changed(&folders)? {
        let bytes = match file.is_gone {
            true => repository.committed(&file)?,
            false => file.read()?,
        };
        if is_ours(&bytes) && !files.contains(&file) {
            files.push(file);
        }
    }
    Ok(files)
}

/// Returns the operationIds of a crate.
fn operations(api: &Api) -> impl Iterator<Item = &str> {
    let operations = api.tags.iter().flat_map(|it| &it.operations);
    operations.map(|it| it.id.as_str())
}

fn is_base(branch: &str) -> Diagnostic {
    Diagnostic::new(
        format!(
            "the branch {} is the base branch of the pull request",
            quoted(branch)
        ),
        "nothing was pushed; check out the base branch, or name it with `--base`",
    )
}

fn taken(branch: &str) -> Diagnostic {
    Diagnostic::new(
        format!(
            "the branch {} contains commits that `tagsmith propose` did not create",
            quoted(branch)
        ),
        "nothing was pushed; merge or delete the branch, or choose a different one with `--branch`",
    )
}
