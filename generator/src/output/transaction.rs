//! Carries out all steps of a plan, or none. First all files are staged, and a later failure reverts all changes. Each
//! file is replaced by a rename, so an interrupted run leaves every file intact. With a journal, an interrupted run can
//! be finished.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::disk;
use super::folder::STAGING;
use super::journal::{Journal, Purpose};
use super::plan::{Plan, Written};
use super::staging::{Staged, discard, failed, stage};
use super::undo::Undo;
use crate::report::{Diagnostic, Diagnostics, Result};

/// Carries out a plan.
pub(super) fn run(plan: &Plan<'_>, purpose: Option<&Purpose>) -> Result<Written> {
    for root in &plan.roots {
        discard(root)?;
    }
    let mut undo = Undo::default();
    let journal = match stage_and_carry_out(plan, purpose, &mut undo) {
        Ok(journal) => journal,
        Err(error) => {
            // Keeps the staged files while the journal exists, since finishing the run needs them.
            if !purpose.is_some_and(Purpose::has_journal) {
                for root in &plan.roots {
                    let _ = discard(root);
                }
                undo.take_folders_back();
            }
            return Err(error);
        }
    };
    let roots: Vec<PathBuf> = plan.roots.iter().map(|root| root.to_path_buf()).collect();
    let removed = plan.steps.iter().filter(|step| step.text.is_none());
    let removed: Vec<(&Path, &Path)> = removed.map(|it| (it.root, it.path.as_path())).collect();
    clean_up(&roots, &removed)?;
    journal.map_or(Ok(()), Journal::remove)?;
    Ok(plan.written())
}

fn stage_and_carry_out(
    plan: &Plan<'_>,
    purpose: Option<&Purpose>,
    undo: &mut Undo,
) -> Result<Option<Journal>> {
    let staged = stage(plan, undo)?;
    let journal = match purpose {
        Some(purpose) if !staged.is_empty() => Some(Journal::write(purpose, plan, &staged, undo)?),
        _ => None,
    };
    if let Err(error) = carry_out(&staged, undo) {
        undo.take_files_back();
        journal.map_or(Ok(()), Journal::remove)?;
        return Err(error);
    }
    Ok(journal)
}

/// Renames the new files to their targets, and removes other targets.
fn carry_out(staged: &[Staged], undo: &mut Undo) -> Result<()> {
    for step in staged {
        move_one(step, undo).map_err(|error| failed(&step.path, &error))?;
        undo.note(&step.path, step.old.as_deref());
    }
    Ok(())
}

/// Carries out a step.
pub(super) fn move_one(step: &Staged, undo: &mut Undo) -> std::io::Result<()> {
    let Some(new) = &step.new else {
        return disk::remove_file(&step.path);
    };
    if let Some(folder) = step.path.parent() {
        undo.create_folder(folder)?;
    }
    disk::rename(new, &step.path)
}

/// Removes the staged files, and the folders that became empty.
pub(super) fn clean_up(roots: &[PathBuf], removed: &[(&Path, &Path)]) -> Result<()> {
    let cleaned = roots.iter().try_for_each(|root| discard(root));
    cleaned.map_err(|_| left_behind(roots))?;
    for (root, path) in removed {
        let folders = path.ancestors().skip(1);
        for folder in folders.take_while(|it| it != root && it.starts_with(root)) {
            match disk::remove_dir(folder) {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                // Keeps a folder that contains other files.
                Err(_) => break,
            }
        }
    }
    Ok(())
}

fn left_behind(roots: &[PathBuf]) -> Diagnostics {
    let folders = roots.iter().map(|root| root.join(STAGING));
    let left = folders.filter(|folder| folder.exists()).map(|folder| {
        Diagnostic::new(
            "cannot remove the folder",
            "all files were written; remove the folder",
        )
        .at(folder.display().to_string())
    });
    Diagnostics::collect(left.collect()).unwrap_or_else(|| {
        Diagnostic::new("cannot remove a folder", "all files were written").into()
    })
}
