//! Measures how the time and memory of generating and checking grow with the number of operations, from the tag
//! `copilot` to all tags.

use std::collections::BTreeSet;
use std::fs;

use tagsmith::description::load::{Document, Source};
use tagsmith::description::select;

use super::chart::{Point, markdown};
use super::figures::{Programs, bytes, compiled};
use super::usage::{Usage, measured, median, peak};
use super::{NAME, Whole, at, config};
use crate::description::repository;

/// The number of steps.
const STEPS: usize = 6;

/// The tag of the first step.
const FIRST: &str = "copilot";

/// Generates and checks crates of an increasing number of tags, each several times. Returns a table and charts in
/// Markdown.
///
/// # Errors
///
/// Fails if a description is refused, or a program fails.
pub fn growth(whole: &Whole, runs: usize) -> Result<String, String> {
    let source = Source::read(&whole.description).map_err(|error| error.to_string())?;
    let programs = Programs::build()?;
    let mut points = Vec::new();
    let build = whole.build.join("growth");
    fs::create_dir_all(&build).map_err(at(&build))?;
    let part = Whole {
        build,
        ..whole.clone()
    };
    let manifest = part.build.join("Cargo.toml");
    let workspace = "[workspace]\nresolver = \"3\"\nmembers = [\"client\"]\n";
    fs::write(&manifest, workspace).map_err(at(&manifest))?;
    let lock = repository().join("Cargo.lock");
    fs::copy(&lock, part.build.join("Cargo.lock")).map_err(at(&lock))?;
    for step in steps(&source, &whole.tags)? {
        config::write(&part, &step.tags, &part.config())?;
        let mut generate = Vec::new();
        for _ in 0..runs.max(1) {
            if part.client().exists() {
                fs::remove_dir_all(part.client()).map_err(at(&part.client()))?;
            }
            generate.push(measured(&programs.generate(&part.config()))?);
        }
        let check = compiled(&part, "check", &[], runs)?;
        points.push(Point {
            operations: step.operations,
            tags: step.tags.len(),
            source: bytes(&part.client().join("src"))?,
            generate: median(generate.iter().map(|it: &Usage| it.cpu)),
            generate_peak: peak(&generate),
            check: median(check.iter().map(|it| it.cpu)),
            check_peak: peak(&check),
        });
        eprintln!("{NAME}: {} operations", step.operations);
    }
    Ok(markdown(&points))
}

/// Some tags, and the number of their operations.
#[derive(Clone, Debug)]
struct Step {
    tags: Vec<String>,
    operations: usize,
}

/// Returns the steps from the first tag to the given tags, or to all tags. The other tags follow by size. The steps are
/// chosen so that their numbers of operations are as evenly spaced as possible.
fn steps(source: &Source, only: &[String]) -> Result<Vec<Step>, String> {
    let document = Document::index(source).map_err(|error| error.to_string())?;
    let all = select::operations(&document).map_err(|error| error.to_string())?;
    let of = |tag: &String| all.iter().filter(|(_, it)| it.tags.contains(tag)).count();
    let mut tags = match only {
        [] => config::all_tags(source)?,
        only => only.to_vec(),
    };
    tags.sort_by_key(|tag| (tag != FIRST, of(tag)));
    let mut lists = Vec::new();
    for end in 1..=tags.len() {
        let some: Vec<String> = tags.iter().take(end).cloned().collect();
        let is_in = |them: &[String]| them.iter().any(|tag| some.contains(tag));
        lists.push(Step {
            operations: all.iter().filter(|(_, it)| is_in(&it.tags)).count(),
            tags: some,
        });
    }
    let (Some(first), Some(last)) = (lists.first(), lists.last()) else {
        return Err("the description has no tags".to_owned());
    };
    let (first, last) = (first.operations, last.operations);
    let mut seen = BTreeSet::new();
    let wanted = (0..STEPS).map(|step| first + (last - first) * step / (STEPS - 1));
    let nearest = wanted.filter_map(|wanted| {
        let nearest = lists.iter().min_by_key(|it| it.operations.abs_diff(wanted));
        nearest.filter(|it| seen.insert(it.operations)).cloned()
    });
    Ok(nearest.collect())
}

#[cfg(test)]
mod tests {
    use tagsmith::description::load::Source;

    use super::steps;
    use crate::description::{Description, repository};

    #[test]
    fn one_tag_is_one_step() {
        let source = Source::read(&repository().join("spec/github.yaml")).unwrap();
        let steps = steps(&source, &[]).unwrap();
        assert_eq!(steps.len(), 1, "{steps:?}");
        let operations = Description::pinned().unwrap().operations();
        assert_eq!(steps[0].operations, operations.len());
    }
}
