//! A file that appears whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use tokio::io::AsyncWriteExt;
use tokio::task::spawn_blocking;

/// A file being written beside the place that it is for.
pub(crate) struct Partial {
    file: tokio::fs::File,
    place: Place,
    target: PathBuf,
}

/// Where it is until it is whole: dropping this removes it.
struct Place(PathBuf);

impl Partial {
    /// Begins a file that will be at this path.
    ///
    /// # Errors
    ///
    /// Fails if the path is a folder's, or if its folder is not there or cannot be written to.
    pub(crate) async fn beside(path: &Path) -> io::Result<Self> {
        // The program may go elsewhere before it is whole.
        let target = std::path::absolute(path)?;
        let folder = match (target.parent(), target.file_name()) {
            (Some(folder), Some(_)) if !ends_with_separator(path) => folder.to_owned(),
            _ => return Err(is_folder()),
        };
        // If nobody waits for it any more, what it made is dropped, and so removed.
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

    /// Puts the file, once it is on disk, where it is for.
    ///
    /// # Errors
    ///
    /// Fails if it cannot be written or put there.
    pub(crate) async fn complete(mut self) -> io::Result<()> {
        // `sync_all` does not tell how the last write went.
        self.file.flush().await?;
        self.file.sync_all().await?;
        let Self { place, target, .. } = self;
        spawn_blocking(move || fs::rename(&place.0, target)).await?
    }
}

/// Creates a file of a name that no other one has.
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
    io::Error::new(io::ErrorKind::IsADirectory, "it is a folder, and no file")
}

impl Drop for Place {
    fn drop(&mut self) {
        // Once it is whole, it is not there any more.
        let _ = fs::remove_file(&self.0);
    }
}
