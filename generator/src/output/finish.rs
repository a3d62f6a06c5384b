//! Finishes an interrupted run by its journal.

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use super::folder::{STAGING, lock, or_here};
use super::journal::{GIVE_UP, Journal, Step};
use super::plan::{State, state};
use super::staging::Staged;
use super::transaction::{clean_up, move_one};
use super::undo::Undo;
use crate::file::sha256;
use crate::report::{Diagnostic, Result, reason};

/// Returns an error if an update is interrupted in the folder of a configuration.
pub fn unfinished(folder: &Path) -> Option<Diagnostic> {
    let journal = Journal::place(or_here(folder));
    journal.exists().then(|| {
        Diagnostic::new(
            "an update was interrupted: some files are old, and some are new",
            "run `tagsmith update` to finish it",
        )
        .at(journal.display().to_string())
    })
}

/// Finishes the interrupted update in a folder, and returns the update's description. The update may change files in
/// the folders `others`.
///
/// # Errors
///
/// Fails if the journal names other folders, if a file is neither the old nor the new one, or if a disk operation
/// fails. The update stays interrupted in these cases.
pub fn finish(folder: &Path, others: &[&Path]) -> Result<Option<String>> {
    let folder = or_here(folder);
    if !Journal::place(folder).exists() {
        return Ok(None);
    }
    // Waits until a concurrent run ends.
    let _lock = lock(folder);
    let Some(journal) = Journal::read(folder)? else {
        return Ok(None);
    };
    let known: Vec<PathBuf> = others.iter().chain([&folder]).map(|it| plain(it)).collect();
    for step in &journal.steps {
        let root = journal.roots.get(step.root).map(|it| plain(it));
        if !root.is_some_and(|root| known.contains(&root) && is_within(&root, step)) {
            return Err(elsewhere(&step.path).into());
        }
    }
    if let Some(root) = journal.roots.iter().find(|it| !known.contains(&plain(it))) {
        return Err(elsewhere(root).into());
    }
    let mut outstanding = Vec::new();
    for step in &journal.steps {
        if is_outstanding(step)? {
            outstanding.push(step);
        }
    }
    for step in outstanding {
        let staged = Staged {
            path: step.path.clone(),
            new: step.new.clone(),
            old: None,
        };
        move_one(&staged, &mut Undo::default()).map_err(|error| {
            Diagnostic::new(
                format!("cannot write the file: {}", reason(&error)),
                "check the disk and the folder's permissions, and run `tagsmith update` again",
            )
            .at(step.path.display().to_string())
        })?;
    }
    let mut removed = Vec::new();
    for step in journal.steps.iter().filter(|it| it.new.is_none()) {
        if let Some(root) = journal.roots.get(step.root) {
            removed.push((root.as_path(), step.path.as_path()));
        }
    }
    clean_up(&journal.roots, &removed)?;
    let what = journal.what.clone();
    journal.remove()?;
    Ok(Some(what))
}

/// Normalizes a path lexically.
fn plain(path: &Path) -> PathBuf {
    let parts = path.components().filter(|it| *it != Component::CurDir);
    parts.collect()
}

/// Returns whether all paths of a step are below its root.
fn is_within(root: &Path, step: &Step) -> bool {
    let below = |path: &Path, root: &Path| {
        let path = plain(path);
        let rest = path.strip_prefix(root).map(Path::to_path_buf);
        rest.is_ok_and(|it| it.components().all(|it| matches!(it, Component::Normal(_))))
    };
    let staging = root.join(STAGING);
    let is_staged =
        |new: &PathBuf| new.extension() == Some(OsStr::new("new")) && below(new, &staging);
    below(&step.path, root) && step.new.as_ref().is_none_or(is_staged)
}

fn elsewhere(path: &Path) -> Diagnostic {
    Diagnostic::new(
        "cannot finish the update: its journal names a folder that the configuration does not",
        GIVE_UP.replace("this one", "`.tagsmith-update.json`"),
    )
    .at(path.display().to_string())
}

/// Returns whether a step is not yet carried out.
fn is_outstanding(step: &Step) -> Result<bool> {
    let found = digest(&step.path)?;
    if found == Some(step.after.clone()) {
        return Ok(false);
    }
    let can_be = match &step.new {
        Some(new) => digest(new)? == Some(step.after.clone()),
        None => true,
    };
    if found == Some(step.before.clone()) && can_be {
        return Ok(true);
    }
    Err(Diagnostic::new(
        "cannot finish the update: the file was changed since the update started",
        GIVE_UP.replace("this one", "`.tagsmith-update.json`"),
    )
    .at(step.path.display().to_string())
    .into())
}

/// Returns the SHA-256 of a file: `Some(None)` if the path does not exist, and `None` if the path is not a file.
fn digest(path: &Path) -> Result<Option<Option<String>>> {
    Ok(match state(path)? {
        State::Absent => Some(None),
        State::File(bytes) => Some(Some(sha256(&bytes))),
        State::Other => None,
    })
}
