//! The report for a pull request: the verdict, a table of at most a screen, and details that unfold.
//!
//! What the description says is untrusted: it stands in code, where neither Markdown nor HTML nor
//! mentions mean anything.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Change, Rust, Wire};
use super::details::details;
use super::kind::Kind;
use super::{Report, Verdict};
use crate::report::visible;

/// The longest that a report may be, in characters: GitHub takes 65,536.
const LONGEST: usize = 60_000;

/// How many changes stand below the verdict.
const SHOWN: usize = 8;

/// How many names stand in a row of the table.
const NAMED: usize = 4;

/// Returns the report as Markdown: the versions are those of both crates, and `links` is where files of the
/// repository are shown.
pub fn markdown(report: &Report, versions: (&str, &str), links: Option<&str>) -> String {
    let head = head(report, versions);
    let all = report.changes.len();
    let whole = |shown: usize| {
        let shown = report.changes.get(..shown).unwrap_or(&report.changes);
        format!(
            "{head}{}{}",
            details(report, shown, links),
            cut(all - shown.len())
        )
    };
    // The changes are sorted: those that are left out are the least important ones.
    let (mut fits, mut too_many) = (0, all + 1);
    while too_many - fits > 1 {
        let middle = fits.midpoint(too_many);
        match whole(middle).chars().count() <= LONGEST {
            true => fits = middle,
            false => too_many = middle,
        }
    }
    whole(fits)
}

fn head(report: &Report, versions: (&str, &str)) -> String {
    let verdict = report.verdict;
    if verdict == Verdict::None {
        return "## none: the crate is the same\n".to_owned();
    }
    let mut head = format!("## {}\n", verdict.told(versions, code));
    let decides = |it: &&Change| Verdict::of_one(it) == verdict;
    let deciding: Vec<&Change> = report.changes.iter().filter(decides).collect();
    head.push_str("\nWhat decides it:\n\n");
    if deciding.len() <= SHOWN {
        let each = deciding.iter().map(|it| format!("- {}\n", sentence(it)));
        head.extend(each);
    } else {
        head.push_str(&kinds(&deciding));
    }
    head.push_str("\n| what | changes | operations |\n|---|---|---|\n");
    for (title, is_one) in ROWS {
        let changes: Vec<&Change> = report.changes.iter().filter(|it| is_one(it)).collect();
        if !changes.is_empty() {
            head.push_str(&format!(
                "| {title} | {} | {} |\n",
                changes.len(),
                operations(changes.iter().copied())
            ));
        }
    }
    head
}

/// Whether a change belongs to a row.
type Test = fn(&Change) -> bool;

/// The rows of the table.
const ROWS: &[(&str, Test)] = &[
    ("operations removed", |it| it.kind == Kind::OperationRemoved),
    ("breaks Rust source", |it| {
        it.rust == Rust::Breaking && it.kind != Kind::OperationRemoved
    }),
    ("happens otherwise", |it| it.rust == Rust::Behaviour),
    ("breaks other clients on the wire", |it| {
        it.wire == Wire::Breaking && it.rust < Rust::Behaviour
    }),
    ("deprecated", |it| {
        matches!(it.kind, Kind::OperationDeprecated | Kind::MemberDeprecated)
    }),
    ("operations added", |it| it.kind == Kind::OperationAdded),
    ("other additions", |it| {
        let is_told = [
            Kind::OperationAdded,
            Kind::OperationDeprecated,
            Kind::MemberDeprecated,
        ];
        it.rust == Rust::Addition && !is_told.contains(&it.kind)
    }),
    ("documentation and the like", |it| it.rust == Rust::Same),
];

/// Names the operations of some changes, or the first of them.
pub(super) fn operations<'c>(changes: impl Iterator<Item = &'c Change>) -> String {
    let ids: BTreeSet<&str> = changes
        .flat_map(|it| it.place.operations.iter())
        .map(String::as_str)
        .collect();
    some(&ids)
}

/// Lists names, or the first of them.
fn some(names: &BTreeSet<&str>) -> String {
    let shown: Vec<String> = names.iter().take(NAMED).map(|it| cell(it)).collect();
    match names.len().saturating_sub(NAMED) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Names some changes by their kinds, where they are too many for a sentence each.
fn kinds(changes: &[&Change]) -> String {
    let mut kinds: BTreeMap<Kind, Vec<&Change>> = BTreeMap::new();
    for change in changes {
        kinds.entry(change.kind).or_default().push(change);
    }
    let line = |(kind, changes): (Kind, Vec<&Change>)| {
        let items: BTreeSet<&str> = changes.iter().map(|it| it.place.item.as_str()).collect();
        let count = match changes.len() {
            1 => String::new(),
            count => format!("{count} × "),
        };
        format!("- {count}{}: {}\n", kind.name(), some(&items))
    };
    kinds.into_iter().map(line).collect()
}

fn sentence(change: &Change) -> String {
    let place = &change.place;
    let mut sentence = format!("{} {}", change.kind.name(), code(&place.item));
    match (&change.old, &change.new) {
        (Some(old), Some(new)) => sentence.push_str(&format!(": {} → {}", code(old), code(new))),
        (Some(one), None) | (None, Some(one)) => sentence.push_str(&format!(": {}", code(one))),
        (None, None) => {}
    }
    let count = place.operations.len();
    if count > 1 {
        sentence.push_str(&format!(", in {count} operations"));
    }
    sentence
}

fn cut(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => "\n1 change more is not shown: this report is at its longest.\n".to_owned(),
        _ => format!("\n{count} changes more are not shown: this report is at its longest.\n"),
    }
}

/// Returns a text as code within a cell of a table.
pub(super) fn cell(text: &str) -> String {
    code(text).replace('|', "\\|")
}

/// Returns a text as code within a line, which it cannot end.
pub(crate) fn code(text: &str) -> String {
    const LONGEST: usize = 160;
    let mut shown: String = text.chars().take(LONGEST).collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    let shown = visible(&shown);
    if shown.trim().is_empty() {
        return "(blank)".to_owned();
    }
    let longest = shown.split(|it| it != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    match longest {
        0 => format!("`{shown}`"),
        _ => format!("{fence} {shown} {fence}"),
    }
}
