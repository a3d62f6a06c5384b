//! The digests of generated files, in a file in the same folder. With digests, tagsmith distinguishes files that were
//! edited by hand from outdated files.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::mark::CRATE_MARK;
use super::plan::Plan;
use super::tree::Tree;
use crate::file::sha256;
use crate::report::{Diagnostic, Diagnostics, Result};

/// The name of the digest file in the crate's folder.
pub(super) const NAME: &str = ".tagsmith-files";

/// Returns the list of digests.
pub(super) fn list(files: &BTreeMap<String, String>) -> String {
    let mut text = format!("# {CRATE_MARK}: the digests of its files. Do not edit.\n");
    for (name, file) in files {
        text.push_str(&format!("{} {name}\n", sha256(file.as_bytes())));
    }
    text
}

/// Refuses to overwrite or remove files that were edited after they were generated.
pub(super) fn check(trees: &[Tree], plan: &Plan<'_>) -> Result<()> {
    let mut edited = Vec::new();
    for tree in trees.iter().filter(|it| it.files.contains_key(NAME)) {
        let listed = read(&tree.root);
        for step in plan
            .steps
            .iter()
            .filter(|it| it.exists && it.root == tree.root)
        {
            let name = step.path.strip_prefix(&tree.root).unwrap_or(&step.path);
            let name = name.to_string_lossy().replace('\\', "/");
            let Some(digest) = listed.get(&name) else {
                continue;
            };
            let found = fs::read(&step.path).unwrap_or_default();
            if !is_same(&found, digest) {
                edited.push(
                    Diagnostic::new(
                        "the generated file was edited by hand",
                        "nothing was written; move the edit into the overlay or the configuration, or overwrite the file with \
                         --force",
                    )
                    .at(step.path.display().to_string()),
                );
            }
        }
    }
    Diagnostics::collect(edited).map_or(Ok(()), Err)
}

/// Reads the digests of a folder, if it contains a digest file. A generated file without a digest is older than the
/// digest file.
fn read(root: &Path) -> BTreeMap<String, String> {
    let text = fs::read_to_string(root.join(NAME)).unwrap_or_default();
    let lines = text.lines().filter(|it| !it.starts_with('#'));
    let entries = lines.filter_map(|it| it.split_once(' '));
    entries
        .map(|(digest, name)| (name.to_owned(), digest.to_owned()))
        .collect()
}

/// Returns whether a file has a digest. git may have converted the line endings.
fn is_same(bytes: &[u8], digest: &str) -> bool {
    if sha256(bytes) == digest {
        return true;
    }
    let text = String::from_utf8_lossy(bytes);
    text.contains("\r\n") && sha256(text.replace("\r\n", "\n").as_bytes()) == digest
}
