//! Descriptions that are broken at random: whatever is in them, the generator refuses them or makes
//! code of them, and never panics.

mod change;
mod compile;
mod inspect;

use std::any::Any;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use serde_json::Value as Json;
use tagsmith::config::Config;
use tagsmith::crate_ir::Crate;
use tagsmith::description::load::Source;
use tagsmith::emit::rust;
use tagsmith::pipeline::lowered;

use crate::golden::{cases, folder};
use crate::random::Random;

pub use self::compile::{Sample, check};
use self::inspect::Files;

/// What is broken: the golden descriptions.
#[derive(Debug)]
pub struct Mutation {
    seeds: Vec<(Json, Config)>,
}

/// What came of a number of runs.
#[derive(Debug, Default)]
pub struct Report {
    /// How many gave a crate.
    pub generated: usize,
    /// How many were refused.
    pub refused: usize,
    /// What should not have happened, each with the seed that makes it happen again.
    pub failures: Vec<String>,
}

/// The most failures that are told.
const MOST_FAILURES: usize = 20;

impl Mutation {
    /// Reads the golden descriptions.
    ///
    /// # Errors
    ///
    /// Fails if one of them cannot be read.
    pub fn of_golden() -> Result<Self, String> {
        let mut seeds = Vec::new();
        for case in cases(&folder()).map_err(|error| error.to_string())? {
            let path = case.folder.join("description.yaml");
            let text = std::fs::read_to_string(&path).map_err(|error| error.to_string())?;
            let value = serde_yaml::from_str(&text).map_err(|error| error.to_string())?;
            seeds.push((value, case.config().map_err(|error| error.to_string())?));
        }
        Ok(Self { seeds })
    }

    /// Runs a number of mutations on all cores, with seeds from the first on.
    pub fn run(&self, runs: u64, first: u64) -> Report {
        let threads = thread::available_parallelism().map_or(1, usize::from);
        let reports = thread::scope(|scope| {
            let workers: Vec<_> = (0..threads as u64)
                .map(|worker| {
                    let seeds = (first + worker..first + runs).step_by(threads);
                    scope.spawn(move || self.run_each(seeds))
                })
                .collect();
            let joined = workers.into_iter().map(|worker| worker.join());
            joined.collect::<Vec<_>>()
        });
        let mut all = Report::default();
        for report in reports {
            match report {
                Ok(report) => all.add(report),
                Err(panic) => all.failures.push(text_of(panic.as_ref())),
            }
        }
        all
    }

    fn run_each(&self, seeds: impl Iterator<Item = u64>) -> Report {
        let mut report = Report::default();
        let mut seen = BTreeSet::new();
        for seed in seeds {
            let run = AssertUnwindSafe(|| self.generate(seed));
            let failure = match catch_unwind(run) {
                Err(panic) => Some(format!("panic: {}", text_of(panic.as_ref()))),
                Ok(None) => {
                    report.refused += 1;
                    None
                }
                Ok(Some(files)) => {
                    report.generated += 1;
                    inspect::fault_of(&files, &mut seen)
                }
            };
            if let Some(failure) = failure
                && report.failures.len() < MOST_FAILURES
            {
                report.failures.push(format!("seed {seed}: {failure}"));
            }
        }
        report
    }

    /// Returns the crate that a seed gives, if it gives one.
    fn generate(&self, seed: u64) -> Option<Files> {
        let (description, config) = self.mutant(seed)?;
        let source = Source::parse(description.to_string(), "mutant").ok()?;
        let (lowered, _) = lowered(&source, &config).ok()?;
        Some(rust::render(&Crate::of(&lowered.api)))
    }

    /// Returns a broken description.
    pub fn mutant(&self, seed: u64) -> Option<(Json, Config)> {
        let mut random = Random::new(seed);
        let (description, config) = self.seeds.get(random.below(self.seeds.len()))?;
        let mut description = description.clone();
        for _ in 0..=random.below(3) {
            change::once(&mut description, &mut random);
        }
        Some((description, config.clone()))
    }
}

impl Mutation {
    /// Returns a description that is broken once more in each step, the first one whole.
    pub fn chain(&self, seed: u64, steps: usize) -> Option<(Vec<Json>, Config)> {
        let mut random = Random::new(seed);
        let (description, config) = self.seeds.get(random.below(self.seeds.len()))?;
        let mut chain = vec![description.clone()];
        while chain.len() < steps {
            let mut next = chain.last()?.clone();
            change::once(&mut next, &mut random);
            chain.push(next);
        }
        Some((chain, config.clone()))
    }
}

impl Report {
    fn add(&mut self, other: Self) {
        self.generated += other.generated;
        self.refused += other.refused;
        self.failures.extend(other.failures);
        self.failures.truncate(MOST_FAILURES);
    }
}

fn text_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|it| (*it).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no text".to_owned())
}
