//! The names of branches and remotes.

use crate::report::{Diagnostic, Result, quoted};

/// Refuses what git or gh would take for a flag, an address or several names.
///
/// # Errors
///
/// Fails if the name has other signs than those of branches and remotes.
pub fn check_name(name: &str) -> Result<()> {
    let is_allowed = |it: char| it.is_ascii_alphanumeric() || "/._-".contains(it);
    if name.starts_with(|it: char| it.is_ascii_alphanumeric()) && name.chars().all(is_allowed) {
        return Ok(());
    }
    Err(Diagnostic::new(
        format!("{} is no name of a branch or a remote", quoted(name)),
        "write it with letters, digits and `/._-`",
    )
    .into())
}
