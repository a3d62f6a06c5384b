//! Prints the results of the corpus as a table.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::check::Checked;
use super::generate::{Ending, Outcome};

/// The maximum number of reasons for refusals in the table.
const KINDS: usize = 40;

/// Returns the table.
pub fn table(outcomes: &[Outcome], checked: Option<&Checked>) -> String {
    let mut text = String::new();
    let versions: BTreeSet<String> = outcomes.iter().map(|it| it.document.minor()).collect();
    text.push_str("| OpenAPI | documents | generate | share | refused | too long | crash |\n");
    text.push_str("|---|--:|--:|--:|--:|--:|--:|\n");
    for version in &versions {
        let of: Vec<&Outcome> = of_version(outcomes, version).collect();
        let count = |ended: Ending| of.iter().filter(|it| it.ended == ended).count();
        let _ = writeln!(
            text,
            "| {version} | {} | {} | {:.1} % | {} | {} | {} |",
            of.len(),
            count(Ending::Generated),
            share(outcomes, version),
            count(Ending::Refused),
            count(Ending::Hung),
            count(Ending::Crashed),
        );
    }
    let _ = writeln!(text, "\n{}", costs(outcomes));
    if let Some(checked) = checked {
        let _ = writeln!(text, "\n{checked}");
    }
    text.push_str(&kinds(outcomes));
    text
}

/// Returns the percentage of the documents of a version from which a crate is generated.
pub fn share(outcomes: &[Outcome], version: &str) -> f64 {
    let all = of_version(outcomes, version).count();
    let generated = of_version(outcomes, version).filter(|it| it.ended == Ending::Generated);
    100.0 * generated.count() as f64 / all.max(1) as f64
}

/// Returns a line for each document: its result, its name, and its first error.
pub fn list(outcomes: &[Outcome]) -> String {
    let line = |it: &Outcome| {
        let why = reasons(&it.message).into_iter().next().unwrap_or_default();
        let millis = it.time.as_millis();
        let name = it.document.name();
        format!("{:?}\t{millis} ms\t{name}\t{why}\n", it.ended)
    };
    outcomes.iter().map(line).collect()
}

fn of_version<'a>(outcomes: &'a [Outcome], version: &str) -> impl Iterator<Item = &'a Outcome> {
    outcomes
        .iter()
        .filter(move |it| it.document.minor() == version)
}

/// Returns the time and memory of the documents.
fn costs(outcomes: &[Outcome]) -> String {
    let mut each: Vec<f64> = outcomes
        .iter()
        .filter(|it| it.ended == Ending::Generated && it.document.operations > 0)
        .map(|it| it.time.as_secs_f64() * 1e3 / it.document.operations as f64)
        .collect();
    each.sort_by(f64::total_cmp);
    let median = each.get(each.len() / 2).copied().unwrap_or(0.0);
    let slowest = outcomes.iter().max_by_key(|it| it.time);
    let largest = outcomes.iter().max_by_key(|it| it.peak);
    let (Some(slowest), Some(largest)) = (slowest, largest) else {
        return String::new();
    };
    format!(
        "{median:.1} ms per operation (median); longest: {:.1} s ({}); most memory: {} MB ({})",
        slowest.time.as_secs_f64(),
        slowest.document.path,
        largest.peak / 1_000_000,
        largest.document.path,
    )
}

/// Returns the table of reasons. For each reason, it shows how many documents are refused for that reason, and how many
/// for that reason alone.
fn kinds(outcomes: &[Outcome]) -> String {
    let mut with: BTreeMap<String, (usize, usize, &str)> = BTreeMap::new();
    for outcome in outcomes.iter().filter(|it| it.ended == Ending::Refused) {
        let kinds: BTreeSet<String> = reasons(&outcome.message)
            .iter()
            .map(|it| kind(it))
            .collect();
        let is_alone = kinds.len() == 1;
        for kind in kinds {
            let entry = with.entry(kind).or_insert((0, 0, &outcome.document.path));
            entry.0 += 1;
            entry.1 += usize::from(is_alone);
        }
    }
    if with.is_empty() {
        return String::new();
    }
    let mut rows: Vec<_> = with.into_iter().collect();
    rows.sort_by(|left, right| right.1.0.cmp(&left.1.0).then(left.0.cmp(&right.0)));
    let mut text =
        "\n| refusal | documents | alone | for example |\n|---|--:|--:|---|\n".to_owned();
    for (kind, (documents, alone, example)) in rows.iter().take(KINDS) {
        let kind = kind.replace('|', "\\|");
        let _ = writeln!(text, "| {kind} | {documents} | {alone} | `{example}` |");
    }
    if rows.len() > KINDS {
        let _ = writeln!(text, "\n{} more kinds", rows.len() - KINDS);
    }
    text
}

/// Returns the errors in the program's output.
fn reasons(message: &str) -> Vec<&str> {
    let lines = message.lines().filter_map(|it| it.strip_prefix("error: "));
    lines.collect()
}

/// Returns a reason without its variable parts: names, numbers and quoted text.
fn kind(reason: &str) -> String {
    let mut kind = String::new();
    let mut quote: Option<char> = None;
    for it in reason.chars() {
        match quote {
            Some(end) if it == end => quote = None,
            Some(_) => {}
            None if it == '`' || it == '"' => {
                quote = Some(it);
                kind.push('…');
            }
            None if it.is_ascii_digit() => {
                if !kind.ends_with('0') {
                    kind.push('0');
                }
            }
            None => kind.push(it),
        }
    }
    let words: Vec<&str> = kind
        .split_whitespace()
        .map(|word| {
            if word.starts_with("#/") {
                "#/…"
            } else {
                word
            }
        })
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::kind;

    #[test]
    fn removes_names_and_numbers_from_reasons() {
        let left = kind("two types would have the name `A`: this one and #/components/schemas/a");
        let right =
            kind("two types would have the name `Bc`: this one and #/components/schemas/bc");
        assert_eq!(left, right);
        assert_eq!(left, "two types would have the name …: this one and #/…");
    }
}
