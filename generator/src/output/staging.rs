//! Staging folders, in which files are written before they replace their targets. A full disk then changes no target.

use std::fs;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

use super::disk;
use super::folder::STAGING;
use super::plan::Plan;
use super::undo::Undo;
use crate::report::{Diagnostic, Diagnostics, Result, reason};

/// The temporary name of a journal while it is being written.
pub(super) const JOURNAL_TO_BE: &str = "journal";

/// A step whose new text is staged, and whose old file is backed up.
#[derive(Debug)]
pub(super) struct Staged {
    pub(super) path: PathBuf,
    /// The new file; `None` if the target is removed.
    pub(super) new: Option<PathBuf>,
    /// The backup of the old file, if it exists.
    pub(super) old: Option<PathBuf>,
}

/// Writes every new text, and backs up every old file.
pub(super) fn stage(plan: &Plan<'_>, undo: &mut Undo) -> Result<Vec<Staged>> {
    let mut staged = Vec::with_capacity(plan.steps.len());
    for (index, step) in plan.steps.iter().enumerate() {
        let folder = step.root.join(STAGING);
        undo.create_folder(&folder)
            .map_err(|error| failed(&folder, &error))?;
        let failed = |error: Error| failed(&step.path, &error);
        let here = Staged {
            path: step.path.clone(),
            new: step.text.map(|_| folder.join(format!("{index}.new"))),
            old: step.exists.then(|| folder.join(format!("{index}.old"))),
        };
        if let (Some(new), Some(text)) = (&here.new, step.text) {
            disk::write(new, text.as_bytes()).map_err(failed)?;
        }
        if let Some(old) = &here.old {
            disk::keep(&step.path, old).map_err(failed)?;
        }
        staged.push(here);
    }
    Ok(staged)
}

/// Removes the staging folder, if it exists and contains nothing else.
pub(super) fn discard(root: &Path) -> Result<()> {
    let folder = root.join(STAGING);
    let Ok(found) = fs::symlink_metadata(&folder) else {
        return Ok(());
    };
    let entries = if found.is_dir() {
        fs::read_dir(&folder)
    } else {
        Err(ErrorKind::NotADirectory.into())
    };
    let failed = |error: Error| failed(&folder, &error);
    let mut files = Vec::new();
    for entry in entries.map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let path = entry.path();
        if !entry.file_name().to_str().is_some_and(is_staged) {
            return Err(Diagnostic::new(
                "the file is in the staging folder, and tagsmith did not write it",
                "nothing was changed; move the file to a different folder",
            )
            .at(path.display().to_string())
            .into());
        }
        files.push(path);
    }
    for file in files {
        disk::remove_file(&file).map_err(failed)?;
    }
    disk::remove_dir(&folder).map_err(failed)
}

fn is_staged(name: &str) -> bool {
    let number = name
        .strip_suffix(".new")
        .or_else(|| name.strip_suffix(".old"));
    let is_number = |it: &str| !it.is_empty() && it.bytes().all(|byte: u8| byte.is_ascii_digit());
    name == JOURNAL_TO_BE || number.is_some_and(is_number)
}

pub(super) fn failed(path: &Path, error: &Error) -> Diagnostics {
    Diagnostic::new(
        format!("cannot write the file: {}", reason(error)),
        "nothing was changed; check the disk and the folder's permissions",
    )
    .at(path.display().to_string())
    .into()
}
