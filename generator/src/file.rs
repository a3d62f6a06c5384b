//! Reads files as text, and computes digests.

use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::report::{Diagnostic, Result, reason};

/// Reads a file as text, or standard input for `-`.
///
/// # Errors
///
/// Fails if the path does not exist, is a folder, or is not UTF-8.
pub fn text(path: &Path) -> Result<String> {
    let unreadable = |error: std::io::Error| {
        Diagnostic::new(
            format!("cannot read the file: {}", reason(&error)),
            "check the path, or give `-` to read standard input",
        )
        .at(name_of(path))
    };
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        std::io::stdin()
            .read_to_end(&mut bytes)
            .map_err(unreadable)?;
    } else {
        if path.is_dir() {
            return Err(
                Diagnostic::new("the path is a folder, not a file", "give a file")
                    .at(name_of(path))
                    .into(),
            );
        }
        bytes = std::fs::read(path).map_err(unreadable)?;
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Diagnostic::new(
            format!("the file is not UTF-8: invalid byte at {at}"),
            "save the file as UTF-8",
        )
        .at(name_of(path))
        .into()
    })
}

/// Returns the name of a file for messages.
pub(crate) fn name_of(path: &Path) -> String {
    if path == Path::new("-") {
        return "standard input".to_owned();
    }
    path.display().to_string()
}

/// Returns the SHA-256 of bytes, in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
