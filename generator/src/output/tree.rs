//! The files that a run writes into a folder.

use std::collections::BTreeMap;
use std::path::PathBuf;

/// The files that a run writes into a folder.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) root: PathBuf,
    pub(super) files: BTreeMap<String, String>,
    pub(super) claim: Claim,
}

/// The kind of files in a folder.
#[derive(Debug)]
pub(super) enum Claim {
    /// All generated files of the folder. Any other file with this header is stale, and is deleted.
    Whole(&'static str),
    /// Some generated files of the folder.
    Some,
    /// A file that users may edit. The value is the digest of the file when it was read.
    Edited(Option<String>),
}
