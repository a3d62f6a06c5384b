//! What there will be after an update.

use std::collections::BTreeMap;

use super::before::Before;
use crate::commands::lowered;
use crate::commands::pin::{Origin, Pinned};
use crate::diff::{Report, Verdict, diff};
use crate::load::Source;
use crate::output::Output;
use crate::release::{Entry, with_entry, with_version};
use crate::report::{Diagnostic, Result, quoted};
use crate::{fixtures, rust};

/// The new state.
#[derive(Debug)]
pub(super) struct After {
    pub(super) pinned: Pinned,
    pub(super) report: Report,
    /// The crate's version, if it moves.
    pub(super) version: Option<String>,
    /// The corrections that are not needed any more.
    pub(super) expired: Vec<Diagnostic>,
    files: BTreeMap<String, String>,
    examples: BTreeMap<String, String>,
    /// Whether anything of the selected tags is new.
    pub(super) is_new: bool,
}

impl After {
    pub(super) fn of(before: &Before, source: &Source, origin: &Origin<'_>) -> Result<Self> {
        let config = &before.config;
        let pinned = Pinned::of(source, config, origin)?;
        // From the pin, and not from all: that is what will be generated from.
        let name = config.description.display().to_string();
        let pin = Source::parse(pinned.yaml.clone(), &name)?;
        let (new, expired) = lowered(&pin, config)?;
        let mut api = new.api;
        let report = diff(&before.api, &api);
        let is_other_crate = rust::render(&before.api) != rust::render(&api);
        let examples = fixtures::render(&api);
        let has_other_examples =
            config.fixtures.is_some() && fixtures::render(&before.api) != examples;
        let mut verdict = report.verdict;
        if is_other_crate {
            // Whatever the report tells, the same version is never of two contents.
            verdict = verdict.max(Verdict::Patch);
        }
        let version = match verdict {
            Verdict::None => None,
            _ => Some(next(verdict, before)?),
        };
        if let Some(version) = &version {
            api.package.version.clone_from(version);
        }
        Ok(Self {
            is_new: version.is_some() || has_other_examples,
            files: rust::render(&api),
            pinned,
            report,
            version,
            expired,
            examples,
        })
    }

    /// Returns all files that change, as one transaction.
    pub(super) fn output(&self, before: &Before, date: Option<&str>) -> Result<Output> {
        let config = &before.config;
        let pin = Some(before.pin.clone());
        let (lock, locked) = before.locked.clone();
        let mut output = Output::default()
            .with_journal(&before.folder, &self.pinned.lock.version)
            .with_edited(&config.description, pin, self.pinned.yaml.clone())
            .with_edited(&lock, Some(locked), self.pinned.lock.render());
        // What a run left that was killed early goes also where nothing is written.
        let mut files = [BTreeMap::new(), BTreeMap::new()];
        if self.is_new {
            files = [self.files.clone(), self.examples.clone()];
        }
        let [files, examples] = files;
        output = match self.is_new {
            true => output.with(&config.out, files),
            false => output.with_some(&config.out, files),
        };
        if let Some(folder) = &config.fixtures {
            output = match self.is_new {
                true => output.with(folder, examples),
                false => output.with_some(folder, examples),
            };
        }
        if let Some(version) = &self.version {
            let (path, text) = before.settings.clone();
            let moved = with_version(&text, version, &path)?;
            output = output.with_edited(&path, Some(text), moved);
            let entry = Entry {
                version,
                upstream: &self.pinned.lock.upstream,
                upstream_version: &self.pinned.lock.version,
                date,
                report: &self.report,
            };
            let (path, text) = before.changelog.clone();
            let entries = with_entry(text.as_deref(), &entry);
            output = output.with_edited(&path, text, entries);
        }
        Ok(output)
    }
}

fn next(verdict: Verdict, before: &Before) -> Result<String> {
    let version = &before.config.package.version;
    verdict.next(version).ok_or_else(|| {
        Diagnostic::new(
            format!("{} is no version that can be moved", quoted(version)),
            "write three numbers, such as 0.1.0",
        )
        .at(before.settings.0.display().to_string())
        .into()
    })
}
