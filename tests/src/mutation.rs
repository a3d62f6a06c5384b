//! Mutated descriptions. For each, the generator must either refuse the description or generate code, and never panic.

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

/// The golden descriptions, from which mutations start.
#[derive(Debug)]
pub struct Mutation {
    seeds: Vec<(Json, Config)>,
}

/// The results of several runs.
#[derive(Debug, Default)]
pub struct Report {
    /// The number of generated crates.
    pub generated: usize,
    /// The number of refusals.
    pub refused: usize,
    /// Failures, each with the seed that reproduces it.
    pub failures: Vec<String>,
}

/// The maximum number of reported failures.
const MOST_FAILURES: usize = 20;

impl Mutation {
    /// Reads the golden descriptions.
    ///
    /// # Errors
    ///
    /// Fails if a description cannot be read.
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

    /// Runs mutations on all cores. The seeds begin at `first`.
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

    /// Returns the crate of a seed, if one is generated.
    fn generate(&self, seed: u64) -> Option<Files> {
        let (description, config) = self.mutant(seed)?;
        let source = Source::parse(description.to_string(), "mutant").ok()?;
        let (lowered, _) = lowered(&source, &config).ok()?;
        Some(rust::render(&Crate::of(&lowered.api)))
    }

    /// Returns a mutated description.
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
    /// Returns a description and its mutations. Each step mutates the result of the previous step.
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
