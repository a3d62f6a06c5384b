//! Tags to operations, and operations to every component that they reach.

use std::borrow::Cow;
use std::collections::BTreeSet;

use indexmap::IndexMap;
use openapiv3::{Parameter, ReferenceOr};
use serde::Deserialize;

use crate::load::Document;
use crate::report::{Diagnostic, Diagnostics, Result, quoted};
use crate::resolve::{self, Components};

/// The methods of a path item, in OpenAPI's order.
const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// Which tags to select.
#[derive(Clone, Debug)]
pub enum Tags {
    /// All.
    All,
    /// Those named.
    Named(Vec<String>),
}

/// The selected operations and every component that they reach, and nothing else.
#[derive(Debug)]
pub struct Selection<'a> {
    /// Where it comes from.
    pub document: &'a Document<'a>,
    /// The selected tags, in the description's order.
    pub tags: Vec<String>,
    /// The operations, in the description's order.
    pub operations: Vec<SelectedOperation<'a>>,
    /// The components, in the description's order.
    pub components: Components<'a>,
}

/// One operation, as text.
#[derive(Clone, Debug)]
pub struct SelectedOperation<'a> {
    /// The path's template.
    pub path: String,
    /// The method, in capitals.
    pub method: String,
    /// The operationId.
    pub id: String,
    /// The JSON text.
    pub raw: Cow<'a, str>,
    /// Where it stands in the description.
    pub pointer: String,
}

/// What is needed of an operation to choose it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Brief {
    /// The tags.
    #[serde(default)]
    pub tags: Vec<String>,
    /// The operationId.
    #[serde(default)]
    pub operation_id: String,
    /// Whether it should not be used any more.
    #[serde(default)]
    pub deprecated: bool,
}

/// Selects operations by their tags, which have to match exactly.
///
/// # Errors
///
/// Fails if a tag has no operation, or a reference leads nowhere.
pub fn select<'a>(document: &'a Document<'a>, tags: &Tags) -> Result<Selection<'a>> {
    let all = operations(document)?;
    let present: BTreeSet<String> = all.iter().flat_map(|(_, it)| it.tags.clone()).collect();
    let present: BTreeSet<&str> = present.iter().map(String::as_str).collect();
    let wanted: BTreeSet<&str> = match tags {
        Tags::All => present.clone(),
        Tags::Named(names) => names.iter().map(String::as_str).collect(),
    };
    let unknown = wanted
        .difference(&present)
        .map(|tag| unknown_tag(tag, &present));
    if let Some(unknown) = Diagnostics::collect(unknown.collect()) {
        return Err(unknown);
    }
    let mut order: Vec<String> = Vec::new();
    let mut ids: IndexMap<String, String> = IndexMap::new();
    let mut twice = Vec::new();
    let mut selected = Vec::new();
    for (operation, brief) in all {
        let Some(tag) = brief.tags.iter().find(|tag| wanted.contains(tag.as_str())) else {
            continue;
        };
        if !order.contains(tag) {
            order.push(tag.clone());
        }
        if let Some(first) = ids.insert(operation.id.clone(), operation.pointer.clone())
            && !operation.id.is_empty()
        {
            twice.push(
                Diagnostic::new(
                    format!(
                        "the operationId {} stands twice: also at {first}",
                        quoted(&operation.id)
                    ),
                    "give one of the two another in spec/overlay.yaml",
                )
                .at(&operation.pointer),
            );
        }
        selected.push(operation);
    }
    if let Some(twice) = Diagnostics::collect(twice) {
        return Err(twice);
    }
    let components = resolve::reached(document, &selected, &Components::new())?;
    Ok(Selection {
        document,
        tags: declared_order(document, order),
        operations: selected,
        components,
    })
}

/// Returns all operations with what is needed to choose among them.
///
/// # Errors
///
/// Fails if one of them is not an operation.
pub fn operations<'a>(document: &'a Document<'a>) -> Result<Vec<(SelectedOperation<'a>, Brief)>> {
    let mut operations = Vec::new();
    let mut refused = Vec::new();
    for (path, item) in &document.paths {
        for (method, raw) in item
            .iter()
            .filter(|(method, _)| METHODS.contains(&method.as_str()))
        {
            let pointer = format!("#/paths/{}/{method}", resolve::escape(path));
            match serde_json::from_str::<Brief>(raw.get()) {
                Ok(brief) => operations.push((
                    SelectedOperation {
                        path: path.clone(),
                        method: method.to_uppercase(),
                        id: brief.operation_id.clone(),
                        raw: Cow::Borrowed(raw.get()),
                        pointer,
                    },
                    brief,
                )),
                Err(error) => refused.push(resolve::unreadable("an operation", &error).at(pointer)),
            }
        }
    }
    match Diagnostics::collect(refused) {
        Some(refused) => Err(refused),
        None => Ok(operations),
    }
}

