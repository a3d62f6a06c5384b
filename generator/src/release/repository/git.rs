//! Creates commits and pushes them to branches of a remote. The local branches, the index and the working tree stay
//! unchanged.

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::child;
use crate::report::{Diagnostic, Result, quoted, reason};

/// The repository that contains the current folder.
#[derive(Debug)]
pub struct Repository {
    root: PathBuf,
    /// The folder of a temporary index. The user's staged changes stay untouched.
    folder: TempDir,
}

/// A file that differs from the last commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The path from the root of the repository, with `/`.
    pub name: String,
    /// The path.
    pub path: PathBuf,
    /// Whether the file was removed.
    pub is_gone: bool,
}

impl Changed {
    /// Reads the current content of the file.
    ///
    /// # Errors
    ///
    /// Fails if the file is unreadable.
    pub fn read(&self) -> Result<Vec<u8>> {
        std::fs::read(&self.path).map_err(|error| {
            Diagnostic::new(
                format!("cannot read the file: {}", reason(&error)),
                "nothing was pushed; check the permissions of the file",
            )
            .at(&self.name)
            .into()
        })
    }
}

/// A commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The commit's hash.
    pub commit: String,
    /// The tree's hash.
    pub tree: String,
    /// The parents' hashes.
    pub parents: String,
    /// Whether tagsmith created the commit, for the current user.
    pub is_ours: bool,
}

/// Returns the trailer of tagsmith's commit messages. In an amended commit, the trailer differs from the tree.
fn trailer(tree: &str) -> String {
    format!("Made-by: tagsmith propose, tree {tree}")
}

const HELP: &str = "nothing was pushed; run this in a clone of the repository";

impl Repository {
    /// Opens the repository, with a temporary index of its last commit.
    ///
    /// # Errors
    ///
    /// Fails without a repository or without a commit.
    pub fn open() -> Result<Self> {
        let folder = TempDir::with_prefix("tagsmith-").map_err(|error| {
            Diagnostic::new(
                format!("cannot create a temporary folder: {}", reason(&error)),
                "check the disk, or set `TMPDIR` to another folder",
            )
        })?;
        let mut found = Self {
            root: PathBuf::new(),
            folder,
        };
        found.root = PathBuf::from(found.line(&["rev-parse", "--show-toplevel"], HELP)?);
        found.git(&["read-tree", "HEAD"], b"", HELP)?;
        Ok(found)
    }

    /// Returns the checked-out commit.
    ///
    /// # Errors
    ///
    /// Fails if git fails.
    pub fn head(&self) -> Result<String> {
        self.line(&["rev-parse", "HEAD"], HELP)
    }

    /// Returns the path of the current folder within the repository: empty, or with a trailing `/`.
    ///
    /// # Errors
    ///
    /// Fails if git fails.
    pub fn here(&self) -> Result<String> {
        self.line(&["rev-parse", "--show-prefix"], HELP)
    }

    /// Returns the checked-out branch.
    ///
    /// # Errors
    ///
    /// Fails if no branch is checked out.
    pub fn branch(&self) -> Result<String> {
        let help = "name the base branch of the pull request with `--base`";
        self.line(&["symbolic-ref", "--short", "HEAD"], help)
    }

    /// Returns the changed files among some files and folders, sorted.
    ///
    /// # Errors
    ///
    /// Fails if git fails.
    pub fn changed(&self, paths: &[&Path]) -> Result<Vec<Changed>> {
        let mut git = self.command(&["status", "--porcelain=v1", "-z"]);
        git.args(["--untracked-files=all", "--no-renames", "--"])
            .args(paths);
        let listed = child::run(&mut git, b"", HELP)?;
        let entries = listed.split(|it| *it == 0).filter_map(|entry| {
            // A status is two letters and a space. Ignores paths that are not UTF-8, since tagsmith never writes such
            // paths.
            let entry = std::str::from_utf8(entry).ok()?;
            let (letters, name) = (entry.get(..2)?, entry.get(3..)?);
            Some(Changed {
                name: name.to_owned(),
                path: self.root.join(name),
                is_gone: letters.contains('D'),
            })
        });
        Ok(entries.collect())
    }

    /// Returns the committed content of a file.
    ///
    /// # Errors
    ///
    /// Fails if the file is not committed.
    pub fn committed(&self, file: &Changed) -> Result<Vec<u8>> {
        let object = format!("HEAD:{}", file.name);
        self.git(&["cat-file", "blob", &object], b"", HELP)
    }

