//! The files of one folder, as they are to be.

use std::collections::BTreeMap;
use std::path::PathBuf;

/// The files of one folder.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) root: PathBuf,
    pub(super) files: BTreeMap<String, String>,
    pub(super) claim: Claim,
}

/// What of a folder is ours.
#[derive(Debug)]
pub(super) enum Claim {
    /// Files with our header; what else has this mark has to go.
    Whole(&'static str),
    /// Files with our header.
    Some,
    /// One file of the user's, which has to be as it was when it was read.
    Edited(Option<String>),
}
