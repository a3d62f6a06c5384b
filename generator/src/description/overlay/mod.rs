//! Applies corrections of the description, written as OpenAPI Overlay 1.0 with evidence. Corrections are applied
//! component by component. A correction without an effect is reported as expired.

mod edit;
mod fit;
mod target;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value as Json;
use serde_yaml::Value as Tree;

use crate::config::{Occasion, Scope};
use crate::description::select::Selection;
use crate::description::{dialect, reference};
use crate::report::{Diagnostic, Diagnostics, Result, describe, quoted};

use self::target::{Step, Target};

/// An overlay.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    overlay: String,
    #[serde(rename = "info")]
    _info: Info,
    #[serde(default, rename = "extends")]
    _extends: Option<String>,
    actions: Vec<Action>,
}

#[derive(Debug, Deserialize)]
struct Info {
    #[serde(rename = "title")]
    _title: String,
    #[serde(rename = "version")]
    _version: String,
}

/// A correction.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Action {
    target: String,
    #[serde(default, rename = "description")]
    _description: String,
    #[serde(default)]
    update: Option<Tree>,
    #[serde(default)]
    remove: bool,
    #[serde(default, rename = "x-evidence")]
    evidence: String,
    #[serde(default, rename = "x-descriptions")]
    descriptions: Vec<String>,
    #[serde(default, rename = "x-tags")]
    tags: Vec<String>,
    #[serde(default, rename = "x-api-versions")]
    api_versions: Vec<String>,
}

/// The corrections in one file.
#[derive(Debug)]
pub struct Overlay {
    name: String,
    /// Whether the corrections may be for other versions of the description.
    is_built_in: bool,
    actions: Vec<(Action, Target)>,
}

impl Overlay {
    /// Reads an overlay.
    ///
    /// # Errors
    ///
    /// Fails if the overlay is invalid, or if an action lacks evidence.
    pub fn read(path: &Path) -> Result<Self> {
        Self::parse(&crate::file::text(path)?, &path.display().to_string())
    }

    /// Parses an overlay that was read from `name`.
    ///
    /// # Errors
    ///
    /// Fails if the overlay is invalid, or if an action lacks evidence.
    pub fn parse(text: &str, name: &str) -> Result<Self> {
        let refuse = |why: String| {
            Diagnostic::new(
                format!("the overlay is invalid: {why}"),
                "follow the OpenAPI Overlay Specification 1.0",
            )
        };
        crate::description::load::check_yaml(text).map_err(|why| refuse(why).at(name))?;
        let file: File = serde_yaml::from_str(text).map_err(|error| {
            let location = error.location().map_or_else(
                || name.to_owned(),
                |at| format!("{name}:{}:{}", at.line(), at.column()),
            );
            refuse(describe(&error)).at(location)
        })?;
        if !file.overlay.starts_with("1.0.") {
            return Err(Diagnostic::new(
                format!(
                    "the overlay has the version {}; only 1.0 is supported",
                    quoted(&file.overlay)
                ),
                "follow the OpenAPI Overlay Specification 1.0",
            )
            .at(name)
            .into());
        }
        let mut actions = Vec::new();
        let mut refused = Vec::new();
        for action in file.actions {
            match check(&action) {
                Ok(target) => actions.push((action, target)),
                Err(diagnostic) => {
                    refused.push(diagnostic.at(format!("{name}: {}", action.target)))
                }
            }
        }
        match Diagnostics::collect(refused) {
            Some(refused) => Err(refused),
            None => Ok(Self {
                name: name.to_owned(),
                is_built_in: false,
                actions,
            }),
        }
    }

    /// Returns the corrections for use with all versions of a description: those of missing components are ignored.
    #[must_use]
    pub(crate) fn built_in(self) -> Self {
        Self {
            is_built_in: true,
            ..self
        }
    }

