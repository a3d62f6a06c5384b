//! Reverts the changes of a failed run.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::disk;

/// The changes of a run so far.
#[derive(Default)]
pub(super) struct Undo {
    /// The written and removed files, each with the backup of its old file.
    done: Vec<(PathBuf, Option<PathBuf>)>,
    /// The created folders, outermost first.
    folders: Vec<PathBuf>,
}

impl Undo {
    pub(super) fn create_folder(&mut self, folder: &Path) -> std::io::Result<()> {
        if folder.is_dir() {
            return Ok(());
        }
        if let Some(parent) = folder.parent()
            && !parent.as_os_str().is_empty()
        {
            self.create_folder(parent)?;
        }
        match disk::create_dir(folder) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
            created => created.map(|()| self.folders.push(folder.to_path_buf())),
        }
    }

    /// Records a step that was carried out.
    pub(super) fn note(&mut self, path: &Path, old: Option<&Path>) {
        self.done
            .push((path.to_path_buf(), old.map(Path::to_path_buf)));
    }

    /// Restores the files. Ignores errors of the disk.
    pub(super) fn take_files_back(&mut self) {
        for (path, old) in self.done.drain(..).rev() {
            let _ = match old {
                Some(old) => disk::rename(&old, &path),
                None => disk::remove_file(&path),
            };
        }
    }

    /// Removes the created folders, if they contain no files.
    pub(super) fn take_folders_back(&mut self) {
        for folder in self.folders.drain(..).rev() {
            let _ = disk::remove_dir(&folder);
        }
    }
}
