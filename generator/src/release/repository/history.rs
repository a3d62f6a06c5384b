//! Reads the history of the repository: commits and tags.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::show::here;
use super::{child, show};
use crate::report::{Diagnostic, Diagnostics, Result};

/// The history of the repository that contains the current folder.
#[derive(Debug)]
pub struct History {
    /// The checked-out commit; `None` before the first commit.
    pub head: Option<String>,
}

/// A tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tagged {
    /// The name, such as `v0.1.0`.
    pub name: String,
    /// The commit.
    pub commit: String,
}

const HELP: &str = "check that git can read the repository";

impl History {
    /// Opens the history of the repository.
    ///
    /// # Errors
    ///
    /// Fails outside a repository, and without git.
    pub fn open() -> Result<Self> {
        git(&["rev-parse", "--git-dir"], HELP)?;
        let head = git(&["rev-parse", "--verify", "--quiet", "HEAD"], HELP);
        Ok(Self { head: head.ok() })
    }

    /// Returns whether the repository is a shallow clone. Such a clone may lack the last release.
    ///
    /// # Errors
    ///
    /// Fails if git fails.
    pub fn is_shallow(&self) -> Result<bool> {
        Ok(git(&["rev-parse", "--is-shallow-repository"], HELP)? == "true")
    }

    /// Returns the tags of the checked-out commit and of its ancestors.
    ///
    /// # Errors
    ///
    /// Fails if git fails.
    pub fn tags(&self) -> Result<Vec<Tagged>> {
        if self.head.is_none() {
            return Ok(Vec::new());
        }
        // An annotated tag is an object of its own. The field with `*` is the commit that it points to.
        let format = "--format=%(refname:strip=2) %(objectname) %(*objectname)";
        let listed = git(
            &["for-each-ref", "--merged=HEAD", format, "refs/tags"],
            HELP,
        )?;
        let tags = listed.lines().filter_map(|line| {
            let mut words = line.split_whitespace();
            let (name, object) = (words.next()?, words.next()?);
            Some(Tagged {
                name: name.to_owned(),
                commit: words.next().unwrap_or(object).to_owned(),
            })
        });
        Ok(tags.collect())
    }

    /// Returns the commits of the checked-out branch that changed a file, the newest first.
    ///
    /// # Errors
    ///
    /// Fails if git fails.
    pub fn changes(&self, path: &Path) -> Result<Vec<String>> {
        let Some(head) = &self.head else {
            return Ok(Vec::new());
        };
        let path = here(path);
        let listed = git(&["rev-list", "--first-parent", head, "--", &path], HELP)?;
        Ok(listed.lines().map(str::to_owned).collect())
    }

    /// Returns the first parent of a commit, if it has one.
    pub fn parent(&self, commit: &str) -> Option<String> {
        let parent = format!("{commit}^1");
        git(&["rev-parse", "--verify", "--quiet", &parent], HELP).ok()
    }

    /// Returns the content of a file at a commit; `None` if the commit lacks the file.
    pub fn file(&self, commit: &str, path: &Path) -> Option<String> {
        show(commit, path).ok()
    }

    /// Returns the abbreviated hash of a commit.
    ///
    /// # Errors
    ///
    /// Fails if git fails.
    pub fn short(&self, commit: &str) -> Result<String> {
        git(&["rev-parse", "--short", commit], HELP)
    }
}

/// Returns the paths of all committed files with this name.
///
/// # Errors
///
/// Fails outside a repository, and without git.
pub fn tracked(name: &str) -> Result<Vec<PathBuf>> {
    let root = PathBuf::from(git(&["rev-parse", "--show-toplevel"], HELP)?);
    let mut git = Command::new("git");
    git.args(["ls-files", "-z"]).current_dir(&root);
    let listed = child::run(&mut git, b"", HELP)?;
    let paths = listed.split(|it| *it == 0).filter_map(|it| {
        let path = Path::new(std::str::from_utf8(it).ok()?);
        (path.file_name()? == name).then(|| root.join(path))
    });
    Ok(paths.collect())
}

/// Runs git, and returns its output.
fn git(arguments: &[&str], help: &str) -> Result<String> {
    let mut git = Command::new("git");
    git.args(arguments).env("GIT_LITERAL_PATHSPECS", "1");
    let printed = child::run(&mut git, b"", help)?;
    let text = String::from_utf8(printed).map_err(|_| {
        Diagnostics::from(Diagnostic::new(
            "a tag or path in the repository is not UTF-8",
            "rename the tag or path",
        ))
    })?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}
