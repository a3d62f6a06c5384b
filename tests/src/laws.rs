//! Property tests of the changes between two descriptions, on mutated descriptions.

mod places;

use std::collections::BTreeSet;

use tagsmith::api::Api;
use tagsmith::crate_ir::Crate;
use tagsmith::description::load::Source;
use tagsmith::diff::{Change, Kind, Place, Report, Rust, Verdict, diff};
use tagsmith::emit::{rust, surface};
use tagsmith::pipeline::lowered;

use crate::mutation::Mutation;

pub use self::places::Moves;

/// The results of several runs.
#[derive(Debug, Default)]
pub struct Tally {
    /// The number of pairs with changes.
    pub differed: usize,
    /// The number of pairs with breaking changes.
    pub breaking: usize,
    /// The kinds of changes that occurred.
    pub kinds: BTreeSet<Kind>,
    /// The violated properties, each with its seed.
    pub failures: Vec<String>,
}

/// Mutates descriptions twice in a row, and compares all three versions.
pub fn run(mutation: &Mutation, seeds: impl Iterator<Item = u64>) -> Tally {
    let mut tally = Tally::default();
    for seed in seeds {
        let Some((descriptions, config)) = mutation.chain(seed, 3) else {
            continue;
        };
        let model = |description: &serde_json::Value| {
            let source = Source::parse(description.to_string(), "mutant").ok()?;
            lowered(&source, &config)
                .ok()
                .map(|(lowered, _)| lowered.api)
        };
        let models: Vec<Api> = descriptions.iter().filter_map(model).collect();
        let crates: Vec<Crate<'_>> = models.iter().map(Crate::of).collect();
        for pair in crates.windows(2) {
            if let [old, new] = pair {
                let report = diff(old, new);
                tally.differed += usize::from(!report.changes.is_empty());
                tally.breaking += usize::from(report.verdict == Verdict::Major);
                tally.kinds.extend(report.changes.iter().map(|it| it.kind));
                tally.note(seed, of_two(old, new, &report));
            }
        }
        if let [first, second, third] = crates.as_slice() {
            tally.note(seed, of_three(first, second, third));
        }
    }
    tally
}

impl Tally {
    fn note(&mut self, seed: u64, failures: Vec<String>) {
        let failures = failures.into_iter();
        self.failures
            .extend(failures.map(|it| format!("seed {seed}: {it}")));
    }
}

/// Returns the properties that two descriptions violate.
pub fn of_two(old: &Crate<'_>, new: &Crate<'_>, report: &Report) -> Vec<String> {
    let mut failures = Vec::new();
    for krate in [old, new] {
        let changes = diff(krate, krate).changes;
        if !changes.is_empty() {
            failures.push(format!("a description differs from itself: {changes:?}"));
        }
    }
    let there: Vec<String> = sorted(&report.changes, |it| {
        describe(it.kind.mirror(), it, (&it.new, &it.old))
    });
    let mirror = diff(new, old);
    let back = sorted(&mirror.changes, |it| {
        describe(it.kind, it, (&it.old, &it.new))
    });
    if there != back {
        let only = |left: &[String], right: &[String]| -> Vec<String> {
            left.iter()
                .filter(|it| !right.contains(it))
                .cloned()
                .collect()
        };
        failures.push(format!(
            "no mirror: {:#?} against {:#?}",
            only(&there, &back),
            only(&back, &there)
        ));
    }
    let is_same = rust::render(old) == rust::render(new);
    if is_same && report.changes.iter().any(|it| it.rust != Rust::Same) {
        failures.push(format!(
            "the report has breaking changes, but the crates are the same: {:?}",
            report.changes
        ));
    }
    if !is_same && report.changes.is_empty() {
        let (before, now) = (rust::render(old), rust::render(new));
        let other = before
            .iter()
            .find(|(path, text)| now.get(*path) != Some(*text));
        let path = other.map(|(path, _)| path);
        failures.push(format!(
            "the crates differ, but no change is reported: {path:?}"
        ));
    }
    if report.verdict < Verdict::Major {
        // An alias of the same type is spelled differently, but is the same type.
        let is_respelled = |item: &&String| {
            let mut same = report.changes.iter();
            same.any(|it| {
                let is_alias = it.kind == Kind::TypeChanged && it.rust == Rust::Same;
                is_alias && item.starts_with(&format!("`{}: ", it.place.item))
            })
        };
        let (old, new) = (items(old), items(new));
        let lost = old.difference(&new).filter(|it| !is_respelled(it));
        let lost: Vec<&String> = lost.collect();
        if !lost.is_empty() {
            failures.push(format!(
                "items were removed without a breaking change: {lost:#?}, {:?}",
                report.changes
            ));
        }
    }
    failures
}

