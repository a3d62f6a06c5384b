//! All steps of a plan, or none: everything is staged first, and what was done is undone if a later
//! step fails. Each file is replaced by a rename, so that a killed run leaves it whole.

use std::fs;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

use super::plan::{Plan, Step};
use super::{STAGING, Written};
use crate::load::reason;
use crate::report::{Diagnostic, Diagnostics, Result};

/// Carries a plan out.
pub(super) fn run(plan: &Plan<'_>) -> Result<Written> {
    for root in &plan.roots {
        discard_staging(root)?;
    }
    let mut undo = Undo::default();
    let done = stage(plan, &mut undo).and_then(|staged| commit(plan, &staged, &mut undo));
    if done.is_err() {
        undo.take_files_back();
    }
    let cleaned = plan.roots.iter().try_for_each(|root| discard_staging(root));
    if done.is_err() {
        undo.take_folders_back();
    }
    done?;
    remove_empty_folders(plan);
    cleaned.map_err(|_| left_behind(plan))?;
    let count = |exists, is_text| {
        let matches = |step: &&Step<'_>| step.exists == exists && step.text.is_some() == is_text;
        plan.steps.iter().filter(matches).count()
    };
    Ok(Written {
        created: count(false, true),
        changed: count(true, true),
        unchanged: plan.unchanged,
        removed: count(true, false),
    })
}

/// Where a step's new text and old file are meanwhile.
struct Staged {
    new: PathBuf,
    old: PathBuf,
}

/// Writes every new text beside its place, where a full disk does no harm.
fn stage(plan: &Plan<'_>, undo: &mut Undo) -> Result<Vec<Staged>> {
    let mut staged = Vec::with_capacity(plan.steps.len());
    for (index, step) in plan.steps.iter().enumerate() {
        let folder = step.root.join(STAGING);
        undo.create_folder(&folder)
            .map_err(|error| failed(&folder, &error))?;
        let here = Staged {
            new: folder.join(format!("{index}.new")),
            old: folder.join(format!("{index}.old")),
        };
        if let Some(text) = step.text {
            fs::write(&here.new, text).map_err(|error| failed(&step.path, &error))?;
        }
        if step.exists {
            keep(&step.path, &here.old).map_err(|error| failed(&step.path, &error))?;
        }
        staged.push(here);
    }
    Ok(staged)
}

/// Keeps the old file by a second name, or by a copy where the file system has no second names.
fn keep(path: &Path, old: &Path) -> std::io::Result<()> {
    fs::hard_link(path, old).or_else(|_| fs::copy(path, old).map(|_| ()))
}

fn commit(plan: &Plan<'_>, staged: &[Staged], undo: &mut Undo) -> Result<()> {
    for (step, staged) in plan.steps.iter().zip(staged) {
        let done = if step.text.is_some() {
            step.path
                .parent()
                .map_or(Ok(()), |folder| undo.create_folder(folder))
                .and_then(|()| fs::rename(&staged.new, &step.path))
        } else {
            fs::remove_file(&step.path)
        };
        done.map_err(|error| failed(&step.path, &error))?;
        undo.done
            .push((step.path.clone(), step.exists.then(|| staged.old.clone())));
    }
    Ok(())
}

fn failed(path: &Path, error: &Error) -> Diagnostics {
    Diagnostic::new(
        format!("the file cannot be written: {}", reason(error)),
        "nothing was changed; check the disk and the folder's permissions",
    )
    .at(path.display().to_string())
    .into()
}

fn left_behind(plan: &Plan<'_>) -> Diagnostics {
    let folders = plan.roots.iter().map(|root| root.join(STAGING));
    let left = folders.filter(|folder| folder.exists()).map(|folder| {
        Diagnostic::new(
            "this folder cannot be removed",
            "all files were written; remove the folder",
        )
        .at(folder.display().to_string())
    });
    Diagnostics::collect(left.collect()).unwrap_or_else(|| {
        Diagnostic::new("a folder cannot be removed", "all files were written").into()
    })
}

/// How to take back what was done.
#[derive(Default)]
struct Undo {
    /// The files that were written or removed, with the old file if there was one.
    done: Vec<(PathBuf, Option<PathBuf>)>,
    /// The folders that were made, outermost first.
    folders: Vec<PathBuf>,
}

impl Undo {
    fn create_folder(&mut self, folder: &Path) -> std::io::Result<()> {
        if folder.is_dir() {
            return Ok(());
        }
        if let Some(parent) = folder.parent()
            && !parent.as_os_str().is_empty()
        {
            self.create_folder(parent)?;
        }
        match fs::create_dir(folder) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
            created => created.map(|()| self.folders.push(folder.to_path_buf())),
        }
    }

    /// Takes the files back, as far as the disk lets it.
    fn take_files_back(&mut self) {
        for (path, old) in self.done.drain(..).rev() {
            let _ = match old {
                Some(old) => fs::rename(old, path),
                None => fs::remove_file(path),
            };
        }
    }

    /// Takes the folders back, once nothing of ours is in them.
    fn take_folders_back(&mut self) {
        for folder in self.folders.drain(..).rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Removes the folder of staged files, if there is one and it holds nothing else.
fn discard_staging(root: &Path) -> Result<()> {
    let folder = root.join(STAGING);
    let Ok(found) = fs::symlink_metadata(&folder) else {
        return Ok(());
    };
    let is_staged = |name: &str| {
        let number = name
            .strip_suffix(".new")
            .or_else(|| name.strip_suffix(".old"));
        number.is_some_and(|it| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let entries = if found.is_dir() {
        fs::read_dir(&folder)
    } else {
        Err(ErrorKind::NotADirectory.into())
    };
    let entries = entries.map_err(|error| failed(&folder, &error))?;
    for entry in entries {
        let entry = entry.map_err(|error| failed(&folder, &error))?;
        if !entry.file_name().to_str().is_some_and(is_staged) {
            return Err(Diagnostic::new(
                "this stands where a run stages its files, and is not one of them",
                "nothing was changed; move it away",
            )
            .at(entry.path().display().to_string())
            .into());
        }
    }
    fs::remove_dir_all(&folder).map_err(|error| failed(&folder, &error))
}

/// Removes the folders that lost their last file.
fn remove_empty_folders(plan: &Plan<'_>) {
    for step in plan.steps.iter().filter(|step| step.text.is_none()) {
        let folders = step.path.ancestors().skip(1);
        for folder in folders.take_while(|it| *it != step.root && it.starts_with(step.root)) {
            // Fails as soon as one has something in it, which is as it should be.
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
    }
}
