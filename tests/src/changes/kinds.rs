//! Generates the page of all kinds of changes: descriptions, examples with verdicts, and the corresponding oasdiff
//! rules.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

use serde::Deserialize;
use tagsmith::diff::Kind;

use super::cases::{Cases, Expected, folder};

/// The groups of kinds. Each entry is the first kind of a group.
const GROUPS: &[(Kind, &str)] = &[
    (Kind::ServerChanged, "Crate and API"),
    (Kind::OperationAdded, "Operations"),
    (Kind::ParameterAdded, "Parameters"),
    (Kind::BodyAdded, "Request bodies"),
    (Kind::SuccessChanged, "Responses"),
    (Kind::TypeChanged, "Types"),
    (Kind::MemberAdded, "Properties"),
    (Kind::EnumValueAdded, "Enum values, unions and constraints"),
    (Kind::DocumentationChanged, "Documentation"),
];

/// The oasdiff rules of all kinds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Oasdiff {
    /// The oasdiff version, with a link to its rules.
    about: String,
    kinds: BTreeMap<String, Rules>,
}

/// The oasdiff rules of one kind.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    /// The oasdiff rules that report the same change.
    #[serde(default)]
    rules: BTreeMap<String, Level>,
    /// How oasdiff differs, and why.
    note: Option<String>,
}

/// The severity that oasdiff assigns to a change.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    #[serde(rename = "ERR")]
    Err,
    #[serde(rename = "WARN")]
    Warn,
    #[serde(rename = "INFO")]
    Info,
}

impl Level {
    const ALL: [Self; 3] = [Self::Err, Self::Warn, Self::Info];

    fn name(self) -> &'static str {
        match self {
            Self::Err => "ERR",
            Self::Warn => "WARN",
            Self::Info => "INFO",
        }
    }
}

/// Returns the page.
///
/// # Errors
///
/// Fails if the oasdiff data is missing, or if its kinds are not exactly the existing ones.
pub fn page(cases: &Cases) -> Result<String, String> {
    let path = folder().join("oasdiff.yaml");
    let text = fs::read_to_string(&path).map_err(|error| error.to_string())?;
    let oasdiff: Oasdiff = serde_yaml::from_str(&text).map_err(|error| error.to_string())?;
    let is_kind = |name: &&String| !Kind::ALL.iter().any(|it| it.name() == **name);
    if let Some(name) = oasdiff.kinds.keys().find(is_kind) {
        return Err(format!("oasdiff.yaml: {name} is no kind"));
    }
    let mut page = BEGIN.replace("OASDIFF", &oasdiff.about);
    for kind in Kind::ALL {
        if let Some((_, title)) = GROUPS.iter().find(|(first, _)| first == kind) {
            line(&mut page, &format!("## {title}\n"));
        }
        let rules = oasdiff.kinds.get(kind.name());
        let rules = rules.ok_or(format!("oasdiff.yaml: nothing of {}", kind.name()))?;
        section(&mut page, *kind, cases, rules)?;
    }
    page.truncate(page.trim_end().len());
    Ok(page + "\n")
}

fn section(page: &mut String, kind: Kind, cases: &Cases, rules: &Rules) -> Result<(), String> {
    line(page, &format!("### {}\n", kind.name()));
    line(page, &format!("{}. {}\n", kind.what(), kind.why()));
    for (name, verdicts) in examples(kind, cases) {
        line(page, &format!("- {name}: {verdicts}"));
    }
    let text = describe(rules);
    if text.is_empty() {
        return Err(format!(
            "oasdiff.yaml: {} has neither rules nor a note",
            kind.name()
        ));
    }
    line(page, &format!("\noasdiff: {text}\n"));
    Ok(())
}

/// Returns one case for each pair of verdicts of a kind. A case with no other changes is preferred.
fn examples(kind: Kind, cases: &Cases) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut add = |name: String, changes: &[Expected]| {
        for change in changes.iter().filter(|it| it.kind == kind.name()) {
            let verdicts = format!("wire {}, Rust {}", change.wire, change.rust);
            if !found.iter().any(|(_, it)| *it == verdicts) {
                found.push((name.clone(), verdicts));
            }
        }
    };
    for is_alone in [true, false] {
        let those = || {
            let all = cases.all.iter();
            all.filter(move |it| (it.changes.len() == 1) == is_alone)
        };
        for case in those() {
            add(case.name.clone(), &case.changes);
        }
        for case in those() {
            add(format!("{}, reversed", case.name), &case.back);
        }
    }
    found
}

fn describe(rules: &Rules) -> String {
    let mut parts = Vec::new();
    for level in Level::ALL {
        let of_level = rules.rules.iter().filter(|(_, it)| **it == level);
        let names: Vec<String> = of_level.map(|(name, _)| format!("`{name}`")).collect();
        if !names.is_empty() {
            parts.push(format!("{} {}", level.name(), names.join(", ")));
        }
    }
    let rules_told = parts.join("; ");
    match (&rules.note, rules_told.is_empty()) {
        (Some(note), true) => format!("no rule. {note}"),
        (Some(note), false) => format!("{rules_told}. {note}"),
        (None, true) => String::new(),
        (None, false) => format!("{rules_told}."),
    }
}

fn line(page: &mut String, text: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(page, "{text}");
}

const BEGIN: &str = "\
# Kinds of changes

`tagsmith diff OLD NEW` assigns each change a kind and two verdicts.

## Wire verdict

The wire verdict tells whether a client of OLD works with a server of NEW. It compares the values that both descriptions
allow, and depends on the direction:

- A response breaks if a body becomes valid that was invalid before.
- A request breaks if a body becomes invalid that was valid before.

Thus a new enum value breaks responses, but not requests. The description does not state whether a server sends the value.

Successes are compared status by status, independent of their Rust type. If both descriptions declare a status, the verdict
follows from its body. An added status is compatible: by RFC 9110 (section 15), a client treats an unknown 2xx as a 200,
and so does the generated crate. A removed status breaks, since a client may need this status.

## Rust verdict

The Rust verdict tells how the change affects source code for the old crate:

| verdict | meaning |
|---|---|
| *breaking* | some source no longer compiles, or the same call has a different meaning |
| *behaviour* | source compiles, but behaves differently |
| *addition* | an item is newly available, or a compiler warning disappears |
| *same* | source is not affected |

The Rust verdicts determine the version: breaking is major, addition and behaviour are minor, same is patch. Before 1.0.0,
breaking increases the second number, and all others the third. A wire verdict alone never increases the version: every enum
of the crate accepts unknown values, so a new value breaks no source.

## Examples and oasdiff

Each kind has an example for each pair of verdicts. An example that ends with \"reversed\" compares NEW with OLD. Each kind
also lists the rules of [oasdiff](https://github.com/oasdiff/oasdiff) for the same change with their levels: ERR breaks,
WARN may break, INFO does not break. The rules come from OASDIFF. A note
explains differences between the tools.

";
