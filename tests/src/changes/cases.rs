//! The test cases of the change report. A case has edits of a description, and the expected changes.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value as Json;
use serde_yaml::Value as Yaml;
use tagsmith::api::Api;
use tagsmith::config::{Config, Rename};
use tagsmith::crate_ir::Crate;
use tagsmith::description::load::Source;
use tagsmith::diff::Change;
use tagsmith::emit::rust;
use tagsmith::output::Output;
use tagsmith::pipeline::lowered;

use super::edit::Edit;
use crate::description::Description;

/// All cases, and their base description.
#[derive(Debug)]
pub struct Cases {
    /// The base description of all edits.
    base: Yaml,
    /// The cases.
    pub all: Vec<Case>,
}

/// A test case: one change of the description.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// The name of the change.
    pub name: String,
    /// The edits on both sides.
    #[serde(default)]
    pub before: Vec<Edit>,
    /// The edits on the new side only.
    #[serde(default)]
    pub edits: Vec<Edit>,
    /// The `[[rename]]` entries on the new side.
    #[serde(default)]
    pub renames: Vec<Rename>,
    /// The API version on the new side.
    pub api_version: Option<String>,
    /// The crate name on the new side.
    pub krate: Option<String>,
    /// The runtime version on the new side.
    pub runtime: Option<String>,
    /// The expected changes, in any order.
    pub changes: Vec<Expected>,
    /// The expected changes in the reversed comparison, in the same order.
    pub back: Vec<Expected>,
}

/// A side of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Time {
    /// The old side.
    Before,
    /// The new side.
    After,
}

/// One expected change: `kind wire rust item`.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(try_from = "String")]
pub struct Expected {
    /// The kind's name.
    pub kind: String,
    /// The wire verdict.
    pub wire: String,
    /// The Rust verdict.
    pub rust: String,
    /// The item of the crate. Empty in a reversed comparison, because the item is the same.
    pub item: String,
}

impl TryFrom<String> for Expected {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let mut words = text.splitn(4, ' ').map(str::to_owned);
        let mut word = || words.next();
        match (word(), word(), word(), word()) {
            (Some(kind), Some(wire), Some(rust), item) => Ok(Self {
                kind,
                wire,
                rust,
                item: item.unwrap_or_default(),
            }),
            _ => Err(format!("`{text}` is not `kind wire rust item`")),
        }
    }
}

impl Expected {
    /// Returns the changes of a report, sorted.
    pub fn of(changes: &[Change]) -> Vec<Self> {
        let word = |verdict: serde_json::Result<String>| {
            let text = verdict.unwrap_or_default();
            text.trim_matches('"').to_owned()
        };
        let mut all: Vec<Self> = changes
            .iter()
            .map(|it| Self {
                kind: it.kind.name().to_owned(),
                wire: word(serde_json::to_string(&it.wire)),
                rust: word(serde_json::to_string(&it.rust)),
                item: it.place.item.clone(),
            })
            .collect();
        all.sort_unstable();
        all
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {} {}", self.kind, self.wire, self.rust, self.item)
    }
}

impl Case {
    /// Returns the expected changes, sorted.
    pub fn there(&self) -> Vec<Expected> {
        let mut all = self.changes.clone();
        all.sort_unstable();
        all
    }

    /// Returns whether the change concerns the manifest. A probe cannot detect such a change: it has its own name for
    /// the crate, and all crates use the local runtime.
    pub(super) fn is_of_manifest(&self) -> bool {
        self.krate.is_some() || self.runtime.is_some()
    }

    /// Returns the expected changes in the reversed comparison, sorted.
    pub fn back(&self) -> Vec<Expected> {
        let pairs = self.back.iter().cloned().zip(&self.changes);
        let mut all: Vec<Expected> = pairs
            .map(|(mut back, there)| {
                if back.item.is_empty() {
                    back.item.clone_from(&there.item);
                }
                back
            })
            .collect();
        all.sort_unstable();
        all
    }
}

/// Returns the folder of the cases.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("changes")
}

impl Cases {
    /// Reads all cases.
    ///
    /// # Errors
    ///
    /// Fails if the files are missing or malformed.
    pub fn read() -> Result<Self, String> {
        let text = |name: &str| {
            let path = folder().join(name);
            fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
        };
        let describe = |error: serde_yaml::Error| error.to_string();
        Ok(Self {
            base: serde_yaml::from_str(&text("base.yaml")?).map_err(describe)?,
            all: serde_yaml::from_str(&text("cases.yaml")?).map_err(describe)?,
        })
    }

    /// Returns the model of the base description.
    ///
    /// # Errors
    ///
    /// Fails if the description is refused.
    pub fn base(&self) -> Result<Api, String> {
        model(&self.base, &[], None)
    }