    /// Applies the corrections, and returns the expired ones. The target of an expired correction is selected, but the
    /// correction changes nothing.
    ///
    /// # Errors
    ///
    /// Fails if a corrected part has a reference that cannot be resolved.
    pub fn apply(
        &self,
        selection: &mut Selection<'_>,
        occasion: &Occasion<'_>,
    ) -> Result<Vec<Diagnostic>> {
        let mut before: BTreeMap<String, String> = BTreeMap::new();
        let mut touched: Vec<(&Action, Vec<String>)> = Vec::new();
        for (action, target) in &self.actions {
            if !action.scope().has(occasion) {
                continue;
            }
            let update = match &action.update {
                Some(update) if self.is_built_in => {
                    let Some(fitted) = fit::fitted(update, selection.document) else {
                        continue;
                    };
                    Some(fitted)
                }
                update => update.clone(),
            };
            let update = update.as_ref();
            let (mut selected, mut changed) = (false, Vec::new());
            let mut leads_elsewhere = false;
            for operation in &mut selection.operations {
                let place = ["paths", &operation.path, &operation.method.to_lowercase()];
                if target.leads_into(place) {
                    selected = true;
                    if let Some(text) = action.correct(update, target, place, &operation.raw)? {
                        leads_elsewhere |= refers_to_others(&operation.raw, &text);
                        let old = std::mem::replace(&mut operation.raw, Cow::Owned(text));
                        before
                            .entry(operation.pointer.clone())
                            .or_insert(old.into_owned());
                        changed.push(operation.pointer.clone());
                    }
                }
            }
            for (key, raw) in &mut selection.components {
                let place = ["components", key.kind.as_str(), key.name.as_str()];
                if target.leads_into(place) {
                    selected = true;
                    if let Some(text) = action.correct(update, target, place, raw)? {
                        leads_elsewhere |= refers_to_others(raw, &text);
                        let old = std::mem::replace(raw, Cow::Owned(text));
                        before.entry(key.pointer()).or_insert(old.into_owned());
                        selection.corrected.insert(key.clone(), raw.clone());
                        changed.push(key.pointer());
                    }
                }
            }
            if leads_elsewhere {
                // Reaches components again, since the next action may correct a component that this one references.
                selection.reach()?;
            }
            if selected {
                touched.push((action, changed));
            }
        }
        // Compares the final texts, since one action may revert another.
        let same = |pointer: &String| {
            let now = selection.text(pointer);
            let tree = |text: &str| serde_json::from_str::<Tree>(text).ok();
            before.get(pointer).and_then(|it| tree(it)) == now.and_then(tree)
        };
        let expired = touched
            .iter()
            .filter(|(_, changed)| changed.iter().all(same));
        Ok(expired.map(|(action, _)| self.expired(action)).collect())
    }

    fn expired(&self, action: &Action) -> Diagnostic {
        Diagnostic::new(
            "this correction has no effect",
            "remove the action: the upstream description was corrected, or the target was removed",
        )
        .at(format!("{}: {}", self.name, action.target))
    }
}

/// Returns whether a correction changes the references of a part of the description.
fn refers_to_others(before: &str, after: &str) -> bool {
    let of = |text: &str| reference::references(text).ok();
    of(before).is_none_or(|before| of(after) != Some(before))
}

fn check(action: &Action) -> std::result::Result<Target, Diagnostic> {
    if action.evidence.trim().is_empty() {
        return Err(Diagnostic::new(
            "the correction has no evidence",
            "explain in `x-evidence` how to verify that the description is wrong",
        ));
    }
    if action.remove == action.update.is_some() {
        return Err(Diagnostic::new(
            "an action must have either `update` or `remove: true`",
            "use exactly one of `update` and `remove: true`",
        ));
    }
    Target::parse(&action.target)
}

impl Action {
    fn scope(&self) -> Scope {
        Scope {
            tags: self.tags.clone(),
            descriptions: self.descriptions.clone(),
            api_versions: self.api_versions.clone(),
        }
    }

    /// Returns the corrected text of a part of the description, or `None` if nothing changed.
    fn correct(
        &self,
        update: Option<&Tree>,
        target: &Target,
        place: [&str; 3],
        raw: &str,
    ) -> Result<Option<String>> {
        let pointer = || {
            let [first, second, third] = place.map(reference::escape);
            format!("#/{first}/{second}/{third}")
        };
        let unreadable = |error: serde_json::Error| {
            Diagnostics::from(
                reference::unreadable("a part of a description", &error).at(pointer()),
            )
        };
        let value: Json = serde_json::from_str(raw).map_err(unreadable)?;
        let found = target.find(place, value);
        if found.is_empty() {
            return Ok(None);
        }
        if self.remove && found.iter().any(Vec::is_empty) {
            return Err(Diagnostic::new(
                "a correction must not remove a whole operation or component",
                "to remove an operation, add a [[skip]]; to remove a component, correct the references to it",
            )
            .at(pointer())
            .into());
        }
        // Uses `Tree`, because `serde_json::Value` does not preserve the order of members.
        let before: Tree = serde_json::from_str(raw).map_err(unreadable)?;
        let mut after = before.clone();
        // Edits in reverse order, so that the indices of earlier items stay valid after a removal.
        for path in found.iter().rev() {
            match update {
                Some(update) => edit::update(&mut after, path, update),
                None => edit::remove(&mut after, path),
            }
        }
        if after == before {
            return Ok(None);
        }
        let text = serde_json::to_string(&after).map_err(unreadable)?;
        // An update may use keywords of OpenAPI 3.1.
        let has_words = |path: &Vec<Step>| update.is_some_and(|it| has_words_of_3_1(path, it));
        if found.iter().any(has_words) {
            let kind = (place[0] == "components").then_some(place[1]);
            return Ok(dialect::part(kind, &text).or(Some(text)));
        }
        Ok(Some(text))
    }
}

/// Returns whether an update at a path uses OpenAPI 3.1.
fn has_words_of_3_1(path: &[Step], update: &Tree) -> bool {
    let key = match path.last() {
        Some(Step::Member(name)) => name,
        Some(Step::Item(_)) | None => "",
    };
    dialect::has_words(key, update)
}

#[cfg(test)]
mod tests;
