//! A file that contains a secret. Refuses files that other users may read, and detects changes.

use std::fs::{File, Metadata};
use std::io::Read as _;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use zeroize::Zeroizing;

use crate::refused::{Refused, Result, quoted, reason};

/// A file that contains a secret.
pub(crate) struct SecretFile {
    path: PathBuf,
    /// The file's state at the last read.
    seen: Mutex<Option<Seen>>,
}

type Seen = (Option<SystemTime>, u64, u64);

/// The maximum size in bytes. A file of ten thousand callers has about a megabyte.
const LARGEST: u64 = 1 << 20;

impl SecretFile {
    pub(crate) fn new(path: PathBuf) -> Self {
        Self {
            path,
            seen: Mutex::default(),
        }
    }

    /// Reads the file. Errors contain its path, but nothing of its content.
    pub(crate) fn read(&self) -> Result<Zeroizing<String>> {
        let path = quoted(&self.path.display().to_string());
        let unreadable = |error: std::io::Error| {
            Refused::new(
                format!("the file {path} cannot be read: {}", reason(&error)),
                "check the path and the permissions of the file",
            )
        };
        let file = File::open(&self.path).map_err(unreadable)?;
        let metadata = file.metadata().map_err(unreadable)?;
        if !metadata.is_file() {
            return Err(Refused::new(
                format!("{path} is not a regular file"),
                "give the file that contains the secret",
            ));
        }
        if metadata.len() > LARGEST {
            return Err(Refused::new(
                format!("the file {path} is larger than 1 MiB"),
                "give a file that contains only the secret",
            ));
        }
        check_owner(&metadata, &path)?;
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(seen(&metadata));
        let mut text = Zeroizing::new(String::new());
        file.take(LARGEST)
            .read_to_string(&mut text)
            .map_err(unreadable)?;
        if text.trim().is_empty() {
            return Err(Refused::new(
                format!("the file {path} is empty"),
                "write the secret into it",
            ));
        }
        Ok(text)
    }

    /// Returns whether the file changed since the last read.
    pub(crate) fn changed(&self) -> bool {
        let now = std::fs::metadata(&self.path).ok().map(|it| seen(&it));
        let mut last = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let changed = now.is_some() && *last != now;
        if changed {
            // The state of an unusable file is stored too, so that the error is reported only once.
            *last = now;
        }
        changed
    }
}

#[cfg(unix)]
fn seen(metadata: &Metadata) -> Seen {
    use std::os::unix::fs::MetadataExt as _;
    (metadata.modified().ok(), metadata.len(), metadata.ino())
}

#[cfg(not(unix))]
fn seen(metadata: &Metadata) -> Seen {
    (metadata.modified().ok(), metadata.len(), 0)
}

/// Refuses a file that other users may read. If another user owns the file, its group may read it, because containers
/// mount secrets in this way.
#[cfg(unix)]
fn check_owner(metadata: &Metadata, path: &str) -> Result<()> {
    use std::os::unix::fs::MetadataExt as _;
    let is_own = std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == metadata.uid());
    let others = if is_own { 0o077 } else { 0o027 };
    if metadata.mode() & others == 0 {
        return Ok(());
    }
    Err(Refused::new(
        format!(
            "other users may read the file {path}: its mode is {:o}",
            metadata.mode() & 0o777
        ),
        "run `chmod 600` on it",
    ))
}

#[cfg(not(unix))]
fn check_owner(_: &Metadata, _: &str) -> Result<()> {
    Ok(())
}
