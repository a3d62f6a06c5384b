//! The error of a file that cannot be written.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::base::attempts::Attempts;
use crate::base::text::one_line;

/// The error of a file that cannot be written.
#[derive(Debug)]
pub struct FileError {
    pub(super) operation: &'static str,
    pub(super) attempts: Attempts,
    path: PathBuf,
    source: io::Error,
}

impl FileError {
    pub(crate) fn new(operation: &'static str, path: &Path, source: io::Error) -> Self {
        Self {
            operation,
            attempts: Attempts::default(),
            path: path.to_owned(),
            source,
        }
    }

    pub(crate) fn after(self, attempts: Attempts) -> Self {
        Self { attempts, ..self }
    }

    /// Returns the path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the I/O error.
    pub fn io_error(&self) -> &io::Error {
        &self.source
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = one_line(&self.path.to_string_lossy());
        let Self {
            operation, source, ..
        } = self;
        write!(f, "{operation}: `{path}` cannot be written: {source}")?;
        self.attempts.of_write().fmt(f)
    }
}

impl StdError for FileError {}
