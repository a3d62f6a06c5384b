//! All functions that change the disk. Tests can make one call fail, or stop the run after a call.

use std::fs;
use std::io::Result;
use std::path::Path;

pub(super) fn write(path: &Path, text: &[u8]) -> Result<()> {
    before_each()?;
    fs::write(path, text)
}

pub(super) fn rename(from: &Path, to: &Path) -> Result<()> {
    before_each()?;
    fs::rename(from, to)
}

/// Copies a file to a second name: as a hard link, or as a copy if the file system does not support hard links.
pub(super) fn keep(path: &Path, second: &Path) -> Result<()> {
    before_each()?;
    fs::hard_link(path, second).or_else(|_| fs::copy(path, second).map(|_| ()))
}

pub(super) fn remove_file(path: &Path) -> Result<()> {
    before_each()?;
    fs::remove_file(path)
}

pub(super) fn create_dir(path: &Path) -> Result<()> {
    before_each()?;
    fs::create_dir(path)
}

pub(super) fn remove_dir(path: &Path) -> Result<()> {
    before_each()?;
    fs::remove_dir(path)
}

fn before_each() -> Result<()> {
    #[cfg(test)]
    fuse::burn()?;
    Ok(())
}

/// Makes disk changes of the current thread fail, for tests.
#[cfg(test)]
pub(super) mod fuse {
    use std::cell::Cell;

    /// The kind of failure.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(in super::super) enum Kind {
        /// One change fails.
        Once,
        /// This change and all later ones fail, as if the process was killed.
        ForGood,
    }

    thread_local! {
        static FUSE: Cell<Option<(usize, Kind)>> = const { Cell::new(None) };
        static HAS_BLOWN: Cell<bool> = const { Cell::new(false) };
    }

    /// Makes disk changes fail after `pass` successful ones.
    pub(in super::super) fn set(pass: usize, kind: Kind) {
        FUSE.set(Some((pass, kind)));
        HAS_BLOWN.set(false);
    }

    /// Removes the fuse. Returns whether a change failed because of it.
    pub(in super::super) fn take() -> bool {
        FUSE.set(None);
        HAS_BLOWN.get()
    }

    pub(super) fn burn() -> std::io::Result<()> {
        let Some((left, kind)) = FUSE.get() else {
            return Ok(());
        };
        if left > 0 {
            FUSE.set(Some((left - 1, kind)));
            return Ok(());
        }
        if kind == Kind::Once {
            FUSE.set(None);
        }
        HAS_BLOWN.set(true);
        Err(std::io::ErrorKind::StorageFull.into())
    }
}
