//! Reads files of a commit.

use std::path::{Path, PathBuf, absolute};
use std::process::Command;

use super::child;
use crate::report::{Diagnostic, Result, quoted};

const HELP: &str =
    "check the revision, and that it contains the file; a shallow clone lacks commits";

/// Returns a file of a commit. The path is relative to the current folder.
///
/// # Errors
///
/// Fails outside a repository, for an unknown revision, or if the commit lacks the file.
pub fn show(revision: &str, path: &Path) -> Result<String> {
    let at = |diagnostic: Diagnostic| diagnostic.at(format!("{revision}:{}", path.display()));
    // git would parse a revision that begins with a hyphen as an option.
    if revision.is_empty() || revision.starts_with('-') || revision.contains(':') {
        let message = format!("{} is not a revision", quoted(revision));
        let help = "name a commit, a branch or a tag: `git:HEAD~1`";
        return Err(at(Diagnostic::new(message, help)).into());
    }
    let object = format!("{revision}:{}", here(path));
    let mut git = Command::new("git");
    git.args(["show", "--end-of-options"]).arg(object);
    String::from_utf8(child::run(&mut git, b"", HELP)?)
        .map_err(|_| at(Diagnostic::new("the file is not UTF-8", "save it as UTF-8")).into())
}

/// Returns a path in the syntax of git, relative to the current folder.
pub(super) fn here(path: &Path) -> String {
    let from_here = absolute(".").map_or_else(|_| path.to_path_buf(), |here| relative(path, &here));
    format!("./{}", from_here.display())
}

/// Returns a path relative to a folder.
fn relative(path: &Path, folder: &Path) -> PathBuf {
    if path.is_relative() {
        return path.to_path_buf();
    }
    let shared = folder.ancestors().find(|it| path.starts_with(it));
    let rest = |of: &Path| {
        let rest = shared.and_then(|it| of.strip_prefix(it).ok());
        rest.unwrap_or(of).to_path_buf()
    };
    let up = rest(folder).components().map(|_| "..").collect::<PathBuf>();
    up.join(rest(path))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::relative;

    #[test]
    fn paths_are_relative_to_the_current_folder() {
        for (path, folder, expected) in [
            ("a/b.toml", "/c", "a/b.toml"),
            ("/c/a/b.toml", "/c", "a/b.toml"),
            ("/c/b.toml", "/c/d", "../b.toml"),
            ("/a/b.toml", "/c/d", "../../a/b.toml"),
        ] {
            let found = relative(Path::new(path), Path::new(folder));
            assert_eq!(found, Path::new(expected), "{path} {folder}");
        }
    }
}
