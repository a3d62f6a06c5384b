//! The folders of a run: their names and locks.

use std::fs::File;
use std::path::{Path, PathBuf};

/// The folder for the staged files of a run. An interrupted run leaves it behind.
pub(super) const STAGING: &str = ".tagsmith-staging";

/// Returns a folder, or `.` for the empty path.
pub(super) fn or_here(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    }
}

/// Locks a folder, if it exists and the system supports locks.
pub(super) fn lock(root: &Path) -> Option<File> {
    let folder = File::open(root).ok()?;
    folder.lock().ok().map(|()| folder)
}

/// Returns the canonical path of a folder.
pub(super) fn real(root: &Path) -> PathBuf {
    std::fs::canonicalize(root).unwrap_or_else(|_| root.to_path_buf())
}
