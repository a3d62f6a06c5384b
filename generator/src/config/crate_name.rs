//! The names that a crate can have.

use crate::keyword::is_keyword;
use crate::report::{Diagnostic, Result, quoted};

/// A crate's name is also a folder and a Rust identifier.
///
/// # Errors
///
/// Fails if it cannot be one.
pub fn check_name(name: &str) -> Result<()> {
    let starts = name.starts_with(|it: char| it.is_ascii_lowercase());
    let valid = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-' || it == '_';
    if starts && name.chars().all(valid) && !is_keyword(name) {
        return Ok(());
    }
    Err(Diagnostic::new(
        format!("{} cannot be the name of a crate", quoted(name)),
        "use lower-case letters, digits, `-` and `_`, with a letter first",
    )
    .into())
}
