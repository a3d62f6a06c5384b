//! A reader that fails beyond a maximum size.

use std::io::{Error, Read, Result};

use crate::report::Diagnostic;

/// A reader of at most a number of bytes.
#[derive(Debug)]
pub(super) struct Capped<R> {
    from: R,
    most: u64,
    left: u64,
}

impl<R: Read> Capped<R> {
    pub(super) fn new(from: R, most: u64) -> Self {
        Self {
            from,
            most,
            left: most,
        }
    }

    /// Reads everything, up to the maximum size.
    pub(super) fn all(mut self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.read_to_end(&mut bytes).map(|_| bytes)
    }
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let read = self.from.read(buffer)?;
        match self.left.checked_sub(read as u64) {
            Some(left) => self.left = left,
            None => return Err(Error::other(TooMuch(self.most))),
        }
        Ok(read)
    }
}

/// The error for too many bytes.
#[derive(Debug)]
pub(super) struct TooMuch(pub(super) u64);

impl TooMuch {
    pub(super) fn diagnostic(&self) -> Diagnostic {
        Diagnostic::new(
            self.to_string(),
            "nothing was changed; check the file, or raise `--max-size`",
        )
    }
}

impl std::fmt::Display for TooMuch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the size is more than {} MiB", self.0 >> 20)
    }
}

impl std::error::Error for TooMuch {}

/// Returns the diagnostic for an error of a size-limited reader.
pub(super) fn describe(
    error: Error,
    other: impl FnOnce(Error) -> Diagnostic,
    place: &str,
) -> Diagnostic {
    match error.get_ref().and_then(|it| it.downcast_ref::<TooMuch>()) {
        Some(too_much) => too_much.diagnostic().at(place),
        None => other(error),
    }
}
