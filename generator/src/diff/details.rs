//! The collapsed details of the report for a pull request: a section for each changed operation and component schema.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::change::{Change, Rust, Wire};
use super::kind::Kind;
use super::markdown::{cell, code, operations};
use super::pages::Page;
use super::report::Report;
use crate::report::visible;

/// Returns the details: a section for each changed operation and component schema.
///
/// Added and removed operations and schemas are listed in tables, since one line is enough for each.
pub(super) fn details(report: &Report, changes: &[Change], links: Option<&str>) -> String {
    let mut parts: BTreeMap<(bool, &str), Vec<&Change>> = BTreeMap::new();
    for change in changes {
        let schema = change.place.schema.as_deref();
        let operation = change.place.operations.first().map(String::as_str);
        // A change of a tag or the client belongs to no single operation.
        let is_tag = matches!(
            change.kind,
            Kind::TagAdded | Kind::TagRemoved | Kind::TagRenamed
        );
        let operation = operation.filter(|_| !is_tag);
        let owner = schema.or(operation).unwrap_or("the client");
        parts
            .entry((schema.is_some(), owner))
            .or_default()
            .push(change);
    }
    let mut alike: BTreeMap<Kind, Vec<&Change>> = BTreeMap::new();
    for changes in parts.values() {
        if let [only] = changes.as_slice()
            && whole(only.kind).is_some()
        {
            alike.entry(only.kind).or_default().push(only);
        }
    }
    alike.retain(|_, changes| changes.len() > 1);
    parts.retain(
        |_, changes| !matches!(changes.as_slice(), [only] if alike.contains_key(&only.kind)),
    );
    let worst =
        |changes: &[&Change]| Reverse(changes.iter().map(|it| (it.weight(), it.wire)).max());
    let page = |is_schema: bool, owner: &str| match is_schema {
        true => report.pages.schema(owner),
        false => report.pages.operation(owner),
    };
    let mut texts: Vec<_> = parts
        .into_iter()
        .map(|((is_schema, owner), changes)| {
            let text = part(owner, is_schema, &changes, page(is_schema, owner), links);
            ((worst(&changes), true, is_schema, owner), text)
        })
        .collect();
    for (kind, changes) in &alike {
        let is_schema = matches!(kind, Kind::SchemaAdded | Kind::SchemaRemoved);
        let row = |it: &&Change| {
            let place = &it.place;
            let owner = place.schema.as_ref().or(place.operations.first());
            let owner = owner.map_or("", String::as_str);
            row_of(owner, it, page(is_schema, owner), links)
        };
        let rows: String = changes.iter().map(row).collect();
        let what = whole(*kind).unwrap_or_default();
        let columns = if is_schema {
            "schema | in"
        } else {
            "operation | call"
        };
        let head = format!("| {columns} | in the crate | more |\n|---|---|---|---|\n");
        let text = folded(
            &format!("{} {what}", changes.len()),
            &format!("{head}{rows}"),
        );
        texts.push(((worst(changes), false, is_schema, ""), text));
    }
    texts.sort_by_key(|(place, _)| *place);
    texts.into_iter().map(|(_, text)| text).collect()
}

/// Returns the heading for a kind of added or removed items.
fn whole(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::OperationAdded => Some("operations added"),
        Kind::OperationRemoved => Some("operations removed, breaking"),
        Kind::SchemaAdded => Some("schemas added"),
        Kind::SchemaRemoved => Some("schemas removed, breaking"),
        _ => None,
    }
}

/// Returns the table row of an added or removed item.
fn row_of(owner: &str, change: &Change, page: Option<&Page>, links: Option<&str>) -> String {
    let place = &change.place;
    let what = match &place.schema {
        Some(_) => operations([change].into_iter()),
        None => cell(
            change
                .old
                .as_ref()
                .or(change.new.as_ref())
                .map_or("", String::as_str),
        ),
    };
    let item = cell(change.signature.as_deref().unwrap_or(&place.item));
    let deprecated = change.deprecated.as_deref().map(deprecated);
    format!(
        "| {} | {what} | {item}{} | {} |\n",
        cell(owner),
        deprecated.unwrap_or_default(),
        more(page, links).join(" · ")
    )
}

/// Returns the deprecation note of a removed item.
fn deprecated(why: &str) -> String {
    format!(", was {}", visible(why).replace('|', "\\|"))
}

pub(super) fn folded(summary: &str, body: &str) -> String {
    format!("\n<details><summary>{summary}</summary>\n\n{body}\n</details>\n")
}

/// Returns links to more information on an operation or a schema.
fn more(page: Option<&Page>, links: Option<&str>) -> Vec<String> {
    let docs = page.and_then(|it| it.docs.as_deref());
    let docs = docs.and_then(|it| link("documentation", it));
    let file = page.map(|it| file(&it.file, links.filter(|_| it.is_there)));
    docs.into_iter().chain(file).collect()
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
    let mut text = String::new();
    if is_schema {
        text.push_str(&format!("In {}.\n\n", operations(changes.iter().copied())));
    }
    let more = more(page, links);
    if !more.is_empty() {
        text.push_str(&format!("{}\n\n", more.join(" · ")));
    }
    text.push_str("| change | where | old | new | Rust | wire |\n|---|---|---|---|---|---|\n");
    for change in changes {
        text.push_str(&row(change));
    }
    folded(
        &format!("{sort}<code>{}</code>: {count}", html(owner)),
        &text,
    )
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
        value(&change.old)
            + &change
                .deprecated
                .as_deref()
                .map(deprecated)
                .unwrap_or_default(),
        value(
            change
                .signature
                .as_ref()
                .map_or(&change.new, |_| &change.signature)
        ),
    )
}

/// Returns the name of a file of the crate, as a link if the base URL is known.
pub(super) fn file(path: &str, links: Option<&str>) -> String {
    let is_plain = path
        .chars()
        .all(|it| it.is_ascii_alphanumeric() || "_-./".contains(it));
    match links.filter(|_| is_plain) {
        Some(base) => link(path, &format!("{}/{path}", base.trim_end_matches('/'))),
        None => None,
    }
    .unwrap_or_else(|| code(path))
}

/// Returns a link if its target is a plain `https` URL, otherwise the text.
fn link(text: &str, url: &str) -> Option<String> {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "-._~:/?#&=%+,".contains(it);
    (url.starts_with("https://") && url.chars().all(is_plain)).then(|| format!("[{text}]({url})"))
}

fn html(text: &str) -> String {
    let text = visible(text).replace('&', "&amp;");
    text.replace('<', "&lt;").replace('>', "&gt;")
}