    /// Creates a commit of some files on top of the checked-out commit. Changes no branch.
    ///
    /// # Errors
    ///
    /// Fails if git fails, or no committer is configured.
    pub fn commit(&self, files: &[Changed], message: &str) -> Result<Found> {
        let names: Vec<&str> = files.iter().map(|it| it.name.as_str()).collect();
        let mut add = self.command(&["add", "--all", "--force", "--pathspec-file-nul"]);
        add.arg("--pathspec-from-file=-").current_dir(&self.root);
        child::run(&mut add, names.join("\0").as_bytes(), HELP)?;
        let tree = self.line(&["write-tree"], HELP)?;
        let head = self.head()?;
        let message = format!("{message}\n\n{}\n", trailer(&tree));
        let help =
            "nothing was pushed; configure the committer: `git config user.name` and `user.email`";
        let arguments = ["commit-tree", &tree, "-p", &head, "-F", "-"];
        let commit = text(self.git(&arguments, message.as_bytes(), help)?)?;
        self.found(&commit)
    }

    /// Returns the commit of a remote branch.
    ///
    /// # Errors
    ///
    /// Fails if git fails.
    pub fn at(&self, remote: &str, branch: &str) -> Result<Option<Found>> {
        let help = "nothing was pushed; check the network and the read access to the remote";
        let name = format!("refs/heads/{branch}");
        let listed = self.line(&["ls-remote", remote, &name], help)?;
        let Some(commit) = listed.split_whitespace().next() else {
            return Ok(None);
        };
        let quiet = "--no-write-fetch-head";
        self.git(
            &["fetch", "--quiet", "--no-tags", quiet, remote, &name],
            b"",
            help,
        )?;
        self.found(commit).map(Some)
    }

    /// Updates a remote branch to a commit, unless the branch is no longer at the commit `was`.
    ///
    /// # Errors
    ///
    /// Fails if the branch was changed, or if git fails.
    pub fn push(
        &self,
        commit: &Found,
        remote: &str,
        branch: &str,
        was: Option<&Found>,
    ) -> Result<()> {
        let was = was.map_or("", |it| it.commit.as_str());
        let lease = format!("--force-with-lease=refs/heads/{branch}:{was}");
        let what = format!("{}:refs/heads/{branch}", commit.commit);
        let help =
            "nothing was pushed; check the write access to the remote, and run the command again";
        self.git(&["push", "--quiet", &lease, remote, &what], b"", help)?;
        Ok(())
    }

    fn found(&self, commit: &str) -> Result<Found> {
        let format = "--format=%H%n%T%n%P%n%ce%n%B";
        let arguments = ["show", "--no-patch", "--no-show-signature", format, commit];
        let displayed = text(self.git(&arguments, b"", HELP)?)?;
        let mut lines = displayed.lines();
        let mut line = || lines.next().unwrap_or_default().to_owned();
        let (commit, tree, parents, committer) = (line(), line(), line(), line());
        let committing = self.line(&["var", "GIT_COMMITTER_IDENT"], HELP)?;
        let trailer = trailer(&tree);
        Ok(Found {
            commit,
            tree,
            parents,
            is_ours: committing.contains(&format!("<{committer}>"))
                && lines.any(|it| it == trailer),
        })
    }

    fn line(&self, arguments: &[&str], help: &str) -> Result<String> {
        text(self.git(arguments, b"", help)?)
    }

    fn git(&self, arguments: &[&str], input: &[u8], help: &str) -> Result<Vec<u8>> {
        child::run(&mut self.command(arguments), input, help)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut git = Command::new("git");
        git.args(arguments)
            .env("GIT_INDEX_FILE", self.folder.path().join("index"))
            .env("GIT_LITERAL_PATHSPECS", "1")
            .env("GIT_TERMINAL_PROMPT", "0");
        git
    }
}

/// Returns the output of git without the line break.
fn text(bytes: Vec<u8>) -> Result<String> {
    let text = String::from_utf8_lossy(&bytes);
    match text.contains('\u{fffd}') {
        false => Ok(text.trim_end_matches(['\r', '\n']).to_owned()),
        true => Err(Diagnostic::new(
            format!("the output of git is not UTF-8: {}", quoted(&text)),
            "nothing was pushed; move the repository to a folder with another name",
        )
        .into()),
    }
}
