//! What the compiler says of pairs, beside what the change report says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use tagsmith::diff::{Change, Rust};

use super::pairs::Pair;
use super::workspace::{self, package_name};
use super::{cargo, requests};
use crate::description::repository;

/// What was found of one pair.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What changes, in words.
    pub name: String,
    /// What breaks, if something does: the compiler's first error, or a request that is another one.
    pub breaks: Option<String>,
    /// The report's changes.
    pub changes: Vec<Change>,
}

impl Finding {
    /// Returns whether the report says that something breaks.
    pub fn is_said_to_break(&self) -> bool {
        self.changes.iter().any(|it| it.rust == Rust::Breaking)
    }

    /// Returns whether the report says what is.
    pub fn agrees(&self) -> bool {
        self.is_said_to_break() == self.breaks.is_some()
    }
}

/// Compiles all pairs in a folder, and holds the change report against that.
///
/// # Errors
///
/// Fails if a crate does not compile with its own probe, or if the disk fails.
pub fn compared(folder: &Path, pairs: &[Pair]) -> Result<Vec<Finding>, String> {
    fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    let packages = workspace::write(folder, pairs)?;
    let errors = cargo::check(folder)?;
    // What is no package of a pair is a crate, or an old crate with its own probe.
    let of_pair = |name: &str| packages.get(name).copied().flatten();
    let wrong = errors.iter().find(|(name, _)| of_pair(name).is_none());
    if let Some((name, error)) = wrong {
        return Err(format!("{name} has to compile, and does not: {error}"));
    }
    let mut findings: Vec<Finding> = pairs
        .iter()
        .map(|pair| Finding {
            name: pair.name.clone(),
            breaks: None,
            changes: pair.report().changes,
        })
        .collect();
    for (name, error) in &errors {
        if let Some(finding) = of_pair(name).and_then(|it| findings.get_mut(it)) {
            finding.breaks.get_or_insert_with(|| error.clone());
        }
    }
    send(folder, pairs, &mut findings)?;
    Ok(findings)
}

/// Where the report says that something breaks and all compiles, something has to be sent otherwise.
fn send(folder: &Path, pairs: &[Pair], findings: &mut [Finding]) -> Result<(), String> {
    let mut names = BTreeMap::new();
    for (index, (pair, finding)) in pairs.iter().zip(findings.iter()).enumerate() {
        if finding.is_said_to_break() && finding.breaks.is_none() {
            let own = package_name(&pair.old, &pair.old);
            names.insert(index, (own, package_name(&pair.old, &pair.new)));
        }
    }
    if names.is_empty() {
        return Ok(());
    }
    let runtime = repository().join("runtime").canonicalize();
    let runtime = runtime.map_err(|error| error.to_string())?;
    let all = names
        .values()
        .flat_map(|(old, new)| [old.clone(), new.clone()]);
    let all: Vec<String> = all.collect::<BTreeSet<_>>().into_iter().collect();
    let sent = requests::sent(folder, &runtime, &all)?;
    for (index, (old, new)) in names {
        let (Some(old), Some(new)) = (sent.get(&old), sent.get(&new)) else {
            continue;
        };
        let other = old.iter().zip(new).find(|(old, new)| old != new);
        if let (Some(finding), Some((old, new))) = (findings.get_mut(index), other) {
            finding.breaks = Some(format!("{old} is now {new}"));
        }
    }
    Ok(())
}
