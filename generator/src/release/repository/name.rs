//! Checks the names of branches and remotes.

use crate::report::{Diagnostic, Result, quoted};

/// Refuses text that git or gh could parse as an option, a URL or several names.
///
/// # Errors
///
/// Fails if the name contains a character that is not allowed.
pub fn check_name(name: &str) -> Result<()> {
    let is_allowed = |it: char| it.is_ascii_alphanumeric() || "/._-".contains(it);
    if name.starts_with(|it: char| it.is_ascii_alphanumeric()) && name.chars().all(is_allowed) {
        return Ok(());
    }
    Err(Diagnostic::new(
        format!("{} is not a valid name of a branch or remote", quoted(name)),
        "use letters, digits and `/._-`",
    )
    .into())
}
