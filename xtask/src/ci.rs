//! `cargo xtask ci`: runs the selected steps and the steps that they need.

use std::time::Instant;

use anyhow::{Context as _, Result};
use clap::Args;

use crate::context::Context;
use crate::lanes;
use crate::steps::{STEPS, Step};

const EXAMPLES: &str = "\
Examples:
  cargo xtask ci                 all steps
  cargo xtask ci format lints    two of them
  cargo xtask ci oracles         one, after those that it needs
  cargo xtask ci --list          the steps, and what each needs

Steps that mostly wait for a browser, a server or the disk run beside the others. The steps leave their files in
target/ci. `.ci/run` installs what they need, and runs `cargo test --workspace` as well.";

#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The steps to run, in the order of `--list` [default: all]
    #[arg(value_name = "STEP")]
    steps: Vec<String>,
    /// Print the steps and their dependencies, and run nothing
    #[arg(long)]
    list: bool,
    /// Run this step without the steps that it needs, which have already run
    #[arg(long, value_name = "STEP", hide = true, exclusive = true)]
    alone: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    if let Some(name) = &arguments.alone {
        return lanes::timed(named(name)?, &Context::beside()?);
    }
    let steps = chosen(&arguments.steps)?;
    if arguments.list {
        print!("{}", listed(&steps));
        return Ok(());
    }
    let begin = Instant::now();
    lanes::run(&steps, &Context::new()?)?;
    println!("all steps: {} s", begin.elapsed().as_secs());
    Ok(())
}

/// Returns the steps with these names and the steps that they need, in the order of the table. Without names, returns
/// all steps.
fn chosen(names: &[String]) -> Result<Vec<&'static Step>> {
    let mut wanted: Vec<&str> = names.iter().map(String::as_str).collect();
    if names.is_empty() {
        wanted = STEPS.iter().map(|it| it.name).collect();
    }
    let mut at = 0;
    while let Some(name) = wanted.get(at).copied() {
        wanted.extend(named(name)?.needs);
        at += 1;
        // A step that is needed twice runs once.
        wanted.dedup();
    }
    let is_wanted = |step: &&Step| wanted.contains(&step.name);
    Ok(STEPS.iter().filter(is_wanted).collect())
}

fn named(name: &str) -> Result<&'static Step> {
    let step = STEPS.iter().find(|it| it.name == name);
    step.with_context(|| format!("there is no step `{name}`; `cargo xtask ci --list` prints them"))
}

fn listed(steps: &[&Step]) -> String {
    let line = |step: &&Step| {
        let needs = match step.needs {
            [] => String::new(),
            needs => format!(" (needs {})", needs.join(", ")),
        };
        format!("{:<14} {}{needs}\n", step.name, step.what)
    };
    steps.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_runs_after_the_steps_that_it_needs() {
        let steps = chosen(&["oracles".to_owned(), "format".to_owned()]).unwrap();
        let names: Vec<&str> = steps.iter().map(|it| it.name).collect();
        assert_eq!(names, ["format", "upstream", "whole", "oracles"]);
    }

    #[test]
    fn the_table_lists_needed_steps_first() {
        for (at, step) in STEPS.iter().enumerate() {
            for needed in step.needs {
                let is_before = STEPS[..at].iter().any(|it| it.name == *needed);
                assert!(is_before, "{} needs {needed}", step.name);
            }
        }
    }

    #[test]
    fn an_unknown_step_is_an_error_with_its_name() {
        let error = chosen(&["no-such-step".to_owned()])
            .err()
            .unwrap()
            .to_string();
        assert!(error.contains("`no-such-step`"), "{error}");
    }

    /// Asserts that the workflow has one job for each group of steps.
    #[test]
    fn the_workflow_runs_each_step() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let workflow = path.join("../.github/workflows/ci.yml");
        let workflow = std::fs::read_to_string(workflow).unwrap();
        let runs = workflow.lines().filter(|it| it.contains("- run: "));
        let commands = runs.filter_map(|it| it.split_once("cargo xtask ci "));
        let mut run: Vec<&str> = commands.flat_map(|it| it.1.split_whitespace()).collect();
        let mut all: Vec<&str> = STEPS.iter().map(|it| it.name).collect();
        run.sort_unstable();
        all.sort_unstable();
        // In any job, needed steps run before the steps that need them.
        all.retain(|it| run.contains(it) || !STEPS.iter().any(|step| step.needs.contains(it)));
        assert_eq!(run, all);
    }
}
