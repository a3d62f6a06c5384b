//! The selected part of a description.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeSet;

use openapiv3::{Parameter, ReferenceOr, Server};

use super::declared::declared_tags;
use super::operation::SelectedOperation;
use super::reach::{component_of, each, reached};
use crate::api::Skipped;
use crate::description::load::{Document, has};
use crate::description::reference::{
    ComponentKey, Components, copied, escape, unreadable, unreadable_schema,
};
use crate::report::Result;

/// The selected operations, and all components that they reach.
#[derive(Clone, Debug)]
pub struct Selection<'a> {
    /// The description from which the operations are selected.
    pub document: &'a Document<'a>,
    /// The selected tags, in the description's order.
    pub tags: Vec<String>,
    /// The operations, in the description's order.
    pub operations: Vec<SelectedOperation<'a>>,
    /// The skipped operations.
    pub skipped: Vec<Skipped>,
    /// The components, in the description's order.
    pub components: Components<'a>,
    /// The corrected components, whether they are reached or not.
    pub(crate) corrected: Components<'a>,
    /// The components that each operation reaches, computed on first use.
    pub(in crate::description) reach: OnceCell<Vec<BTreeSet<ComponentKey>>>,
}

impl Selection<'_> {
    /// Returns the selected tags with their descriptions.
    pub fn tags_with_docs(&self) -> Vec<(String, String)> {
        let tags = self.tags.iter();
        tags.map(|tag| (tag.clone(), self.doc_of_tag(tag)))
            .collect()
    }

    /// Returns the documentation of a tag, or an empty string.
    pub(crate) fn doc_of_tag(&self, tag: &str) -> String {
        let declared = declared_tags(self.document).into_iter();
        let mut declared = declared.filter(|it| it.name == tag);
        declared.next().map(|it| it.description).unwrap_or_default()
    }

    /// Returns the path-level parameters of a path, with their JSON pointers.
    ///
    /// # Errors
    ///
    /// Fails if the parameters are invalid.
    pub fn path_parameters(&self, path: &str) -> Result<Vec<(String, ReferenceOr<Parameter>)>> {
        let item = self.document.paths.get(path);
        let Some(raw) = item.and_then(|item| item.get("parameters")) else {
            return Ok(Vec::new());
        };
        let pointer = format!("#/paths/{}/parameters", escape(path));
        if let Some(found) = unreadable_schema(raw.get(), false) {
            let pointer = format!("{pointer}{}", found.pointer);
            let why = unreadable("a schema", &found.error);
            return Err(why.at(pointer).into());
        }
        let parameters: Vec<ReferenceOr<Parameter>> = serde_json::from_str(raw.get())
            .map_err(|error| unreadable("a list of parameters", &error).at(&pointer))?;
        Ok(parameters
            .into_iter()
            .enumerate()
            .map(|(index, it)| (format!("{pointer}/{index}"), it))
            .collect())
    }

    /// Finds the reached components again after a correction.
    ///
    /// # Errors
    ///
    /// Fails if a reference cannot be resolved.
    pub(crate) fn reach(&mut self) -> Result<()> {
        self.components = reached(self.document, &self.operations, &self.corrected)?;
        self.reach = OnceCell::new();
        Ok(())
    }

    /// Returns the path-level servers of a path.
    ///
    /// # Errors
    ///
    /// Fails if the servers are invalid.
    pub fn path_servers(&self, path: &str) -> Result<Vec<Server>> {
        let item = self.document.paths.get(path);
        let Some(raw) = item.and_then(|item| item.get("servers")) else {
            return Ok(Vec::new());
        };
        let pointer = format!("#/paths/{}/servers", escape(path));
        serde_json::from_str(raw.get())
            .map_err(|error| unreadable("a list of servers", &error).at(pointer).into())
    }

    /// Returns the text of an operation or a component.
    pub(crate) fn text(&self, pointer: &str) -> Option<&str> {
        let operation = self.operations.iter().find(|it| it.pointer == pointer);
        let component = || {
            self.components
                .iter()
                .find(|(key, _)| key.pointer() == pointer)
        };
        operation
            .map(|it| &*it.raw)
            .or_else(|| component().map(|(_, raw)| &**raw))
    }

    /// Returns the original of a nullable copy: `x` for `nullable-x`, if they differ only in `nullable`.
    pub(crate) fn copied_schema(&self, name: &str) -> Option<String> {
        let key = ComponentKey {
            kind: "schemas".to_owned(),
            name: name.to_owned(),
        };
        copied(&key, |key| self.components.get(key)).map(|it| it.name)
    }

    /// Returns whether a JSON pointer is inside the selection, even if nothing is at the pointer.
    pub fn has(&self, pointer: &str) -> bool {
        let within = |part: &str| {
            pointer
                .strip_prefix(part)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.operations.iter().any(|it| within(&it.pointer))
            || self.components.keys().any(|key| within(&key.pointer()))
    }

    /// Returns whether a JSON pointer matches a part of the selection, another part of the description, or a tag.
    pub fn leads(&self, pointer: &str) -> bool {
        if let Some(tag) = pointer.strip_prefix("#/tags/") {
            let declared = declared_tags(self.document).into_iter().map(|it| it.name);
            let mut tags = self.tags.iter().cloned().chain(declared);
            return tags.any(|it| escape(&it) == tag);
        }
        let operations = self.operations.iter();
        let operations = operations.map(|it| (it.pointer.clone(), &it.raw));
        let components = self.components.iter();
        let components = components.map(|(key, raw)| (key.pointer(), raw));
        let is_in = |(part, raw): (String, &Cow<'_, str>)| {
            let rest = pointer
                .strip_prefix(&part)
                .and_then(|it| it.strip_prefix('/'));
            rest.is_some_and(|rest| has(raw, rest))
        };
        self.document.has(pointer) || operations.chain(components).any(is_in)
    }

    /// Returns the operations that need the target of a JSON pointer.
    pub fn users(&self, pointer: &str) -> impl Iterator<Item = &SelectedOperation<'_>> {
        let component = component_of(pointer);
        let reach = component.is_some().then(|| {
            self.reach
                .get_or_init(|| each(&self.components, &self.operations))
        });
        let operations = self.operations.iter().enumerate();
        let users = operations.filter(move |(index, operation)| {
            let reached = reach.and_then(|it| it.get(*index));
            pointer == operation.pointer
                || pointer.starts_with(&format!("{}/", operation.pointer))
                || (component.as_ref().zip(reached)).is_some_and(|(key, it)| it.contains(key))
        });
        users.map(|(_, it)| it)
    }

    /// Returns the first operations that need the target of a JSON pointer, and `and N more` for all other operations.
    pub fn needed_by(&self, pointer: &str) -> Vec<String> {
        const SHOWN: usize = 3;
        let users: Vec<String> = self
            .users(pointer)
            .map(|it| format!("{} {} ({})", it.method, it.path, it.id))
            .collect();
        let more = users.len().saturating_sub(SHOWN);
        let mut displayed: Vec<String> = users.into_iter().take(SHOWN).collect();
        if more > 0 {
            displayed.push(format!("and {more} more"));
        }
        displayed
    }
}
