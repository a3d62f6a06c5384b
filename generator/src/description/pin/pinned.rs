//! Builds the pin and its lock file from a description and a configuration.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::lock::{Lock, lock_of};
use super::render::render;
use crate::config::Config;
use crate::description::load::{Document, Source};
use crate::description::reference::taken;
use crate::description::select::{
    Brief, SelectedOperation, Selection, operations_without, select, selected_tags,
};
use crate::description::versions;
use crate::report::{Diagnostic, Result, counted};

/// The origin of a description.
#[derive(Debug)]
pub struct Origin<'a> {
    /// The name of the package that publishes the description.
    pub upstream: &'a str,
    /// The version to record instead of the description's own.
    pub version: Option<&'a str>,
    /// The name of the file in the package.
    pub file: &'a str,
}

/// A pin and its lock file.
#[derive(Debug)]
pub struct Pinned {
    /// The folder of the pin and its lock file.
    pub folder: PathBuf,
    /// The file name of the pin.
    name: String,
    /// The text of the pin.
    pub yaml: String,
    /// The lock file.
    pub lock: Lock,
    /// The size of the selection, as text.
    pub size: String,
}

impl Pinned {
    /// Builds the pin of a description.
    ///
    /// # Errors
    ///
    /// Fails if no operation is selected, or if the changes of an API version cannot be applied.
    pub fn of(source: &Source, config: &Config, origin: &Origin<'_>) -> Result<Self> {
        let document = Document::index(source)?;
        let all = operations_without(&document, &config.skip)?;
        selected_tags(&document, &config.tags, &all)?;
        let mut selection = select(&document, all.clone(), &config.tags, &config.skip)?;
        versions::widen(&mut selection)?;
        keep_skipped(&mut selection, all, config);
        let pin = &config.description;
        let (Some(folder), Some(name)) = (pin.parent(), pin.file_name()) else {
            return Err(Diagnostic::new(
                "the path of the pin has no file name",
                "set `description` to the path of a file",
            )
            .at(pin.display().to_string())
            .into());
        };
        Ok(Self {
            folder: folder.to_path_buf(),
            name: name.to_string_lossy().into_owned(),
            yaml: render(&selection)?,
            size: format!(
                "{} and {}",
                counted(selection.operations.len(), "operation"),
                counted(selection.components.len(), "component")
            ),
            lock: Lock {
                upstream: origin.upstream.to_owned(),
                version: origin
                    .version
                    .map_or_else(|| document.known_as().0, ToOwned::to_owned),
                file: origin.file.to_owned(),
                sha256: source.sha256(),
                tags: selection.tags,
            },
        })
    }

    /// Returns the files to write, by name.
    pub fn files(&self) -> BTreeMap<String, String> {
        let lock = lock_of(Path::new(&self.name)).display().to_string();
        BTreeMap::from([
            (self.name.clone(), self.yaml.clone()),
            (lock, self.lock.render()),
        ])
    }
}

/// Adds skipped operations and their components to the pin, since a later version of tagsmith may support them.
fn keep_skipped<'d>(
    selection: &mut Selection<'d>,
    all: Vec<(SelectedOperation<'d>, Brief)>,
    config: &Config,
) {
    let mut operations = std::mem::take(&mut selection.operations);
    let mut needed: BTreeSet<_> = selection.components.keys().cloned().collect();
    let mut order = Vec::new();
    for (operation, brief) in all {
        order.push(operation.pointer.clone());
        let is_taken = brief.is_unreadable || brief.tags.iter().any(|it| config.tags.has(it));
        let is_there = operations.iter().any(|it| it.pointer == operation.pointer);
        if operation.method.is_empty() || !is_taken || is_there {
            continue;
        }
        let mut alone = Selection {
            operations: vec![operation.clone()],
            ..selection.clone()
        };
        if alone
            .reach()
            .and_then(|()| versions::widen(&mut alone))
            .is_ok()
        {
            needed.extend(alone.components.keys().cloned());
        }
        operations.push(operation);
    }
    operations.sort_by_key(|it| order.iter().position(|pointer| *pointer == it.pointer));
    selection.operations = operations;
    selection.components = taken(selection.document, &needed);
}
