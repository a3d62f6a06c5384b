//! The sample of the corpus that CI generates and compiles. The sample consists of few and small documents that
//! together have every construct.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use super::manifest::Document;
use crate::description::repository;

/// The maximum number of operations of a document in the sample, so that its crate compiles in seconds.
const MOST_OPERATIONS: usize = 40;

/// The keywords whose values distinguish constructs.
const VALUES: &[&str] = &["explode", "format", "in", "style", "type"];

/// The keywords whose members have names that the author of the description chose.
const NAMES: &[&str] = &[
    "$defs",
    "callbacks",
    "content",
    "definitions",
    "encoding",
    "examples",
    "headers",
    "links",
    "mapping",
    "parameters",
    "paths",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "scopes",
    "securitySchemes",
    "variables",
    "webhooks",
];

/// The keywords that contain data.
const DATA: &[&str] = &["default", "enum", "example", "value"];

/// Returns the path of the file that lists the sample.
pub fn file() -> PathBuf {
    repository().join("tests/corpus-sample.txt")
}

/// Keeps only the documents that the sample lists.
///
/// # Errors
///
/// Fails if the list cannot be read.
pub fn sampled(documents: Vec<Document>) -> Result<Vec<Document>, String> {
    let path = file();
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let listed: BTreeSet<&str> = text
        .lines()
        .filter(|it| !it.starts_with('#'))
        .filter_map(|it| it.split("  ").next())
        .collect();
    let mut documents = documents;
    documents.retain(|it| listed.contains(it.digest.as_str()));
    Ok(documents)
}

/// Chooses a new sample, and writes the list of its documents.
///
/// # Errors
///
/// Fails if a document cannot be read.
pub fn write(documents: &[Document], folder: &Path, most: usize) -> Result<(), String> {
    let mut left = Vec::new();
    for document in documents {
        if !(1..=MOST_OPERATIONS).contains(&document.operations) {
            continue;
        }
        let path = folder.join(document.name());
        let text =
            fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        // A JSON document could be parsed as YAML too, but the YAML parser is slow.
        let parsed = match document.path.ends_with(".json") {
            true => serde_json::from_str(&text).ok(),
            false => serde_yaml::from_str(&text).ok(),
        };
        let parsed: Option<Json> = parsed;
        let mut found = BTreeSet::new();
        if let Some(json) = parsed {
            constructs(&json, false, &mut found);
        }
        found.insert(format!("OpenAPI {}", document.minor()));
        left.push((document, found));
    }
    let mut covered: BTreeSet<String> = BTreeSet::new();
    let mut chosen: Vec<&Document> = Vec::new();
    while chosen.len() < most {
        let new = |found: &BTreeSet<String>| found.difference(&covered).count();
        let best = left
            .iter()
            .enumerate()
            .max_by_key(|(_, (document, found))| {
                (new(found), std::cmp::Reverse(document.operations))
            });
        let Some((index, _)) = best.filter(|(_, (_, found))| new(found) > 0) else {
            break;
        };
        let (document, found) = left.swap_remove(index);
        covered.extend(found);
        chosen.push(document);
    }
    chosen.sort();
    let mut text = format!(
        "# Written by `cargo run -p conformance --bin corpus -- DIR --write-sample {most}`: documents of at most\n\
         # {MOST_OPERATIONS} operations, each the one with the most constructs that those before lack.\n"
    );
    for document in chosen {
        text.push_str(&format!("{}  {}\n", document.digest, document.path));
    }
    let path = file();
    fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))
}

/// Collects the keywords of a description, and the values of keywords that distinguish constructs.
fn constructs(json: &Json, is_names: bool, found: &mut BTreeSet<String>) {
    match json {
        Json::Array(items) => items.iter().for_each(|it| constructs(it, false, found)),
        Json::Object(members) => {
            for (key, value) in members {
                let key = key.as_str();
                if is_names {
                    constructs(value, false, found);
                    continue;
                }
                if key.starts_with("x-") {
                    continue;
                }
                found.insert(key.to_owned());
                if VALUES.contains(&key) && !value.is_object() {
                    found.insert(format!("{key}: {value}"));
                }
                if !DATA.contains(&key) {
                    constructs(value, NAMES.contains(&key), found);
                }
            }
        }
        _ => {}
    }
}