    /// Returns the model of a case's old side.
    ///
    /// # Errors
    ///
    /// Fails if the target of an edit does not exist, or if the description is refused.
    pub fn old(&self, case: &Case) -> Result<Api, String> {
        let describe = |error| format!("{}: {error}", case.name);
        model(&self.description(Some((case, Time::Before)))?, &[], None).map_err(describe)
    }

    /// Returns the files of the base crate.
    ///
    /// # Errors
    ///
    /// Fails if the description is refused.
    pub fn base_crate(&self) -> Result<Output, String> {
        let api = self.base()?;
        Ok(Output::default().with(&folder().join("base"), rust::render(&Crate::of(&api))))
    }

    /// Returns the model of a case's new side.
    ///
    /// # Errors
    ///
    /// Fails if the target of an edit does not exist, or if the description is refused.
    pub fn edited(&self, case: &Case) -> Result<Api, String> {
        let describe = |error| format!("{}: {error}", case.name);
        let description = self.description(Some((case, Time::After)))?;
        let mut api =
            model(&description, &case.renames, case.api_version.clone()).map_err(describe)?;
        let package = &mut api.package;
        package.name = case.krate.clone().unwrap_or(package.name.clone());
        package.runtime_version = case
            .runtime
            .clone()
            .unwrap_or(package.runtime_version.clone());
        Ok(api)
    }

    /// Returns the text of the base description, or of a side of a case.
    ///
    /// # Errors
    ///
    /// Fails if the target of an edit does not exist.
    pub fn plain(&self, case: Option<(&Case, Time)>) -> Result<Description, String> {
        self.root(case).map(Description::of)
    }

    /// Returns the text of a side for requests or for responses. Properties that are not sent in that direction are
    /// removed.
    pub(super) fn seen(
        &self,
        case: &Case,
        time: Time,
        without: &str,
    ) -> Result<Description, String> {
        let mut root = self.root(Some((case, time)))?;
        let whole = root.clone();
        one_way(&mut root, &whole, without);
        Ok(Description::of(root))
    }

    fn root(&self, case: Option<(&Case, Time)>) -> Result<Json, String> {
        serde_json::to_value(self.description(case)?).map_err(|error| error.to_string())
    }

    fn description(&self, case: Option<(&Case, Time)>) -> Result<Yaml, String> {
        let mut description = self.base.clone();
        let Some((case, time)) = case else {
            return Ok(description);
        };
        let after = match time {
            Time::Before => &[],
            Time::After => case.edits.as_slice(),
        };
        for edit in case.before.iter().chain(after) {
            let done = edit.apply(&mut description);
            done.map_err(|error| format!("{}: {error}", case.name))?;
        }
        Ok(description)
    }
}

/// Removes properties that are not sent in one direction: `readOnly` from requests, `writeOnly` from responses.
fn one_way(value: &mut Json, whole: &Json, without: &str) {
    let says = |schema: &Json| {
        let reference = schema
            .get("$ref")
            .or_else(|| schema.pointer("/allOf/0/$ref"));
        let target = reference.and_then(Json::as_str);
        let target = target.and_then(|it| whole.pointer(it.trim_start_matches('#')));
        [Some(schema), target]
            .into_iter()
            .flatten()
            .any(|it| it.get(without) == Some(&Json::Bool(true)))
    };
    if let Some(Json::Object(members)) = value.get_mut("properties") {
        let gone: Vec<String> = members
            .iter()
            .filter(|(_, schema)| says(schema))
            .map(|(name, _)| name.clone())
            .collect();
        members.retain(|name, _| !gone.contains(name));
        if let Some(Json::Array(required)) = value.get_mut("required") {
            required.retain(|it| {
                it.as_str()
                    .is_none_or(|it| !gone.iter().any(|gone| gone == it))
            });
        }
    }
    match value {
        Json::Object(members) => members
            .values_mut()
            .for_each(|it| one_way(it, whole, without)),
        Json::Array(items) => items.iter_mut().for_each(|it| one_way(it, whole, without)),
        _ => {}
    }
}

fn model(
    description: &Yaml,
    renames: &[Rename],
    api_version: Option<String>,
) -> Result<Api, String> {
    let text = serde_yaml::to_string(description).map_err(|error| error.to_string())?;
    let source = Source::parse(text, "base.yaml").map_err(|error| error.to_string())?;
    let mut config =
        Config::parse(CONFIG, Path::new("tagsmith.toml")).map_err(|error| error.to_string())?;
    config.rename = renames.to_vec();
    config.package.api_version = api_version;
    let (lowered, _) = lowered(&source, &config).map_err(|error| error.to_string())?;
    Ok(lowered.api)
}

const CONFIG: &str = r#"
description = "base.yaml"
tags = "all"
out = "out"

[crate]
name = "things"
version = "0.1.0"
description = "A crate that changes"
repository = "https://example.com/things"

[profile]
version_header = "X-Things-Version"

[runtime]
version = "0.1.0"
"#;