impl Selection<'_> {
    /// Returns the selected tags with what the description says of them.
    pub fn tags_with_docs(&self) -> Vec<(String, String)> {
        let declared = declared_tags(self.document);
        self.tags
            .iter()
            .map(|tag| {
                let doc = declared.iter().find(|it| it.name == *tag);
                (
                    tag.clone(),
                    doc.map(|it| it.description.clone()).unwrap_or_default(),
                )
            })
            .collect()
    }

    /// Returns the parameters that all operations of a path share, with their pointers.
    ///
    /// # Errors
    ///
    /// Fails if they are not parameters.
    pub fn path_parameters(&self, path: &str) -> Result<Vec<(String, ReferenceOr<Parameter>)>> {
        let item = self.document.paths.get(path);
        let Some(raw) = item.and_then(|item| item.get("parameters")) else {
            return Ok(Vec::new());
        };
        let pointer = format!("#/paths/{}/parameters", resolve::escape(path));
        let parameters: Vec<ReferenceOr<Parameter>> = serde_json::from_str(raw.get())
            .map_err(|error| resolve::unreadable("a list of parameters", &error).at(&pointer))?;
        Ok(parameters
            .into_iter()
            .enumerate()
            .map(|(index, it)| (format!("{pointer}/{index}"), it))
            .collect())
    }

    /// Returns the operations that need what is at a pointer, a few of them by name.
    pub fn needed_by(&self, pointer: &str) -> Vec<String> {
        const SHOWN: usize = 3;
        let users: Vec<String> = self
            .operations
            .iter()
            .filter(|operation| {
                pointer == operation.pointer
                    || pointer.starts_with(&format!("{}/", operation.pointer))
                    || resolve::reaches(self, operation, pointer)
            })
            .map(|it| format!("{} {} ({})", it.method, it.path, it.id))
            .collect();
        let more = users.len().saturating_sub(SHOWN);
        let mut shown: Vec<String> = users.into_iter().take(SHOWN).collect();
        if more > 0 {
            shown.push(format!("and {more} more"));
        }
        shown
    }
}

#[derive(Deserialize)]
struct DeclaredTag {
    name: String,
    #[serde(default)]
    description: String,
}

fn declared_tags(document: &Document<'_>) -> Vec<DeclaredTag> {
    document
        .tags
        .and_then(|raw| serde_json::from_str(raw.get()).ok())
        .unwrap_or_default()
}

/// Sorts tags as the description declares them; those that it does not declare come last.
fn declared_order(document: &Document<'_>, mut tags: Vec<String>) -> Vec<String> {
    let declared = declared_tags(document);
    let place = |tag: &String| declared.iter().position(|it| it.name == *tag);
    tags.sort_by_key(|tag| (place(tag).is_none(), place(tag), tag.clone()));
    tags
}

fn unknown_tag(tag: &str, present: &BTreeSet<&str>) -> Diagnostic {
    const NEAREST: usize = 3;
    let mut near: Vec<&&str> = present.iter().collect();
    near.sort_by_key(|it| (distance(tag, it), **it));
    let near: Vec<String> = near
        .into_iter()
        .take(NEAREST)
        .map(|it| quoted(it))
        .collect();
    let help = match near.as_slice() {
        [] => "the description has no tags".to_owned(),
        near => format!(
            "the nearest tags are {}; `tagsmith operations` lists all {}",
            near.join(", "),
            present.len()
        ),
    };
    Diagnostic::new(format!("no operation has the tag {}", quoted(tag)), help)
}

/// Returns the edit distance of two words.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, from) in left.chars().enumerate() {
        let mut diagonal = std::mem::replace(row.first_mut().unwrap_or(&mut 0), index + 1);
        let mut before = index + 1;
        for (cell, to) in row.iter_mut().skip(1).zip(&right) {
            let cost = diagonal + usize::from(from != *to);
            diagonal = std::mem::replace(cell, cost.min(*cell + 1).min(before + 1));
            before = *cell;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn distances() {
        for (left, right, expected) in [
            ("", "", 0),
            ("copilot", "copilot", 0),
            ("copliot", "copilot", 2),
            ("", "abc", 3),
            ("abc", "", 3),
            ("actions", "action", 1),
        ] {
            assert_eq!(distance(left, right), expected, "{left} {right}");
        }
    }
}
