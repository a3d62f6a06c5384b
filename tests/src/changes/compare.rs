//! Compares the compiler errors of pairs with the change report, item by item.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use tagsmith::crate_ir::Crate;
use tagsmith::diff::{Change, Kind, Rust};

use super::evidence::{Broken, Evidence, Names};
use super::pairs::Pair;
use super::workspace::{self, Packages, package_name};
use super::{cargo, requests};
use crate::description::repository;

/// The result of one pair.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The name of the change.
    pub name: String,
    /// All breaks: each compiler error, and each request that differs.
    pub breaks: Vec<String>,
    /// Compiler errors without a breaking change in the report.
    pub untold: Vec<String>,
    /// Breaking changes of the report without a compiler error.
    pub unproved: Vec<String>,
    /// The number of breaking changes that are the only explanation of a compiler error.
    pub needed: usize,
    /// The changes of the report.
    pub changes: Vec<Change>,
}

impl Finding {
    /// Returns whether the report and the compiler agree.
    pub fn agrees(&self) -> bool {
        self.untold.is_empty() && self.unproved.is_empty()
    }

    /// Returns the breaking changes of the report.
    pub fn breaking(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|it| it.rust == Rust::Breaking)
    }
}

/// The maximum number of rounds in which code that does not compile is removed to reveal further errors.
const ROUNDS: usize = 12;

/// Compiles all pairs in a folder, and compares the results with the change report.
///
/// # Errors
///
/// Fails if a crate does not compile with its own probe, or if the disk fails.
pub fn compared(folder: &Path, pairs: &[Pair]) -> Result<Vec<Finding>, String> {
    fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    let packages = workspace::write(folder, pairs)?;
    let broken = broken(folder, &packages)?;
    let mut all: Vec<Evidence> = pairs
        .iter()
        .enumerate()
        .map(|(index, pair)| Evidence {
            changes: pair.report().changes,
            broken: broken.get(&index).cloned().unwrap_or_default(),
            sent: BTreeSet::new(),
        })
        .collect();
    send(folder, pairs, &mut all)?;
    let findings = pairs.iter().zip(all).map(|(pair, evidence)| {
        let (old, new) = (Crate::of(&pair.old.api), Crate::of(&pair.new.api));
        let names = Names::new(&old, &new, &evidence.changes);
        let verdict = evidence.verdict(&names);
        Finding {
            name: pair.name.clone(),
            breaks: evidence.broken.into_iter().map(|it| it.text).collect(),
            untold: verdict.untold,
            unproved: verdict.unproved,
            needed: verdict.needed,
            changes: evidence.changes,
        }
    });
    Ok(findings.collect())
}

/// Returns the errors of each pair. An error may hide others, so code that does not compile is removed until the rest
/// compiles.
fn broken(folder: &Path, packages: &Packages) -> Result<BTreeMap<usize, Vec<Broken>>, String> {
    let mut found: BTreeMap<usize, Vec<Broken>> = BTreeMap::new();
    let mut without: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for _ in 0..ROUNDS {
        let errors = cargo::check(folder)?;
        if errors.is_empty() {
            return Ok(found);
        }
        for (name, problems) in errors {
            // Any other package is a crate, or the probe of an old crate compiled against the same old crate.
            let pair = packages.pair(&name).zip(packages.probe(&name));
            let Some((pair, probe)) = pair else {
                let error = problems.first().map_or("", |it| &it.text);
                return Err(format!("{name} does not compile: {error}"));
            };
            let units = without.entry(name.clone()).or_default();
            for problem in problems {
                let mut places = problem.lines.iter().filter_map(|it| probe.at(*it));
                let Some((unit, about)) = places.next() else {
                    return Err(format!(
                        "{name}: the error is in no unit of the probe: {}",
                        problem.text
                    ));
                };
                let mut about = about.clone();
                places
                    .filter(|(other, _)| *other == unit)
                    .for_each(|(_, others)| about.extend(others.clone()));
                units.insert(unit);
                if !probe.is_request(unit) {
                    let text = problem.text;
                    found.entry(pair).or_default().push(Broken { text, about });
                }
            }
            packages.write_without(&name, units)?;
        }
    }
    Err(format!(
        "some code still does not compile after {ROUNDS} rounds"
    ))
}

/// Returns the requests that differ. If a break affects only the order of arguments, the probe compiles, but its
/// request differs.
fn send(folder: &Path, pairs: &[Pair], all: &mut [Evidence]) -> Result<(), String> {
    let is_order = |it: &Change| {
        let is_order = matches!(it.kind, Kind::Reordered | Kind::ParametersReordered);
        is_order && it.rust == Rust::Breaking
    };
    let mut names = BTreeMap::new();
    for (index, (pair, evidence)) in pairs.iter().zip(all.iter()).enumerate() {
        if evidence.changes.iter().any(is_order) {
            let own = package_name(&pair.old, &pair.old);
            names.insert(index, (own, package_name(&pair.old, &pair.new)));
        }
    }
    if names.is_empty() {
        return Ok(());
    }
    let runtime = repository().join("runtime").canonicalize();
    let runtime = runtime.map_err(|error| error.to_string())?;
    let packages = names
        .values()
        .flat_map(|(old, new)| [old.clone(), new.clone()]);
    let packages: Vec<String> = packages.collect::<BTreeSet<_>>().into_iter().collect();
    let sent = requests::sent(folder, &runtime, &packages)?;
    for (index, (old, new)) in names {
        let (Some(old), Some(new)) = (sent.get(&old), sent.get(&new)) else {
            continue;
        };
        let other = old
            .iter()
            .filter(|(item, requests)| new.get(*item).is_some_and(|now| now != *requests));
        if let Some(evidence) = all.get_mut(index) {
            evidence.sent.extend(other.map(|(item, _)| item.clone()));
        }
    }
    Ok(())
}
