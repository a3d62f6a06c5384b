//! The compared pairs: each case and its reverse, and consecutive descriptions.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use tagsmith::api::Api;
use tagsmith::config::Config;
use tagsmith::crate_ir::Crate;
use tagsmith::description::load::Source;
use tagsmith::description::select::Tags;
use tagsmith::diff::{Report, diff};
use tagsmith::pipeline::lowered;

use super::cases::Cases;
use super::probe::schemas_with;
use super::workspace::Side;
use crate::description::repository;
use crate::mutation::Mutation;

/// A pair of sides to compare.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The name of the change.
    pub name: String,
    /// The old side.
    pub old: Side,
    /// The new side.
    pub new: Side,
}

/// Returns each case in both directions.
///
/// # Errors
///
/// Fails if a description is refused.
pub fn of_cases(cases: &Cases) -> Result<Vec<Pair>, String> {
    let side = |name: String, api: Api| Side { name, api };
    let base = side("base".to_owned(), cases.base()?);
    let mut pairs = Vec::new();
    let all = cases.all.iter().enumerate();
    for (index, case) in all.filter(|(_, it)| !it.is_of_manifest()) {
        let base = match case.before.is_empty() {
            true => base.clone(),
            false => side(format!("case_{index}_old"), cases.old(case)?),
        };
        let new = side(format!("case_{index}"), cases.edited(case)?);
        pairs.push(Pair {
            name: case.name.clone(),
            old: base.clone(),
            new: new.clone(),
        });
        pairs.push(Pair {
            name: format!("{} (reversed)", case.name),
            old: new,
            new: base.clone(),
        });
    }
    Ok(pairs)
}

/// Returns this many pairs of a golden description and its mutation. The two descriptions differ. The seeds begin at
/// `first`.
///
/// # Errors
///
/// Fails if the golden descriptions cannot be read.
pub fn of_seeds(count: usize, first: u64) -> Result<Vec<Pair>, String> {
    let mutation = Mutation::of_golden()?;
    let pair = |seed: u64| {
        let (descriptions, config) = mutation.chain(seed, 2)?;
        let side = |(index, description): (usize, &serde_json::Value)| {
            let source = Source::parse(description.to_string(), "mutant").ok()?;
            let (lowered, _) = lowered(&source, &config).ok()?;
            let name = format!("seed_{seed}_{index}");
            Some(Side {
                name,
                api: lowered.api,
            })
        };
        let mut sides = descriptions.iter().enumerate().filter_map(side);
        let (old, new) = (sides.next()?, sides.next()?);
        let name = format!("seed {seed}");
        Some(Pair { name, old, new })
    };
    let is_other = |it: &Pair| !it.report().changes.is_empty();
    Ok((first..)
        .filter_map(pair)
        .filter(is_other)
        .take(count)
        .collect())
}

/// Returns pairs of consecutive descriptions, with the repository's configuration. `tags` may replace the configured
/// tags.
///
/// # Errors
///
/// Fails if a description is missing or refused.
pub fn of_files(files: &[PathBuf], tags: Option<&Tags>) -> Result<Vec<Pair>, String> {
    let sides: Result<Vec<Side>, String> = files.iter().map(|it| of_file(it, tags)).collect();
    let pair = |sides: &[Side]| match sides {
        [old, new] => Some(Pair {
            name: format!("{} to {}", old.name, new.name),
            old: old.clone(),
            new: new.clone(),
        }),
        _ => None,
    };
    Ok(sides?.windows(2).filter_map(pair).collect())
}

fn of_file(file: &Path, tags: Option<&Tags>) -> Result<Side, String> {
    let config = repository().join("tagsmith.toml");
    let mut config = Config::read(&config).map_err(|error| error.to_string())?;
    if let Some(tags) = tags {
        config.tags = tags.clone();
    }
    let source = Source::read(file).map_err(|error| error.to_string())?;
    let (lowered, _) = lowered(&source, &config).map_err(|error| error.to_string())?;
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let letter = |it: char| if it.is_ascii_alphanumeric() { it } else { '_' };
    let name = format!(
        "api_{}",
        stem.to_ascii_lowercase()
            .chars()
            .map(letter)
            .collect::<String>()
    );
    Ok(Side {
        name,
        api: lowered.api,
    })
}

impl Pair {
    /// Returns the change report.
    pub fn report(&self) -> Report {
        diff(&Crate::of(&self.old.api), &Crate::of(&self.new.api))
    }

    /// Returns the tags to compile separately: the tags that lost a schema, although the crate still has it.
    pub(super) fn tags_to_try(&self) -> Vec<String> {
        let (old, new) = (Crate::of(&self.old.api), Crate::of(&self.new.api));
        let tags = old.tags.iter().map(|it| it.module.as_str());
        let new_tags = new.tags.iter();
        let known: BTreeSet<&str> = new_tags.map(|it| it.module.as_str()).collect();
        // Cargo refuses the whole workspace if a feature is missing. A removed tag needs no separate probe, because the
        // probe of the whole crate fails too.
        let tags = tags.filter(|tag| known.contains(tag));
        let schemas = new.schemas.iter();
        let all: BTreeSet<&str> = schemas.map(|it| it.module.as_str()).collect();
        let lost = |tag: &&str| {
            let new = schemas_with(&new, tag);
            let mut old = schemas_with(&old, tag).into_iter();
            old.any(|it| all.contains(it) && !new.contains(it))
        };
        tags.filter(lost).map(str::to_owned).collect()
    }
}
