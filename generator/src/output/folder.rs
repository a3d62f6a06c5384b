//! The names and locks of folders.

use std::fs::File;
use std::path::{Path, PathBuf};

/// The name of the staging folder, which remains on disk only after an interrupted run.
pub(super) const STAGING: &str = ".tagsmith-staging";

/// Returns the path, or `.` if the path is empty.
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