/// Returns the properties that three descriptions violate: what breaks over two steps must break in one of the steps.
fn of_three(first: &Crate<'_>, second: &Crate<'_>, third: &Crate<'_>) -> Vec<String> {
    let steps = [diff(first, second), diff(second, third)];
    let steps: Vec<&Change> = steps.iter().flat_map(|it| &it.changes).collect();
    let whole = diff(first, third).changes;
    let breaking = whole.iter().filter(|it| it.rust == Rust::Breaking);
    let unseen = breaking.filter(|it| {
        let mut steps = steps.iter().filter(|step| step.rust == Rust::Breaking);
        !steps.any(|step| touches(step, it))
    });
    unseen
        .map(|it| format!("a change breaks over two steps, but in neither step: {it:?}, {steps:?}"))
        .collect()
}

/// Returns whether two changes concern the same value or nested values. The values must be in the same part of an
/// operation, or in the same schema. A value that moved between an operation and a schema shares only its operations.
fn touches(left: &Change, right: &Change) -> bool {
    let (left, right) = (&left.place, &right.place);
    let is_shared = left.schema.is_some() && left.schema == right.schema
        || !left.operations.is_disjoint(&right.operations)
        || left.operations.is_empty() && right.operations.is_empty();
    let is_one_owner = left.schema == right.schema;
    is_shared && (!is_one_owner || left.part == right.part && is_within(left, right))
}

/// Returns whether one path is a prefix of the other.
fn is_within(left: &Place, right: &Place) -> bool {
    let path = |it: &Place| it.path.clone().unwrap_or_default();
    let (left, right) = (path(left), path(right));
    let leads_on = |from: &str, to: &str| {
        let rest = to.strip_prefix(from);
        rest.is_some_and(|it| it.is_empty() || it.starts_with(['.', '[']))
    };
    leads_on(&left, &right) || leads_on(&right, &left)
}

fn sorted(changes: &[Change], describe: impl Fn(&Change) -> String) -> Vec<String> {
    let mut lines: Vec<String> = changes.iter().map(describe).collect();
    lines.sort();
    lines
}

/// Describes a change without the items of the crate, whose names may differ between the sides.
fn describe(kind: Kind, change: &Change, (old, new): (&Option<String>, &Option<String>)) -> String {
    let place = &change.place;
    // Changed documentation is identified by its items.
    let values = match kind {
        Kind::DocumentationChanged => String::new(),
        _ => format!("{old:?} {new:?}"),
    };
    let is_own_mirror = kind.mirror() == kind;
    // Either no source is affected in both directions, or changes of one kind have the same Rust verdict in both
    // directions.
    let rust = match change.rust {
        Rust::Same => "same",
        _ if !is_own_mirror => "seen",
        Rust::Addition => "addition",
        Rust::Behaviour => "behaviour",
        Rust::Breaking => "breaking",
    };
    let wire = match is_own_mirror && !goes_by_values(kind) {
        true => format!("{:?}", change.wire),
        false => String::new(),
    };
    let (name, part, path) = (kind.name(), &place.part, &place.path);
    format!("{name} {part:?} {path:?} {values} {rust} {wire}")
}

/// Returns whether the wire verdict depends on which side allows more values.
fn goes_by_values(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::TypeChanged
            | Kind::ConstraintChanged
            | Kind::SuccessChanged
            | Kind::ErrorBodyChanged
            | Kind::DiscriminatorChanged
    )
}

/// Returns the items of SURFACE.md without their notes.
fn items(krate: &Crate<'_>) -> BTreeSet<String> {
    let surface = surface::render(krate);
    let offered = surface.split("\n## Left out\n").next().unwrap_or_default();
    let lines = offered.lines().filter_map(|line| line.strip_prefix("- "));
    let items = lines.map(|line| {
        // A line of an operation begins with its call, which the signature follows. All other lines begin with the
        // item.
        let from = line.find("`: `").map_or(0, |it| it + 3);
        let item = line.get(from..).unwrap_or(line);
        let end = item
            .get(1..)
            .and_then(|it| it.find('`'))
            .map_or(item.len(), |it| it + 2);
        item.get(..end).unwrap_or(item).to_owned()
    });
    items.collect()
}
