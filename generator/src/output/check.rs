//! Compares generated files with the files on disk.

use std::fmt::{self, Write as _};
use std::path::PathBuf;

use similar::TextDiff;

use super::folder::STAGING;
use super::plan::{State, orphans, state};
use super::tree::Tree;
use crate::report::Result;

/// The maximum number of files whose changed lines are printed.
const SHOWN_FILES: usize = 3;

/// The maximum number of printed lines per file.
const SHOWN_LINES: usize = 40;

/// The differences between generated files and the files on disk.
#[derive(Debug, Default)]
pub struct Differences {
    lines: Vec<(PathBuf, &'static str)>,
    diffs: Vec<String>,
}

impl Differences {
    /// Returns whether there are no differences.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

impl fmt::Display for Differences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (path, what) in &self.lines {
            writeln!(f, "{what}: {}", path.display())?;
        }
        for diff in &self.diffs {
            write!(f, "\n{diff}")?;
        }
        Ok(())
    }
}

pub(super) fn run(trees: &[Tree]) -> Result<Differences> {
    let mut found = Differences::default();
    for tree in trees {
        for (name, text) in &tree.files {
            let path = tree.root.join(name);
            match state(&path)? {
                State::Absent => found.lines.push((path, "missing")),
                State::Other => found.lines.push((path, "not a file")),
                State::File(now) if now == text.as_bytes() => {}
                State::File(now) => {
                    if found.diffs.len() < SHOWN_FILES {
                        found
                            .diffs
                            .push(diff(&path, &String::from_utf8_lossy(&now), text));
                    }
                    found.lines.push((path, "differs"));
                }
            }
        }
        let staging = tree.root.join(STAGING);
        if staging.exists() {
            found.lines.push((staging, "left by an interrupted run"));
        }
    }
    let orphans = orphans(trees)?.into_iter();
    found
        .lines
        .extend(orphans.map(|(_, path)| (path, "orphan")));
    Ok(found)
}

fn diff(path: &std::path::Path, now: &str, text: &str) -> String {
    let diff = TextDiff::from_lines(now, text);
    let name = path.display().to_string();
    let unified = diff
        .unified_diff()
        .context_radius(2)
        .header(&name, &format!("{name} (generated)"))
        .to_string();
    let mut displayed = String::new();
    for line in unified.lines().take(SHOWN_LINES) {
        let _ = writeln!(displayed, "{}", crate::report::visible(line));
    }
    let others = unified.lines().count().saturating_sub(SHOWN_LINES);
    if others > 0 {
        let others = crate::report::counted(others, "other line");
        let _ = writeln!(displayed, "… and {others}");
    }
    displayed
}
