//! Operations.

use openapiv3::Operation as Source;
use serde_json::Value as Json;

use super::schema::Types;
use super::{Lowering, parameter, payload, response, server, standing};
use crate::api::{Operation, is_idempotent};
use crate::description::resolve::{unreadable, unreadable_schema};
use crate::description::select::SelectedOperation;
use crate::report::{Diagnostics, quoted};

/// An operation of the selection, read.
pub(super) struct Parsed<'a> {
    selected: &'a SelectedOperation<'a>,
    pub(super) source: Source,
}

/// Reads an operation.
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
    match serde_json::from_str(&selected.raw) {
        Ok(source) => Some(Parsed { selected, source }),
        Err(error) => {
            lowering.refuse(
                format!("this is not an operation of OpenAPI 3.0: {error}"),
                &selected.pointer,
                "correct it in the description",
            );
            None
        }
    }
}

/// Lowers an operation.
pub(super) fn lower(lowering: &mut Lowering<'_>, parsed: &Parsed<'_>) -> Option<Operation> {
    let source = &parsed.source;
    let pointer = parsed.pointer();
    let short = parsed.short(lowering)?;
    let mut types = Types::of_operation();
    let mut examples = Vec::new();
    let parameters = parameter::lower(lowering, &mut types, parsed);
    let body = payload::lower(lowering, &mut types, parsed, &mut examples);
    let responses = response::lower(lowering, &mut types, parsed, &mut examples)?;
    let types = types.into_defs();
    Some(Operation {
        id: parsed.id().to_owned(),
        short,
        method: parsed.method().to_owned(),
        path: parsed.selected.path.clone(),
        pointer: pointer.to_owned(),
        summary: source.summary.clone().unwrap_or_else(|| parsed.call()),
        doc: source.description.clone().unwrap_or_default(),
        docs_url: source.external_docs.as_ref().map(|docs| docs.url.clone()),
        group: text_of(&source.extensions, "subcategory"),
        server: server::own(lowering, parsed),
        notifies: within(&source.extensions, "triggersNotification") == Some(&Json::Bool(true)),
        idempotent: idempotent(lowering, parsed),
        deprecated: source.deprecated.then(|| deprecation(&source.extensions)),
        standing: standing::of(parsed),
        parameters,
        body,
        success: responses.success,
        failures: responses.failures,
        other: responses.other,
        heads: responses.heads,
        pagination: None,
        unpaged: None,
        types,
        examples,
    })
}

impl Parsed<'_> {
    pub(super) fn id(&self) -> &str {
        self.source.operation_id.as_deref().unwrap_or_default()
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

    /// Returns `GET /path`.
    pub(super) fn call(&self) -> String {
        format!("{} {}", self.selected.method, self.selected.path)
    }

    pub(super) fn pointer(&self) -> &str {
        &self.selected.pointer
    }

    pub(super) fn has_tag(&self, tag: &str) -> bool {
        self.source.tags.iter().any(|it| it == tag)
    }

    /// Returns the operationId without the part before the slash, if that is the tag's. An operation that was put
    /// under another tag keeps it: there are two groups under one tag.
    fn short(&self, lowering: &mut Lowering<'_>) -> Option<String> {
        let id = self.id();
        if id.is_empty() {
            lowering.refuse(
                "an operation without an `operationId` has no name",
                self.pointer(),
                "give it one in spec/overlay.yaml",
            );
            return None;
        }
        let short = match id.split_once('/') {
            Some((prefix, short)) if self.has_tag(prefix) => short,
            _ => id,
        };
        Some(short.to_owned())
    }
}

/// Returns whether an operation is idempotent: what `x-idempotent` says, which an overlay can add, else what
/// its method says.
fn idempotent(lowering: &mut Lowering<'_>, parsed: &Parsed<'_>) -> bool {
    match parsed.source.extensions.get("x-idempotent") {
        Some(Json::Bool(stated)) => return *stated,
        Some(other) => lowering.refuse(
            format!(
                "`x-idempotent` is {}, and has to be `true` or `false`",
                quoted(&other.to_string())
            ),
            &format!("{}/x-idempotent", parsed.pointer()),
            "say `false` if repeating the operation may have another effect, `true` if it has none, or leave it \
             out: then the method decides",
        ),
        None => {}
    }
    is_idempotent(parsed.method())
}

/// Returns a text that stands under `x-github`, or beside it.
fn text_of(extensions: &indexmap::IndexMap<String, Json>, key: &str) -> Option<String> {
    let text = within(extensions, key).or_else(|| extensions.get(key))?;
    Some(quoted(text.as_str()?).trim_matches('`').to_owned())
}

/// Returns what stands under `x-github`.
pub(super) fn within<'a>(
    extensions: &'a indexmap::IndexMap<String, Json>,
    key: &str,
) -> Option<&'a Json> {
    extensions.get("x-github")?.get(key)
}

/// Says why, and since when, an operation should not be used any more.
fn deprecation(extensions: &indexmap::IndexMap<String, Json>) -> String {
    let date = |key: &str| text_of(extensions, key);
    match (date("deprecationDate"), date("removalDate")) {
        (Some(since), Some(until)) => format!("deprecated since {since}, to be removed on {until}"),
        (Some(since), None) => format!("deprecated since {since}"),
        (None, Some(until)) => format!("deprecated, to be removed on {until}"),
        (None, None) => "deprecated by the API's description".to_owned(),
    }
}

/// Adds what a stage found to what was found before, or returns what it made.
pub(super) fn keep<T>(lowering: &mut Lowering<'_>, made: Result<T, Diagnostics>) -> Option<T> {
    match made {
        Ok(made) => Some(made),
        Err(diagnostics) => {
            lowering.diagnostics.extend(diagnostics);
            None
        }
    }
}
