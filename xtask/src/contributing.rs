//! Checks that the paths in CONTRIBUTING.md exist.

use std::fs;
use std::path::Path;

/// A path that may be missing: the first release of the crate has no changelog, and the first update creates it.
const NOT_YET: &str = "generated/CHANGELOG.md";

/// The top-level folders. Paths in other folders are not checked.
const FOLDERS: &[&str] = &[
    ".ci",
    ".github",
    "gateway",
    "generated",
    "generator",
    "runtime",
    "spec",
    "tests",
    "xtask",
];

#[test]
fn each_path_in_contributing_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let page = fs::read_to_string(root.join("CONTRIBUTING.md")).unwrap();
    let words = page.split(|it: char| it.is_whitespace() || "`'()=,;:".contains(it));
    let paths: Vec<&str> = words.filter(|it| is_path(it)).collect();
    assert!(paths.len() > 100, "{paths:?}");
    let is_missing = |it: &&&str| **it != NOT_YET && !root.join(it).exists();
    let missing: Vec<&&str> = paths.iter().filter(is_missing).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// Returns whether a word is a path of the repository, without placeholders.
fn is_path(word: &str) -> bool {
    let first = word.split_once('/').map(|it| it.0);
    first.is_some_and(|it| FOLDERS.contains(&it)) && !word.contains(['*', '<', '…'])
}
