//! Parses the operations of the description.

use indexmap::IndexMap;
use openapiv3::{Operation as Source, Response};
use serde_json::Value as Json;

use super::context::Lowering;
use crate::description::resolve::{unreadable, unreadable_schema};
use crate::description::select::{SelectedOperation, derived};

/// A parsed operation of the selection.
pub(super) struct Parsed<'a> {
    selected: &'a SelectedOperation<'a>,
    pub(super) source: Source,
}

/// Parses an operation.
pub(super) fn parse<'a>(
    lowering: &mut Lowering<'_>,
    selected: &'a SelectedOperation<'a>,
) -> Option<Parsed<'a>> {
    if let Some(found) = unreadable_schema(&selected.raw, false) {
        let pointer = format!("{}{}", selected.pointer, found.pointer);
        let needed_by = lowering.selection.needed_by(&pointer);
        let unreadable = unreadable("a schema", &found.error).at(pointer);
        lowering.diagnostics.push(unreadable.needed_by(needed_by));
        return None;
    }
    let read = serde_json::from_str(&selected.raw);
    match read.or_else(|error| without_callbacks(&selected.raw).ok_or(error)) {
        Ok(source) => Some(Parsed { selected, source }),
        Err(error) => {
            lowering.refuse(
                format!("this is not an operation in OpenAPI: {error}"),
                &selected.pointer,
                "correct the description",
            );
            None
        }
    }
}

/// Parses an operation without its callbacks, which a client does not need. openapiv3 rejects references to callbacks.
fn without_callbacks(raw: &str) -> Option<Source> {
    let mut value: Json = serde_json::from_str(raw).ok()?;
    value.as_object_mut()?.remove("callbacks")?;
    serde_json::from_value(value).ok()
}

impl Parsed<'_> {
    pub(super) fn id(&self) -> &str {
        let stated = self.source.operation_id.as_deref();
        let stated = stated.filter(|it| !it.is_empty() && !self.selected.is_renamed);
        stated.unwrap_or(&self.selected.id)
    }

    pub(super) fn method(&self) -> &str {
        &self.selected.method
    }

    pub(super) fn raw(&self) -> &str {
        &self.selected.raw
    }

    pub(super) fn path(&self) -> &str {
        &self.selected.path
    }

    /// Returns the path as it is sent, without its query and fragment. A fragment only distinguishes operations with
    /// the same path.
    pub(super) fn sent_path(&self) -> &str {
        self.path_and_query().0
    }

    /// Returns the query in the path, if there is one.
    pub(super) fn path_query(&self) -> Option<&str> {
        self.path_and_query().1
    }

    fn path_and_query(&self) -> (&str, Option<&str>) {
        let path = self.path();
        let path = path.split_once('#').map_or(path, |(sent, _)| sent);
        match path.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (path, None),
        }
    }

    /// Returns `GET /path`.
    pub(super) fn call(&self) -> String {
        format!("{} {}", self.selected.method, self.selected.path)
    }

    pub(super) fn pointer(&self) -> &str {
        &self.selected.pointer
    }

    pub(super) fn has_tag(&self, tag: &str) -> bool {
        match self.source.tags.as_slice() {
            [] => derived::tag(self.path()) == tag,
            tags => tags.iter().any(|it| it == tag),
        }
    }

    /// Returns the first declared tag, or the derived tag.
    pub(super) fn first_tag(&self) -> String {
        let stated = self.source.tags.first().cloned();
        stated.unwrap_or_else(|| derived::tag(self.path()))
    }

    /// Returns the operationId without the text before its slash, if that text is a tag of the operation. If an overlay
    /// moved the operation to a different tag, the prefix stays.
    pub(super) fn short(&self) -> String {
        let id = self.id();
        let short = match id.split_once('/') {
            Some((prefix, short)) if self.has_tag(prefix) => short,
            _ => id,
        };
        short.to_owned()
    }
}

/// Returns the value of a key under `x-github`.
pub(super) fn within<'a>(extensions: &'a IndexMap<String, Json>, key: &str) -> Option<&'a Json> {
    extensions.get("x-github")?.get(key)
}

/// A parsed response of the description.
pub(super) struct Declared {
    pub(super) status: u16,
    pub(super) pointer: String,
    pub(super) response: Response,
}
