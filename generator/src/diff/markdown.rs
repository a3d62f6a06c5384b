//! Prints the report for a pull request in Markdown: the verdict, a short table, and collapsed details.
//!
//! Texts from the description are untrusted. The report prints them in code spans, where Markdown, HTML and mentions
//! have no effect.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Change, Rust, Weight};
use super::details::{details, file, folded};
use super::kind::Kind;
use super::report::Report;
use super::verdict::Verdict;
use crate::report::visible;

/// The maximum length of a report in characters. GitHub's limit is 65,536.
const LONGEST: usize = 60_000;

/// The maximum number of changes below the verdict.
const SHOWN: usize = 8;

/// The maximum number of names in a row of the table.
const NAMED: usize = 4;

/// Returns the report as Markdown. `versions` are the versions of the crates, and `links` is the base URL of the
/// repository's files.
pub fn markdown(report: &Report, versions: (&str, &str), links: Option<&str>) -> String {
    let head = head(report, versions);
    let all = report.changes.len();
    // Omits the least important changes, which are last in the sorted list.
    let breaks = |it: &Change| it.weight() >= Weight::BreaksWire;
    let breaking = report.changes.partition_point(breaks);
    let whole = |display: usize| {
        let (display, rest) = report.changes.split_at(display.min(all));
        // Lists all changes that break only the wire format, since the compiler does not report these.
        let unseen = match display.len() < breaking {
            true => on_the_wire(&report.changes, LONGEST / 2),
            false => String::new(),
        };
        let details = details(report, display, links);
        format!("{head}{unseen}{details}{}", cut(rest, links))
    };
    let fits = |display: usize| whole(display).chars().count() <= LONGEST;
    let (mut most, mut too_many) = match fits(breaking) {
        true => (breaking, all + 1),
        false => (0, breaking),
    };
    while too_many - most > 1 {
        let middle = most.midpoint(too_many);
        match fits(middle) {
            true => most = middle,
            false => too_many = middle,
        }
    }
    whole(most)
}

/// Lists all changes that break only the wire format, by kind and item. If there are too many items, prints only their
/// number per type.
fn on_the_wire(changes: &[Change], longest: usize) -> String {
    let unseen: Vec<&Change> = changes
        .iter()
        .filter(|it| it.weight() == Weight::BreaksWire)
        .collect();
    let listed = |display: &dyn Fn(&Change) -> String| {
        let mut kinds: BTreeMap<Kind, BTreeMap<String, usize>> = BTreeMap::new();
        for change in &unseen {
            let items = kinds.entry(change.kind).or_default();
            *items.entry(display(change)).or_default() += 1;
        }
        let item = |(item, count): (&String, &usize)| match count {
            1 => code(item),
            count => format!("{} ({count})", code(item)),
        };
        let line = |(kind, items): (&Kind, &BTreeMap<String, usize>)| {
            let items: Vec<String> = items.iter().map(item).collect();
            format!("- {}: {}\n", kind.name(), items.join(", "))
        };
        let lines: String = kinds.iter().map(line).collect();
        let title = match unseen.len() {
            1 => "1 change breaks only the wire format".to_owned(),
            count => format!("{count} changes break only the wire format"),
        };
        folded(&title, &lines)
    };
    if unseen.is_empty() {
        return String::new();
    }
    let by_item = listed(&|it| it.place.item.clone());
    match by_item.chars().count() <= longest {
        true => by_item,
        false => listed(&|it| owner(it).to_owned()),
    }
}

/// Returns the schema or operation of a change.
fn owner(change: &Change) -> &str {
    let place = &change.place;
    let owner = place.schema.as_ref().or(place.operations.first());
    owner.map_or(&place.item, |it| it)
}

fn head(report: &Report, versions: (&str, &str)) -> String {
    let verdict = report.verdict;
    if verdict == Verdict::None {
        return "## none: the crates are identical\n".to_owned();
    }
    let mut head = format!("## {}\n", verdict.describe(versions, code));
    let decides = |it: &&Change| Verdict::of_one(it) == verdict;
    let deciding: Vec<&Change> = report.changes.iter().filter(decides).collect();
    head.push_str("\nDecisive changes:\n\n");
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

/// A function that returns whether a change belongs to a row of the table.
type Test = fn(&Change) -> bool;

/// The rows of the table.
const ROWS: &[(&str, Test)] = &[
    ("operations removed", |it| it.kind == Kind::OperationRemoved),
    ("breaks Rust source", |it| {
        it.rust == Rust::Breaking && it.kind != Kind::OperationRemoved
    }),
    ("breaks the wire format (source compiles)", |it| {
        it.weight() == Weight::BreaksWire
    }),
    ("changes behaviour", |it| it.weight() == Weight::Behaves),
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
        it.weight() == Weight::Added && !is_told.contains(&it.kind)
    }),
    ("no effect on source", |it| it.weight() == Weight::Unseen),
];

/// Lists the operations of changes, up to a maximum number.
pub(super) fn operations<'c>(changes: impl Iterator<Item = &'c Change>) -> String {
    let ids: BTreeSet<&str> = changes
        .flat_map(|it| it.place.operations.iter())
        .map(String::as_str)
        .collect();
    some(&ids)
}

/// Lists names, up to a maximum number.
fn some(names: &BTreeSet<&str>) -> String {
    let display: Vec<String> = names.iter().take(NAMED).map(|it| cell(it)).collect();
    match names.len().saturating_sub(NAMED) {
        0 => display.join(", "),
        more => format!("{} and {more} more", display.join(", ")),
    }
}

/// Summarizes changes by kind, if there are too many for a sentence each.
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

/// Returns how many changes of each importance are omitted, and what lists all changes.
fn cut(changes: &[Change], links: Option<&str>) -> String {
    if changes.is_empty() {
        return String::new();
    }
    let sorts = [
        (Weight::BreaksSource, "that break source"),
        (Weight::BreaksWire, "that break the wire format"),
        (Weight::Behaves, "that change behaviour"),
        (Weight::Added, "that add items"),
        (Weight::Unseen, "without effect on source"),
    ];
    let count = |(weight, what): (Weight, &str)| {
        let count = changes.iter().filter(|it| it.weight() == weight).count();
        (count > 0).then(|| format!("{count} {what}"))
    };
    let sorts: Vec<String> = sorts.into_iter().filter_map(count).collect();
    let place = file("CHANGELOG.md", links);
    format!(
        "\nNot shown: {}. The report has its maximum length. {place} lists all changes except documentation, and \
         `tagsmith diff --format json` prints all changes.\n",
        sorts.join(", ")
    )
}

/// Returns text as code within a table cell.
pub(super) fn cell(text: &str) -> String {
    code(text).replace('|', "\\|")
}

/// Returns text as inline code, which the text cannot end.
pub(crate) fn code(text: &str) -> String {
    const LONGEST: usize = 160;
    let mut display: String = text.chars().take(LONGEST).collect();
    if text.chars().nth(LONGEST).is_some() {
        display.push('…');
    }
    let display = visible(&display);
    if display.trim().is_empty() {
        return "(blank)".to_owned();
    }
    let longest = display
        .split(|it| it != '`')
        .map(str::len)
        .max()
        .unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    match longest {
        0 => format!("`{display}`"),
        _ => format!("{fence} {display} {fence}"),
    }
}
