//! The report for a pull request: the verdict, a table of at most a screen, and details that unfold.
//!
//! What the description says is untrusted: it stands in code, where neither Markdown nor HTML nor
//! mentions mean anything.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Change, Rust, Wire};
use super::kind::Kind;
use super::pages::Page;
use super::{Report, Verdict};
use crate::report::visible;

/// The longest that a report may be, in characters: GitHub takes 65,536.
const LONGEST: usize = 60_000;

/// How many changes stand below the verdict.
const SHOWN: usize = 8;

/// How many names stand in a row of the table.
const NAMED: usize = 4;

/// Returns the report as Markdown; `links` is where files of the repository are shown.
pub fn markdown(report: &Report, version: &str, links: Option<&str>) -> String {
    let head = head(report, version);
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

fn head(report: &Report, version: &str) -> String {
    let verdict = report.verdict;
    let mut head = match verdict.next(version) {
        _ if verdict == Verdict::None => return "## none: the crate is the same\n".to_owned(),
        Some(next) => format!("## {verdict}: {} becomes {}\n", code(version), code(&next)),
        None => format!("## {verdict}\n"),
    };
    let decides = |it: &&Change| Verdict::of_one(it) == verdict;
    let deciding: Vec<&Change> = report.changes.iter().filter(decides).collect();
    head.push_str("\nWhat decides it:\n\n");
    for change in deciding.iter().take(SHOWN) {
        head.push_str(&format!("- {}\n", sentence(change)));
    }
    let more = deciding.len().saturating_sub(SHOWN);
    if more > 0 {
        head.push_str(&format!("- and {more} more\n"));
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
fn operations<'c>(changes: impl Iterator<Item = &'c Change>) -> String {
    let ids: BTreeSet<&str> = changes
        .flat_map(|it| it.place.operations.iter())
        .map(String::as_str)
        .collect();
    let shown: Vec<String> = ids.iter().take(NAMED).map(|it| cell(it)).collect();
    match ids.len().saturating_sub(NAMED) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
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

/// Returns what unfolds: one part for each operation, and one for each component schema.
fn details(report: &Report, changes: &[Change], links: Option<&str>) -> String {
    let mut parts: BTreeMap<(bool, &str), Vec<&Change>> = BTreeMap::new();
    for change in changes {
        let schema = change.place.schema.as_deref();
        let operation = change.place.operations.first().map(String::as_str);
        let owner = schema.or(operation).unwrap_or("the client");
        parts
            .entry((schema.is_some(), owner))
            .or_default()
            .push(change);
    }
    let mut parts: Vec<_> = parts.into_iter().collect();
    let worst = |changes: &[&Change]| changes.iter().map(|it| (it.rust, it.wire)).max();
    parts.sort_by_key(|(owner, changes)| (std::cmp::Reverse(worst(changes)), *owner));
    let mut text = String::new();
    for ((is_schema, owner), changes) in parts {
        let page = match is_schema {
            true => report.pages.schema(owner),
            false => report.pages.operation(owner),
        };
        text.push_str(&part(owner, is_schema, &changes, page, links));
    }
    text
}

fn part(
    owner: &str,
    is_schema: bool,
    changes: &[&Change],
    page: Option<&Page>,
    links: Option<&str>,
) -> String {
    let sort = if is_schema { "schema " } else { "" };
    let breaking = changes
        .iter()
        .filter(|it| it.rust == Rust::Breaking)
        .count();
    let count = match (changes.len(), breaking) {
        (1, 1) => "1 change, breaking".to_owned(),
        (1, _) => "1 change".to_owned(),
        (all, 0) => format!("{all} changes"),
        (all, breaking) => format!("{all} changes, {breaking} breaking"),
    };
    let mut text = format!(
        "\n<details><summary>{sort}<code>{}</code>: {count}</summary>\n\n",
        html(owner)
    );
    if is_schema {
        text.push_str(&format!("In {}.\n\n", operations(changes.iter().copied())));
    }
    let mut more = Vec::new();
    more.extend(
        page.and_then(|it| it.docs.as_deref())
            .and_then(|it| link("documentation", it)),
    );
    more.extend(page.map(|it| file(&it.file, links.filter(|_| it.is_there))));
    if !more.is_empty() {
        text.push_str(&format!("{}\n\n", more.join(" · ")));
    }
    text.push_str("| change | where | before | now | Rust | wire |\n|---|---|---|---|---|---|\n");
    for change in changes {
        text.push_str(&row(change));
    }
    text.push_str("\n</details>\n");
    text
}

fn row(change: &Change) -> String {
    let place = &change.place;
    let parts = [
        place.part.as_deref(),
        place.path.as_deref().filter(|it| *it != "$"),
    ];
    let within: Vec<String> = parts.into_iter().flatten().map(cell).collect();
    let within = match within.as_slice() {
        [] => String::new(),
        within => format!(" ({})", within.join(" ")),
    };
    let value = |it: &Option<String>| it.as_deref().map(cell).unwrap_or_default();
    let rust = match change.rust {
        Rust::Breaking => "**breaking**",
        Rust::Behaviour => "behaviour",
        Rust::Addition => "addition",
        Rust::Same => "same",
    };
    let wire = match change.wire {
        Wire::Breaking => "**breaking**",
        Wire::Compatible => "compatible",
    };
    format!(
        "| {} | {}{within} | {} | {} | {rust} | {wire} |\n",
        change.kind.name(),
        cell(&place.item),
        value(&change.old),
        value(&change.new),
    )
}

fn cut(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => "\n1 change more is not shown: this report is at its longest.\n".to_owned(),
        _ => format!("\n{count} changes more are not shown: this report is at its longest.\n"),
    }
}

/// Names a file of the crate, with a link to it if it is known where files are shown.
fn file(path: &str, links: Option<&str>) -> String {
    let is_plain = path
        .chars()
        .all(|it| it.is_ascii_alphanumeric() || "_-./".contains(it));
    match links.filter(|_| is_plain) {
        Some(base) => link(path, &format!("{}/{path}", base.trim_end_matches('/'))),
        None => None,
    }
    .unwrap_or_else(|| code(path))
}

/// Returns a link, if what it leads to is a plain address.
fn link(text: &str, url: &str) -> Option<String> {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "-._~:/?#&=%+,".contains(it);
    (url.starts_with("https://") && url.chars().all(is_plain)).then(|| format!("[{text}]({url})"))
}

/// Returns a text as code within a cell of a table.
fn cell(text: &str) -> String {
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

fn html(text: &str) -> String {
    let text = visible(text).replace('&', "&amp;");
    text.replace('<', "&lt;").replace('>', "&gt;")
}
