//! Prints the report for a terminal.

use super::change::{Change, Weight, Wire};
use super::report::Report;
use super::verdict::Verdict;
use crate::report::visible;

/// Returns the report as text. Breaking changes come first. `versions` are the old and the new version of the crate.
pub fn text(report: &Report, versions: (&str, &str)) -> String {
    let mut text = heading(report.verdict, versions);
    for (weight, title) in [
        (Weight::BreaksSource, "Breaks source"),
        (
            Weight::BreaksWire,
            "Breaks the wire format (source compiles)",
        ),
        (Weight::Behaves, "Changes behaviour (source compiles)"),
        (Weight::Added, "Additions"),
        (Weight::Unseen, "No effect on source"),
    ] {
        let changes = report.changes.iter();
        let changes: Vec<&Change> = changes.filter(|it| it.weight() == weight).collect();
        if !changes.is_empty() {
            text.push_str(&format!("\n{title} ({})\n", changes.len()));
        }
        changes.iter().for_each(|it| text.push_str(&line(it)));
    }
    text
}

/// Returns the verdict and its effect on the version.
fn heading(verdict: Verdict, versions: (&str, &str)) -> String {
    match verdict {
        Verdict::None => "none: the crates are identical\n".to_owned(),
        _ => verdict.describe(versions, visible) + "\n",
    }
}

fn line(change: &Change) -> String {
    let place = &change.place;
    let mut line = format!("  {} {}", change.kind.name(), visible(&place.item));
    line.push_str(&values(change));
    let signature = change.signature.as_ref().filter(|it| **it != place.item);
    line.extend(signature.map(|it| format!(", as {}", visible(it))));
    line.extend(
        change
            .deprecated
            .iter()
            .map(|it| format!(", was {}", visible(it))),
    );
    if change.wire == Wire::Breaking {
        line.push_str(", breaks the wire format");
    }
    let mut within: Vec<String> = Vec::new();
    within.extend(
        place
            .schema
            .as_ref()
            .map(|it| format!("schema {}", visible(it))),
    );
    within.extend(place.part.as_deref().map(visible));
    within.extend(place.path.as_deref().filter(|it| *it != "$").map(visible));
    let mut operations = place.operations.iter();
    let first = operations.next().map_or_else(String::new, |it| visible(it));
    let others = operations.count();
    within.push(match others {
        0 => first,
        1 => format!("{first} and another operation"),
        _ => format!("{first} and {others} other operations"),
    });
    within.retain(|it| !it.is_empty());
    if !within.is_empty() {
        line.push_str(&format!("\n    in {}", within.join(", ")));
    }
    line.push('\n');
    line
}

fn values(change: &Change) -> String {
    match (&change.old, &change.new) {
        (Some(old), Some(new)) => format!(": {} -> {}", visible(old), visible(new)),
        (Some(old), None) => format!(": was {}", visible(old)),
        (None, Some(new)) => format!(": {}", visible(new)),
        (None, None) => String::new(),
    }
}
