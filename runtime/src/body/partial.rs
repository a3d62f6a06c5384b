//! Writes a file atomically, so that the target never contains a part of the body.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use tokio::io::AsyncWriteExt;
use tokio::task::spawn_blocking;

/// A temporary file in the folder of its target path.
pub(crate) struct Partial {
    file: tokio::fs::File,
    place: Place,
    target: PathBuf,
}

/// The path of the temporary file. Dropping it removes the file.
struct Place(PathBuf);

impl Partial {
    /// Creates a temporary file for a target path.
    ///
    /// # Errors
    ///
    /// Fails if the path is a directory, or if its directory does not exist or is not writable.
    pub(crate) async fn beside(path: &Path) -> io::Result<Self> {
        // The path is made absolute, because the program may change its working directory in the meantime.
        let target = std::path::absolute(path)?;
        let folder = match (target.parent(), target.file_name()) {
            (Some(folder), Some(_)) if !ends_with_separator(path) => folder.to_owned(),
            _ => return Err(is_folder()),
        };
        // If the future is dropped, the blocking task's result is dropped too, which removes the file.
        let made = spawn_blocking(move || {
            if target.is_dir() {
                return Err(is_folder());
            }
            let (file, place) = create_in(&folder)?;
            Ok((file, place, target))
        });
        let (file, place, target) = made.await??;
        Ok(Self {
            file: file.into(),
            place,
            target,
        })
    }

    pub(crate) async fn write(&mut self, piece: &[u8]) -> io::Result<()> {
        self.file.write_all(piece).await
    }

    /// Syncs the file to disk and renames it to the target path.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be written or renamed.
    pub(crate) async fn complete(mut self) -> io::Result<()> {
        // `sync_all` does not report errors of the last write.
        self.file.flush().await?;
        self.file.sync_all().await?;
        let Self { place, target, .. } = self;
        spawn_blocking(move || fs::rename(&place.0, target)).await?
    }
}

/// Creates a file with a unique name.
fn create_in(folder: &Path) -> io::Result<(File, Place)> {
    loop {
        let path = folder.join(format!(".{:016x}.part", fastrand::u64(..)));
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(file) => return Ok((file, Place(path))),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
}

fn ends_with_separator(path: &Path) -> bool {
    let bytes = path.as_os_str().as_encoded_bytes();
    bytes
        .last()
        .is_some_and(|it| std::path::is_separator(char::from(*it)))
}

fn is_folder() -> io::Error {
    io::Error::new(io::ErrorKind::IsADirectory, "is a directory, not a file")
}

impl Drop for Place {
    fn drop(&mut self) {
        // After the rename, the temporary file no longer exists.
        let _ = fs::remove_file(&self.0);
    }
}
