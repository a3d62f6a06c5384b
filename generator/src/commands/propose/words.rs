//! What a commit and a pull request say of an update.

use std::path::{Component, Path, PathBuf};

use crate::diff::{Report, Verdict, markdown};
use crate::pin::Lock;

/// What there is to say.
#[derive(Debug)]
pub(super) struct Words {
    /// Where the description came from.
    pub(super) was: Lock,
    /// Where it comes from now.
    pub(super) is: Lock,
    pub(super) report: Report,
    /// The crate's version as it was.
    pub(super) before: String,
    /// The crate's version now.
    pub(super) after: String,
}

impl Words {
    pub(super) fn verdict(&self) -> Verdict {
        self.report.verdict
    }

    pub(super) fn title(&self) -> String {
        let (is, was) = (plain(&self.is.version), plain(&self.was.version));
        let upstream = plain(&self.is.upstream);
        match is == was {
            true => format!("Take {upstream} {is} over anew"),
            false => format!("Move {upstream} from {was} to {is}"),
        }
    }

    pub(super) fn message(&self) -> String {
        let title = self.title();
        let (before, after) = (plain(&self.before), plain(&self.after));
        match before == after {
            true => format!("{title}\n\nFor users of the crate, nothing changes."),
            false => format!(
                "{title}\n\nFor users of the crate: {}, {before} becomes {after}.",
                self.verdict()
            ),
        }
    }

    /// Returns the report, with links to the files of a commit.
    pub(super) fn body(&self, repository: &str, commit: &str, out: &Path) -> String {
        let base = repository.trim_end_matches('/');
        let out = plain_path(out).display().to_string();
        let links = format!("{base}/blob/{commit}/{out}");
        format!(
            "{}.\n\n`tagsmith update` wrote all of this. What is to be otherwise is corrected in the overlay or \
             the configuration, and never in a generated file.\n\n{}",
            self.title(),
            markdown(&self.report, (&self.before, &self.after), Some(&links))
        )
    }
}

/// Returns a path without steps that lead nowhere or back.
fn plain_path(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for step in path.components() {
        match step {
            Component::CurDir => {}
            Component::ParentDir => _ = plain.pop(),
            step => plain.push(step),
        }
    }
    plain
}

/// Returns a name or a version for a line of text, where it can be neither markup nor a second line.
fn plain(text: &str) -> String {
    const LONGEST: usize = 60;
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "@/._-+".contains(it);
    let is_mention = text.rfind('@').is_some_and(|at| at > 0);
    match !text.is_empty() && text.len() <= LONGEST && text.chars().all(is_plain) && !is_mention {
        true => text.to_owned(),
        false => "(a name that is not shown)".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{plain, plain_path};

    #[test]
    fn a_path_is_that_of_the_repository() {
        for (path, expected) in [
            ("generated", "generated"),
            ("./generated", "generated"),
            ("crates/a/./generated", "crates/a/generated"),
            ("crates/b/../a/generated", "crates/a/generated"),
        ] {
            assert_eq!(plain_path(Path::new(path)), Path::new(expected));
        }
    }

    #[test]
    fn what_is_no_plain_name_is_not_shown() {
        for name in ["@octokit/openapi", "23.0.2", "1.0.0-rc.1+x"] {
            assert_eq!(plain(name), name);
        }
        for name in ["", "1\n@a", "1 @a", "a@b", "<b>", "`", &"1".repeat(61)] {
            assert_eq!(plain(name), "(a name that is not shown)", "{name}");
        }
    }
}
