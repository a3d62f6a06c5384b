//! The journal of a run: the staged files and their targets. A rename creates the journal after all files are staged. A
//! run removes the journal after all steps are carried out. While the journal exists, the run must be completed.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::disk;
use super::folder::STAGING;
use super::plan::Plan;
use super::staging::{JOURNAL_TO_BE, Staged, failed};
use super::undo::Undo;
use crate::file::sha256;
use crate::report::{Diagnostic, Diagnostics, Result, reason};

/// The name of the journal, in the folder of the configuration.
const NAME: &str = ".tagsmith-update.json";

/// The purpose of a run with a journal.
#[derive(Clone, Debug)]
pub(super) struct Purpose {
    /// The folder of the journal.
    pub(super) folder: PathBuf,
    /// A description of the run, for messages.
    pub(super) what: String,
}

impl Purpose {
    /// Returns whether the journal exists on disk.
    pub(super) fn has_journal(&self) -> bool {
        Journal::place(&self.folder).exists()
    }
}

/// A journal, with absolute paths.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    pub(super) what: String,
    pub(super) roots: Vec<PathBuf>,
    pub(super) steps: Vec<Step>,
}

/// A step of a journal.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Step {
    /// The index of the step's root folder.
    pub(super) root: usize,
    pub(super) path: PathBuf,
    /// The staged file; `None` if the target is removed.
    pub(super) new: Option<PathBuf>,
    /// The SHA-256 of the old file; `None` if there is no old file.
    pub(super) before: Option<String>,
    /// The SHA-256 of the new file; `None` if the file is removed.
    pub(super) after: Option<String>,
}

/// The serialized journal, with paths relative to the journal's folder.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct File {
    what: String,
    roots: Vec<PathBuf>,
    steps: Vec<Step>,
}

impl Journal {
    /// Returns the path of a folder's journal.
    pub(super) fn place(folder: &Path) -> PathBuf {
        folder.join(NAME)
    }

    /// Writes the journal of the staged files. After this call, the run must be completed.
    pub(super) fn write(
        purpose: &Purpose,
        plan: &Plan<'_>,
        staged: &[Staged],
        undo: &mut Undo,
    ) -> Result<Self> {
        let folder = &purpose.folder;
        let from_folder = |path: &Path| path.strip_prefix(folder).unwrap_or(path).to_path_buf();
        let mut steps = Vec::with_capacity(staged.len());
        for (step, staged) in plan.steps.iter().zip(staged) {
            let root = plan.roots.iter().position(|it| *it == step.root);
            steps.push(Step {
                root: root.unwrap_or_default(),
                path: from_folder(&staged.path),
                new: staged.new.as_deref().map(from_folder),
                before: match &staged.old {
                    Some(old) => Some(sha256(&fs::read(old).map_err(|it| failed(old, &it))?)),
                    None => None,
                },
                after: step.text.map(|text| sha256(text.as_bytes())),
            });
        }
        let file = File {
            what: purpose.what.clone(),
            roots: plan.roots.iter().map(|it| from_folder(it)).collect(),
            steps,
        };
        let path = Self::place(folder);
        let text = serde_json::to_vec_pretty(&file).map_err(|error| {
            Diagnostic::new(
                format!("cannot write the journal: {error}"),
                "nothing was changed; use UTF-8 paths",
            )
            .at(path.display().to_string())
        })?;
        let staging = folder.join(STAGING);
        let to_be = staging.join(JOURNAL_TO_BE);
        undo.create_folder(&staging)
            .and_then(|()| disk::write(&to_be, &text))
            .and_then(|()| disk::rename(&to_be, &path))
            .map_err(|error| failed(&path, &error))?;
        Ok(Self::new(folder, file))
    }

    /// Reads the journal of a folder, if it exists.
    pub(super) fn read(folder: &Path) -> Result<Option<Self>> {
        let path = Self::place(folder);
        let unreadable = |why: String| {
            Diagnostic::new(
                format!("cannot read the journal of the interrupted update: {why}"),
                GIVE_UP,
            )
            .at(path.display().to_string())
        };
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(unreadable(reason(&error)).into()),
        };
        let file = serde_json::from_slice(&text).map_err(|it| unreadable(it.to_string()))?;
        Ok(Some(Self::new(folder, file)))
    }

    fn new(folder: &Path, file: File) -> Self {
        let here = |path: PathBuf| folder.join(path);
        let steps = file.steps.into_iter().map(|step| Step {
            path: here(step.path),
            new: step.new.map(here),
            ..step
        });
        Self {
            path: Self::place(folder),
            what: file.what,
            steps: steps.collect(),
            roots: file.roots.into_iter().map(here).collect(),
        }
    }

    /// Removes the journal after all steps are carried out.
    pub(super) fn remove(self) -> Result<()> {
        disk::remove_file(&self.path).map_err(|error| {
            Diagnostics::from(
                Diagnostic::new(
                    format!("cannot remove the journal: {}", reason(&error)),
                    "check the folder's permissions, and run `tagsmith update` to finish",
                )
                .at(self.path.display().to_string()),
            )
        })
    }
}

/// The help for an update that cannot be finished.
pub(super) const GIVE_UP: &str = "restore all files from version control, remove this \
    file and the folders `.tagsmith-staging`, and run the update again";
