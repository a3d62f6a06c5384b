//! Commits that leave branches, index and working tree as they are, and branches of a remote.

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::child;
use crate::report::{Diagnostic, Result, quoted, reason};

/// The repository around the folder that the program runs in.
#[derive(Debug)]
pub struct Repository {
    root: PathBuf,
    /// Where an index of our own is, so that what is staged stays as it is.
    folder: TempDir,
}

/// A file that is not as it was committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// From the root of the repository, with `/`.
    pub name: String,
    /// The file.
    pub path: PathBuf,
    /// Whether it is gone.
    pub is_gone: bool,
}

impl Changed {
    /// Reads the file as it is.
    ///
    /// # Errors
    ///
    /// Fails if it cannot be read.
    pub fn read(&self) -> Result<Vec<u8>> {
        std::fs::read(&self.path).map_err(|error| {
            Diagnostic::new(
                format!("the file cannot be read: {}", reason(&error)),
                "nothing was pushed; check who may read it",
            )
            .at(&self.name)
            .into()
        })
    }
}

/// What a commit is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its name.
    pub commit: String,
    /// What it holds.
    pub tree: String,
    /// The commits that it follows.
    pub parents: String,
    /// Whether this program made it, for whoever runs it now.
    pub is_ours: bool,
}

/// Returns the last line of our messages: a commit that someone changed holds another tree than it says.
fn trailer(tree: &str) -> String {
    format!("Made-by: tagsmith propose, tree {tree}")
}

const HELP: &str = "nothing was pushed; run this in a clone of the repository";

impl Repository {
    /// Finds the repository, with an index of its last commit.
    ///
    /// # Errors
    ///
    /// Fails if there is none, or it has no commit.
    pub fn open() -> Result<Self> {
        let folder = TempDir::with_prefix("tagsmith-").map_err(|error| {
            Diagnostic::new(
                format!("there can be no temporary folder: {}", reason(&error)),
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

    /// Returns the commit that is checked out.
    ///
    /// # Errors
    ///
    /// Fails if git does.
    pub fn head(&self) -> Result<String> {
        self.line(&["rev-parse", "HEAD"], HELP)
    }

    /// Returns where the program runs, from the root of the repository: empty, or with `/` at its end.
    ///
    /// # Errors
    ///
    /// Fails if git does.
    pub fn here(&self) -> Result<String> {
        self.line(&["rev-parse", "--show-prefix"], HELP)
    }

    /// Returns the branch that is checked out.
    ///
    /// # Errors
    ///
    /// Fails if there is none.
    pub fn branch(&self) -> Result<String> {
        let help = "give the branch that the pull request is for with `--base`";
        self.line(&["symbolic-ref", "--short", "HEAD"], help)
    }

    /// Returns what is not as it was committed of some files and folders, sorted.
    ///
    /// # Errors
    ///
    /// Fails if git does.
    pub fn changed(&self, paths: &[&Path]) -> Result<Vec<Changed>> {
        let mut git = self.command(&["status", "--porcelain=v1", "-z"]);
        git.args(["--untracked-files=all", "--no-renames", "--"])
            .args(paths);
        let listed = child::run(&mut git, b"", HELP)?;
        let entries = listed.split(|it| *it == 0).filter_map(|entry| {
            // Two letters and a space: names that are not UTF-8 are none of ours.
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

    /// Returns a file as it was committed.
    ///
    /// # Errors
    ///
    /// Fails if it was not.
    pub fn committed(&self, file: &Changed) -> Result<Vec<u8>> {
        let object = format!("HEAD:{}", file.name);
        self.git(&["cat-file", "blob", &object], b"", HELP)
    }

    /// Makes a commit of some files that follows the one that is checked out. No branch moves.
    ///
    /// # Errors
    ///
    /// Fails if git does, or does not know who commits.
    pub fn commit(&self, files: &[Changed], message: &str) -> Result<Found> {
        let names: Vec<&str> = files.iter().map(|it| it.name.as_str()).collect();
        let mut add = self.command(&["add", "--all", "--force", "--pathspec-file-nul"]);
        add.arg("--pathspec-from-file=-").current_dir(&self.root);
        child::run(&mut add, names.join("\0").as_bytes(), HELP)?;
        let tree = self.line(&["write-tree"], HELP)?;
        let head = self.head()?;
        let message = format!("{message}\n\n{}\n", trailer(&tree));
        let help = "nothing was pushed; say who commits: `git config user.name` and `user.email`";
        let arguments = ["commit-tree", &tree, "-p", &head, "-F", "-"];
        let commit = text(self.git(&arguments, message.as_bytes(), help)?)?;
        self.found(&commit)
    }

    /// Returns what is at the head of a branch of the remote.
    ///
    /// # Errors
    ///
    /// Fails if git does.
    pub fn at(&self, remote: &str, branch: &str) -> Result<Option<Found>> {
        let help = "nothing was pushed; check the network, and what may be read there";
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

    /// Has a branch of the remote be a commit, if it still is at the one that was found there.
    ///
    /// # Errors
    ///
    /// Fails if it is elsewhere by now, or if git fails.
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
        let help = "nothing was pushed; check what may be written there, and run it again";
        self.git(&["push", "--quiet", &lease, remote, &what], b"", help)?;
        Ok(())
    }

    fn found(&self, commit: &str) -> Result<Found> {
        let format = "--format=%H%n%T%n%P%n%ce%n%B";
        let arguments = ["show", "--no-patch", "--no-show-signature", format, commit];
        let shown = text(self.git(&arguments, b"", HELP)?)?;
        let mut lines = shown.lines();
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

/// Returns what git printed, without the end of its line.
fn text(bytes: Vec<u8>) -> Result<String> {
    let text = String::from_utf8_lossy(&bytes);
    match text.contains('\u{fffd}') {
        false => Ok(text.trim_end_matches(['\r', '\n']).to_owned()),
        true => Err(Diagnostic::new(
            format!("git's answer is not UTF-8: {}", quoted(&text)),
            "nothing was pushed; move the repository to a folder with another name",
        )
        .into()),
    }
}
