//! Plans the disk changes of a run, and refuses unsafe ones.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::folder::{STAGING, real};
use super::mark::{is_ours, starts_with_mark};
use super::tree::{Claim, Tree};
use crate::report::{Diagnostic, Diagnostics, Result, reason};

/// Names of folders that are never searched for stale files: build output and version control.
const FOREIGN_FOLDERS: &[&str] = &["target", ".git"];

/// The numbers of files that a run created, changed and removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The number of new files.
    pub created: usize,
    /// The number of changed files.
    pub changed: usize,
    /// The number of unchanged files, which are not written.
    pub unchanged: usize,
    /// The number of removed files, which are generated files that are no longer produced.
    pub removed: usize,
}

/// The planned disk changes.
#[derive(Debug, Default)]
pub(super) struct Plan<'a> {
    pub(super) roots: Vec<&'a Path>,
    pub(super) steps: Vec<Step<'a>>,
    pub(super) unchanged: usize,
}

/// A planned change of one file.
#[derive(Debug)]
pub(super) struct Step<'a> {
    pub(super) root: &'a Path,
    pub(super) path: PathBuf,
    /// Whether the file exists.
    pub(super) exists: bool,
    /// The new text; `None` to remove the file.
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
        plan.steps
            .extend(orphans(trees)?.into_iter().map(|(tree, path)| Step {
                root: &tree.root,
                path,
                exists: true,
                text: None,
            }));
        match Diagnostics::collect(refused) {
            Some(refused) => Err(refused),
            None => Ok(plan),
        }
    }

    /// Returns the numbers of files, as if the plan was carried out.
    pub(super) fn written(&self) -> Written {
        let count = |exists, is_text| {
            let matches = |it: &&Step<'_>| it.exists == exists && it.text.is_some() == is_text;
            self.steps.iter().filter(matches).count()
        };
        Written {
            created: count(false, true),
            changed: count(true, true),
            unchanged: self.unchanged,
            removed: count(true, false),
        }
    }

    fn add(&mut self, tree: &'a Tree, refused: &mut Vec<Diagnostic>) -> Result<()> {
        for (name, text) in &tree.files {
            let path = tree.root.join(name);
            if let Some(in_the_way) = in_the_way(&tree.root, &path) {
                refused.push(in_the_way);
                continue;
            }
            let found = state(&path)?;
            if let Some(changed) = changed(&tree.claim, &path, &found) {
                refused.push(changed);
                continue;
            }
            match found {
                State::Absent => self.steps.push(Step {
                    root: &tree.root,
                    path,
                    exists: false,
                    text: Some(text),
                }),
                State::File(now) if now == text.as_bytes() => self.unchanged += 1,
                State::File(now) if is_ours(&now) || matches!(tree.claim, Claim::Edited(_)) => {
                    self.steps.push(Step {
                        root: &tree.root,
                        path,
                        exists: true,
                        text: Some(text),
                    })
                }
                State::File(_) => refused.push(foreign(&path, "tagsmith did not write this file")),
                State::Other => refused.push(foreign(&path, "the path exists and is not a file")),
            }
        }
        Ok(())
    }
}

/// Refuses a file that was changed since it was read.
fn changed(claim: &Claim, path: &Path, found: &State) -> Option<Diagnostic> {
    let Claim::Edited(was) = claim else {
        return None;
    };
    let is_same = match (was, found) {
        (None, State::Absent) | (_, State::Other) => true,
        (Some(was), State::File(now)) => was.as_bytes() == now,
        _ => false,
    };
    (!is_same).then(|| {
        Diagnostic::new(
            "the file was changed since it was read",
            "nothing was written; run the command again",
        )
        .at(path.display().to_string())
    })
}

fn foreign(path: &Path, message: &str) -> Diagnostic {
    Diagnostic::new(
        message,
        "nothing was written; move the file, or use another folder with `--out`",
    )
    .at(path.display().to_string())
}

/// The state of a path on disk.
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
        format!("cannot read the file: {}", reason(error)),
        "nothing was written; check the path and its permissions",
    )
    .at(path.display().to_string())
    .into()
}

/// Refuses a path if a parent below the root is not a folder. Only the root may be a symbolic link.
fn in_the_way(root: &Path, path: &Path) -> Option<Diagnostic> {
    path.ancestors()
        .skip(1)
        .take_while(|it| it.starts_with(root))
        .find(|it| {
            let found = if *it == root {
                fs::metadata(it)
            } else {
                fs::symlink_metadata(it)
            };
            found.is_ok_and(|it| !it.is_dir())
        })
        .map(|it| foreign(it, "the path exists and is not a folder"))
}

/// Returns the generated files in the roots that are no longer produced. The list is sorted and has no duplicates. A
/// root may be inside a different root.
pub(super) fn orphans(trees: &[Tree]) -> Result<Vec<(&Tree, PathBuf)>> {
    let produced: BTreeSet<PathBuf> = trees.iter().flat_map(produced).collect();
    let mut orphans = BTreeMap::new();
    for tree in trees {
        let Claim::Whole(mark) = tree.claim else {
            continue;
        };
        let root = real(&tree.root);
        for within in passing(tree, mark, &root, &produced)? {
            orphans
                .entry(root.join(&within))
                .or_insert_with(|| (tree, tree.root.join(&within)));
        }
    }
    Ok(orphans.into_values().collect())
}

fn produced(tree: &Tree) -> Vec<PathBuf> {
    let root = real(&tree.root);
    tree.files.keys().map(|name| root.join(name)).collect()
}

/// Returns the files in a tree's folder that are no longer produced.
fn passing(
    tree: &Tree,
    mark: &str,
    root: &Path,
    produced: &BTreeSet<PathBuf>,
) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(within) = folders.pop() {
        let folder = tree.root.join(&within);
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(_) if !folder.exists() => continue,
            Err(error) => return Err(unreadable(&folder, &error)),
        };
        for entry in entries {
            let entry = entry.map_err(|error| unreadable(&folder, &error))?;
            let path = entry.path();
            let kind = entry
                .file_type()
                .map_err(|error| unreadable(&path, &error))?;
            let within = within.join(entry.file_name());
            if kind.is_dir() && !is_foreign(&root.join(&within), &within, produced) {
                folders.push(within);
            } else if kind.is_file() && !produced.contains(&root.join(&within)) {
                let text = fs::read(&path).map_err(|error| unreadable(&path, &error))?;
                if starts_with_mark(&text, mark) {
                    found.push(within);
                }
            }
        }
    }
    Ok(found)
}

/// Returns whether to skip a folder in the search, because it is build output or a different package.
fn is_foreign(folder: &Path, within: &Path, produced: &BTreeSet<PathBuf>) -> bool {
    let manifest = folder.join("Cargo.toml");
    within.ends_with(STAGING)
        || FOREIGN_FOLDERS.iter().any(|it| within == Path::new(it))
        || (manifest.exists() && !produced.contains(&manifest))
}
