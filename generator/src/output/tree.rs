//! The expected files of a folder.

use std::collections::BTreeMap;
use std::path::PathBuf;

/// The expected files of a folder.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) root: PathBuf,
    pub(super) files: BTreeMap<String, String>,
    pub(super) claim: Claim,
}

/// The files of a folder that belong to the generator.
#[derive(Debug)]
pub(super) enum Claim {
    /// Generated files. Any other file with this header is stale, and is deleted.
    Whole(&'static str),
    /// Generated files.
    Some,
    /// A file that users may edit, with the digest that it had when it was read.
    Edited(Option<String>),
}
