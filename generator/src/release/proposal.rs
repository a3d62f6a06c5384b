//! The texts of an update's commit and pull request.

use std::cmp::Ordering;
use std::path::{Component, Path, PathBuf};

use super::repository::REMOVES;
use super::settle::compare;
use crate::api::Skipped;
use crate::description::pin::Lock;
use crate::diff::{Report, Verdict, code, markdown};
use crate::report::{Diagnostic, counted};

/// The facts that the texts of a proposal contain.
#[derive(Debug)]
pub struct ProposalText {
    /// The name of the crate.
    pub name: String,
    /// The old origin of the description; `None` if the description was not pinned.
    pub was: Option<Lock>,
    /// The new origin.
    pub is: Option<Lock>,
    /// The release that the crate is compared with; `None` before the first release.
    pub since: Option<String>,
    /// The crate's old version.
    pub before: String,
    /// The crate's new version.
    pub after: String,
    /// The newly skipped operations.
    pub left_out: Vec<Skipped>,
    /// The newly skipped operations that the last release contains.
    pub removed: Vec<String>,
    /// The corrections and entries that have no effect.
    pub expired: Vec<Diagnostic>,
}

impl ProposalText {
    /// Returns the title of the pull request.
    pub fn title(&self) -> String {
        let title = self.subject();
        match self.removed.len() {
            0 => title,
            count => format!("{title}{REMOVES}{}", counted(count, "operation")),
        }
    }

    fn subject(&self) -> String {
        let (before, after) = (plain(&self.before), plain(&self.after));
        let name = plain(&self.name);
        match (&self.was, &self.is) {
            (Some(was), Some(is)) if was.version != is.version => {
                let back = match compare(&is.version, &was.version) {
                    Some(Ordering::Less) => " back",
                    _ => "",
                };
                let (was, version) = (plain(&was.version), plain(&is.version));
                format!(
                    "Update {}{back} from {was} to {version}",
                    plain(&is.upstream)
                )
            }
            (was, Some(is)) if was.as_ref() != Some(is) => {
                format!("Pin {} {} again", plain(&is.upstream), plain(&is.version))
            }
            _ if before != after => format!("Update {name} from {before} to {after}"),
            _ => format!("Regenerate {name}"),
        }
    }

    /// Returns the message of the commit.
    pub fn message(&self, verdict: Verdict) -> String {
        let title = self.title();
        let (before, after) = (plain(&self.before), plain(&self.after));
        match (before == after, verdict) {
            (true, Verdict::None) => format!("{title}\n\nFor users of the crate, nothing changes."),
            (true, _) => format!("{title}\n\nFor users of the crate: {verdict}, not released yet."),
            (false, _) => {
                format!("{title}\n\nFor users of the crate: {verdict}, {before} becomes {after}.")
            }
        }
    }

    /// Returns the report, with links to the files of a commit.
    pub fn body(&self, report: &Report, repository: &str, commit: &str, out: &Path) -> String {
        let base = repository.trim_end_matches('/');
        let out = plain_path(out).display().to_string();
        let links = format!("{base}/blob/{commit}/{out}");
        let since = match &self.since {
            Some(since) => format!("Compared with the last release, {}.", code(since)),
            None => "The crate has no release yet.".to_owned(),
        };
        format!(
            "{}.\n\n`tagsmith update` or `tagsmith release` wrote all files. To change something, correct it \
             in the overlay or the configuration, never in a generated file.\n\n{since}\n\n{}{}{}",
            self.title(),
            self.left_out(),
            self.expired(),
            markdown(report, (&self.before, &self.after), Some(&links))
        )
    }

    /// Lists the newly skipped operations.
    fn left_out(&self) -> String {
        let lines = self.left_out.iter().map(|it| {
            let released = match self.removed.contains(&it.id) {
                true => " **The last release has this operation: merging removes it.**",
                false => "",
            };
            let reason: Vec<&str> = it.reason.split_whitespace().collect();
            let reason = code(&reason.join(" "));
            format!(
                "- {} {}: {reason}{released}\n",
                code(&it.call),
                code(&it.id)
            )
        });
        let lines: String = lines.collect();
        match lines.is_empty() {
            true => lines,
            false => format!(
                "## Newly skipped operations\n\n{lines}\nUnsupported operations are listed under `[[skip]]`, with the \
                 reason.\n\n"
            ),
        }
    }

    /// Lists corrections and entries that have no effect.
    fn expired(&self) -> String {
        let lines = self.expired.iter().map(|it| {
            let place = it.place().map(|it| format!(" ({})", code(it)));
            format!("- {}{}\n", code(it.what()), place.unwrap_or_default())
        });
        let lines: String = lines.collect();
        match lines.is_empty() {
            true => lines,
            false => format!("## Expired corrections and entries\n\n{lines}\n"),
        }
    }
}

/// Normalizes a path lexically.
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

/// Returns a name or version for a line of text, or a placeholder if it contains markup or line breaks.
fn plain(text: &str) -> String {
    const LONGEST: usize = 60;
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "@/._-+".contains(it);
    let is_mention = text.rfind('@').is_some_and(|at| at > 0);
    match !text.is_empty() && text.len() <= LONGEST && text.chars().all(is_plain) && !is_mention {
        true => text.to_owned(),
        false => "(unprintable name)".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{plain, plain_path};

    #[test]
    fn paths_are_normalized_for_the_repository() {
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
    fn names_with_markup_or_line_breaks_are_not_printed() {
        for name in ["@octokit/openapi", "23.0.2", "1.0.0-rc.1+x"] {
            assert_eq!(plain(name), name);
        }
        for name in ["", "1\n@a", "1 @a", "a@b", "<b>", "`", &"1".repeat(61)] {
            assert_eq!(plain(name), "(unprintable name)", "{name}");
        }
    }
}
