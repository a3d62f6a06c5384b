//! The output files of a run.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::{Path, PathBuf};

use super::check::{self, Differences};
use super::finish::unfinished;
use super::folder::{lock, or_here, real};
use super::journal::Purpose;
use super::mark::{CRATE_MARK, SITE_MARK};
use super::plan::{Plan, Written};
use super::tree::{Claim, Tree};
use super::{digests, transaction};
use crate::report::Result;

/// The output files of a run.
#[derive(Debug, Default)]
pub struct Output {
    trees: Vec<Tree>,
    purpose: Option<Purpose>,
    /// Whether files that were edited by hand are overwritten.
    is_forced: bool,
}

impl Output {
    /// Adds all files of a folder, by paths with `/`. Any other generated file in the folder is an orphan.
    #[must_use]
    pub fn with(self, root: &Path, files: BTreeMap<String, String>) -> Self {
        self.and(root, files, Claim::Whole(CRATE_MARK))
    }

    /// Adds all files of a folder like `with`, and a file with their digests. Later runs then refuse to overwrite files
    /// that were edited by hand.
    #[must_use]
    pub fn with_listed(self, root: &Path, mut files: BTreeMap<String, String>) -> Self {
        let list = digests::list(&files);
        files.insert(digests::NAME.to_owned(), list);
        self.with(root, files)
    }

    /// Overwrites files that were edited by hand, if `is_forced`.
    #[must_use]
    pub fn force(mut self, is_forced: bool) -> Self {
        self.is_forced = is_forced;
        self
    }

    /// Adds all files of a site's folder, like `with`.
    #[must_use]
    pub fn with_site(self, root: &Path, files: BTreeMap<String, String>) -> Self {
        self.and(root, files, Claim::Whole(SITE_MARK))
    }

    /// Adds some files of a folder, by paths with `/`.
    #[must_use]
    pub fn with_some(self, root: &Path, files: BTreeMap<String, String>) -> Self {
        self.and(root, files, Claim::Some)
    }

    /// Adds a file that users may edit. The run replaces the file only if it was not changed since it was read.
    #[must_use]
    pub fn with_edited(self, path: &Path, was: Option<String>, text: String) -> Self {
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
            return self;
        };
        let name = name.to_string_lossy().into_owned();
        self.and(folder, BTreeMap::from([(name, text)]), Claim::Edited(was))
    }

    /// Enables a journal in `folder`, so that [`finish`](super::finish()) can complete an interrupted run.
    #[must_use]
    pub fn with_journal(mut self, folder: &Path, what: &str) -> Self {
        self.purpose = Some(Purpose {
            folder: or_here(folder).to_path_buf(),
            what: what.to_owned(),
        });
        self.with_some(folder, BTreeMap::new())
    }

    fn and(mut self, root: &Path, files: BTreeMap<String, String>, claim: Claim) -> Self {
        self.trees.push(Tree {
            root: or_here(root).to_path_buf(),
            files,
            claim,
        });
        self
    }

    /// Writes all files. After a failure, no file is changed.
    ///
    /// # Errors
    ///
    /// Fails if a target is not a generated file, or if a disk operation fails. The disk is then unchanged.
    pub fn write(&self) -> Result<Written> {
        // Waits while a concurrent run uses the same folders.
        let roots: BTreeSet<PathBuf> = self.trees.iter().map(|tree| real(&tree.root)).collect();
        let _locks: Vec<File> = roots.iter().filter_map(|root| lock(root)).collect();
        if let Some(unfinished) = self.purpose.as_ref().and_then(|it| unfinished(&it.folder)) {
            return Err(unfinished.into());
        }
        transaction::run(&self.plan()?, self.purpose.as_ref())
    }

    fn plan(&self) -> Result<Plan<'_>> {
        let plan = Plan::make(&self.trees)?;
        if !self.is_forced {
            digests::check(&self.trees, &plan)?;
        }
        Ok(plan)
    }

    /// Returns the result of [`write`](Self::write) without writing.
    ///
    /// # Errors
    ///
    /// Fails if a target is not a generated file.
    pub fn preview(&self) -> Result<Written> {
        Ok(self.plan()?.written())
    }

    /// Compares the files with those on disk.
    ///
    /// # Errors
    ///
    /// Fails if a file is unreadable.
    pub fn check(&self) -> Result<Differences> {
        check::run(&self.trees)
    }
}
