//! Names of crates.

use crate::keyword::is_keyword;
use crate::report::{Diagnostic, Result, quoted};

/// Checks the name of a crate. The name must also be usable as a folder and as a Rust identifier.
///
/// # Errors
///
/// Fails if the name is invalid.
pub fn check_name(name: &str) -> Result<()> {
    let starts = name.starts_with(|it: char| it.is_ascii_lowercase());
    let valid = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-' || it == '_';
    if starts && name.chars().all(valid) && !is_keyword(name) {
        return Ok(());
    }
    Err(Diagnostic::new(
        format!("{} is not a valid crate name", quoted(name)),
        "use lower-case letters, digits, `-` and `_`, with a letter first",
    )
    .into())
}
