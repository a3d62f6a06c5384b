//! Edits the configuration in an update: adds tags and `[[skip]]` entries, and removes entries whose target no longer
//! exists.

use std::path::PathBuf;

use super::current::{Current, Locked};
use crate::config::{Config, Skip, Unknown};
use crate::description::load::{Document, Source};
use crate::description::select::operations_without;
use crate::pipeline::unsupported::lowered_supported;
use crate::release::{with_skips, with_tags, without};
use crate::report::{Diagnostics, Result};

/// The text of a configuration, and the edits so far.
#[derive(Debug)]
pub(super) struct Edited {
    /// The text.
    pub(super) text: String,
    pub(super) config: Config,
    path: PathBuf,
    /// The newly skipped operations.
    pub(super) left_out: Vec<Skip>,
    /// The removed entries.
    pub(super) removed: Vec<Unknown>,
}

impl Edited {
    /// Adds tags to the current configuration.
    pub(super) fn new(current: &Current, tags: &[String]) -> Result<Self> {
        let (path, text) = &current.settings;
        let text = with_tags(text, tags, path)?;
        Ok(Self {
            config: Config::parse(&text, path)?,
            text,
            path: path.clone(),
            left_out: Vec::new(),
            removed: Vec::new(),
        })
    }

    /// Adds `[[skip]]` entries for the unsupported operations of a description.
    pub(super) fn leave_out(&mut self, source: &Source) -> Result<()> {
        self.left_out = lowered_supported(source, &self.config)?.left_out;
        // The pin lacks a path that cannot be parsed, so the configuration needs no `[[skip]]` entry for that path.
        let entries = self
            .left_out
            .iter()
            .filter(|it| !it.operation.starts_with('/'));
        let entries: Vec<Skip> = entries.cloned().collect();
        self.text = with_skips(&self.text, &entries, &self.path)?;
        self.config.skip.extend(self.left_out.iter().cloned());
        Ok(())
    }

    /// Removes entries that matched the old pin and no longer match the new pin.
    pub(super) fn remove(&mut self, unknown: &[Unknown], locked: &Locked) -> Result<()> {
        let old = Source::parse(locked.pin.clone(), "the old pin")?;
        let old = Document::index(&old)?;
        let all = operations_without(&old, &self.config.skip)?;
        let was_known = |it: &&Unknown| match it {
            Unknown::Rename(at) => old.has(at),
            Unknown::Skip(operation) => all.iter().any(|(it, _)| {
                let names = [it.call(), it.path.clone(), it.id.clone()];
                names.contains(operation)
            }),
        };
        let (gone, wrong): (Vec<_>, Vec<_>) = unknown.iter().partition(was_known);
        // The entry of a newly skipped operation may match nothing, since the pin may lack the operation.
        let wrong = wrong.into_iter().filter(|it| match it {
            Unknown::Rename(_) => true,
            Unknown::Skip(operation) => !self.left_out.iter().any(|it| it.operation == *operation),
        });
        let wrong = wrong.map(Unknown::diagnostic).collect();
        if let Some(wrong) = Diagnostics::collect(wrong) {
            return Err(wrong);
        }
        self.removed = gone.into_iter().cloned().collect();
        let (mut renames, mut skips) = (Vec::new(), Vec::new());
        for entry in &self.removed {
            match entry {
                Unknown::Rename(at) => renames.push(at.clone()),
                Unknown::Skip(operation) => skips.push(operation.clone()),
            }
        }
        self.text = without(&self.text, "rename", "at", &renames, &self.path)?;
        self.text = without(&self.text, "skip", "operation", &skips, &self.path)?;
        Ok(())
    }
}
