//! Files as they were at a commit.

use std::path::{Path, absolute};
use std::process::Command;

use super::child;
use crate::report::{Diagnostic, Result, quoted};

const HELP: &str =
    "check the revision, and that the file is in it; a shallow clone has few commits";

/// Returns a file as it was at a commit; its path is relative to where the program runs.
///
/// # Errors
///
/// Fails if there is no repository, no such revision, or no such file in it.
pub fn show(revision: &str, path: &Path) -> Result<String> {
    let at = |diagnostic: Diagnostic| diagnostic.at(format!("{revision}:{}", path.display()));
    // A revision that begins with a hyphen would be an option of git.
    if revision.is_empty() || revision.starts_with('-') || revision.contains(':') {
        let message = format!("{} is no revision", quoted(revision));
        let help = "name a commit, a branch or a tag: `git:HEAD~1`";
        return Err(at(Diagnostic::new(message, help)).into());
    }
    let object = format!("{revision}:{}", here(path));
    let mut git = Command::new("git");
    git.args(["show", "--end-of-options"]).arg(object);
    String::from_utf8(child::run(&mut git, b"", HELP)?)
        .map_err(|_| at(Diagnostic::new("the file is not UTF-8", "save it as UTF-8")).into())
}

/// Returns a path as git reads it, from where the program runs.
fn here(path: &Path) -> String {
    let from_here = absolute(".").ok().and_then(|here| {
        let within = path.strip_prefix(here).ok()?;
        Some(within.to_path_buf())
    });
    format!("./{}", from_here.as_deref().unwrap_or(path).display())
}
