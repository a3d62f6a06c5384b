//! What has to be done on disk, and what forbids it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::{STAGING, Tree, is_ours};
use crate::load::reason;
use crate::report::{Diagnostic, Diagnostics, Result};

/// Folders that are never looked into: build output and version control.
const FOREIGN_FOLDERS: &[&str] = &["target", ".git"];

/// What has to be done.
#[derive(Debug, Default)]
pub(super) struct Plan<'a> {
    pub(super) roots: Vec<&'a Path>,
    pub(super) steps: Vec<Step<'a>>,
    pub(super) unchanged: usize,
}

/// One file that has to change.
#[derive(Debug)]
pub(super) struct Step<'a> {
    pub(super) root: &'a Path,
    pub(super) path: PathBuf,
    /// Whether there is one now.
    pub(super) exists: bool,
    /// The new text; none for a file that goes.
    pub(super) text: Option<&'a str>,
}

impl<'a> Plan<'a> {
    pub(super) fn make(trees: &'a [Tree]) -> Result<Self> {
        let mut plan = Self::default();
        let mut refused = Vec::new();
        for tree in trees {
            plan.roots.push(&tree.root);
            plan.add(tree, &mut refused)?;
        }
        match Diagnostics::collect(refused) {
            Some(refused) => Err(refused),
            None => Ok(plan),
        }
    }

    fn add(&mut self, tree: &'a Tree, refused: &mut Vec<Diagnostic>) -> Result<()> {
        for (name, text) in &tree.files {
            let path = tree.root.join(name);
            match state(&path)? {
                State::Absent => {
                    refused.extend(in_the_way(&tree.root, &path));
                    self.steps.push(Step {
                        root: &tree.root,
                        path,
                        exists: false,
                        text: Some(text),
                    });
                }
                State::File(now) if now == text.as_bytes() => self.unchanged += 1,
                State::File(now) if is_ours(&now) => self.steps.push(Step {
                    root: &tree.root,
                    path,
                    exists: true,
                    text: Some(text),
                }),
                State::File(_) => {
                    refused.push(foreign(&path, "the file was not written by tagsmith"))
                }
                State::Other => {
                    refused.push(foreign(&path, "this is in the way, and is not a file"))
                }
            }
        }
        let orphans = orphans(tree)?.into_iter().map(|path| Step {
            root: &tree.root,
            path,
            exists: true,
            text: None,
        });
        self.steps.extend(orphans);
        Ok(())
    }
}

fn foreign(path: &Path, message: &str) -> Diagnostic {
    Diagnostic::new(
        message,
        "nothing was written; move it away, or choose another folder with `--out`",
    )
    .at(path.display().to_string())
}

/// What is at a path.
pub(super) enum State {
    Absent,
    File(Vec<u8>),
    Other,
}

pub(super) fn state(path: &Path) -> Result<State> {
    use std::io::ErrorKind::{NotADirectory, NotFound};
    match fs::symlink_metadata(path) {
        Ok(it) if it.is_file() => match fs::read(path) {
            Ok(bytes) => Ok(State::File(bytes)),
            Err(error) => Err(unreadable(path, &error)),
        },
        Ok(_) => Ok(State::Other),
        Err(error) if matches!(error.kind(), NotFound | NotADirectory) => Ok(State::Absent),
        Err(error) => Err(unreadable(path, &error)),
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Diagnostics {
    Diagnostic::new(
        format!("the file cannot be read: {}", reason(error)),
        "nothing was written; check the path and its permissions",
    )
    .at(path.display().to_string())
    .into()
}

/// A file where a folder has to be.
fn in_the_way(root: &Path, path: &Path) -> Option<Diagnostic> {
    path.ancestors()
        .skip(1)
        .take_while(|it| it.starts_with(root))
        .find(|it| fs::symlink_metadata(it).is_ok_and(|it| !it.is_dir()))
        .map(|it| foreign(it, "this is in the way, and is not a folder"))
}

/// Returns the files of ours under a root that are no longer produced, sorted.
pub(super) fn orphans(tree: &Tree) -> Result<Vec<PathBuf>> {
    let produced: BTreeSet<PathBuf> = tree.files.keys().map(|name| tree.root.join(name)).collect();
    let mut orphans = Vec::new();
    let mut folders = vec![tree.root.clone()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(_) if !folder.exists() => continue,
            Err(error) => return Err(unreadable(&folder, &error)),
        };
        for entry in entries {
            let entry = entry.map_err(|error| unreadable(&folder, &error))?;
            let kind = entry
                .file_type()
                .map_err(|error| unreadable(&entry.path(), &error))?;
            let name = entry.file_name();
            let is_foreign = |it: &str| FOREIGN_FOLDERS.contains(&it) || it == STAGING;
            if kind.is_dir() && !name.to_str().is_some_and(is_foreign) {
                folders.push(entry.path());
            } else if kind.is_file() && !produced.contains(&entry.path()) {
                let text =
                    fs::read(entry.path()).map_err(|error| unreadable(&entry.path(), &error))?;
                if is_ours(&text) {
                    orphans.push(entry.path());
                }
            }
        }
    }
    orphans.sort();
    Ok(orphans)
}
