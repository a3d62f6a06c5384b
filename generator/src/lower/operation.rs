//! Lowers operations.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::context::Lowering;
use super::exchanged::Exchanged;
use super::parsed::{Parsed, within};
use super::{availability, departures, pagination, server};
use crate::api::index::Index;
use crate::api::{Named, Operation, is_idempotent};
use crate::report::quoted;

/// Lowers an operation whose types are already lowered, and for which the types of requests are known.
pub(super) fn lower(
    lowering: &mut Lowering<'_>,
    parsed: &Parsed<'_>,
    exchanged: Exchanged,
    sent: (BTreeSet<usize>, &BTreeSet<Named>),
    index: &Index<'_>,
) -> Operation {
    let source = &parsed.source;
    let pages = pagination::of(parsed.method(), &exchanged, index);
    let (pagination, unpaged) = match pages {
        Some(Ok(pagination)) => (Some(pagination), None),
        Some(Err(why)) => (None, Some(why)),
        None => (None, None),
    };
    let (sent, shared) = sent;
    // Does not compare the examples after an error, since refused types may be cyclic.
    let examples = match lowering.diagnostics.is_empty() {
        true => departures::of(&exchanged, (&sent, shared), index),
        false => Vec::new(),
    };
    let Exchanged {
        short,
        path,
        parameters,
        body,
        responses,
        types,
        examples: _,
        notes,
    } = exchanged;
    Operation {
        id: parsed.id().to_owned(),
        short,
        method: parsed.method().to_owned(),
        path,
        pointer: parsed.pointer().to_owned(),
        summary: source.summary.clone().unwrap_or_else(|| parsed.call()),
        doc: with_notes(source.description.as_deref(), &notes),
        docs_url: source.external_docs.as_ref().map(|docs| docs.url.clone()),
        group: text_of(&source.extensions, "subcategory"),
        server: server::own(lowering, parsed),
        notifies: within(&source.extensions, "triggersNotification") == Some(&Json::Bool(true)),
        idempotent: idempotent(lowering, parsed),
        deprecated: source.deprecated.then(|| deprecation(&source.extensions)),
        availability: availability::of(parsed),
        parameters,
        body,
        success: responses.success,
        failures: responses.failures,
        other: responses.other,
        heads: responses.heads,
        pagination,
        unpaged,
        types,
        sent,
        examples,
    }
}

fn with_notes(description: Option<&str>, notes: &[String]) -> String {
    let all = description
        .into_iter()
        .chain(notes.iter().map(String::as_str));
    all.collect::<Vec<&str>>().join("\n\n")
}

/// Returns whether an operation is idempotent: the value of `x-idempotent`, which an overlay can add, otherwise the
/// default of the HTTP method.
fn idempotent(lowering: &mut Lowering<'_>, parsed: &Parsed<'_>) -> bool {
    match parsed.source.extensions.get("x-idempotent") {
        Some(Json::Bool(stated)) => return *stated,
        Some(other) => lowering.refuse(
            format!(
                "`x-idempotent` is {}, but must be `true` or `false`",
                quoted(&other.to_string())
            ),
            &format!("{}/x-idempotent", parsed.pointer()),
            "use `false` if repeating the operation may have a further effect, and `true` if not; or remove the \
             extension, so that the method decides",
        ),
        None => {}
    }
    is_idempotent(parsed.method())
}

/// Returns the text of an extension, from `x-github` or from the operation itself.
fn text_of(extensions: &indexmap::IndexMap<String, Json>, key: &str) -> Option<String> {
    let text = within(extensions, key).or_else(|| extensions.get(key))?;
    Some(quoted(text.as_str()?).trim_matches('`').to_owned())
}

/// Returns the deprecation note of an operation, with the reason and the dates.
fn deprecation(extensions: &indexmap::IndexMap<String, Json>) -> String {
    let date = |key: &str| text_of(extensions, key);
    match (date("deprecationDate"), date("removalDate")) {
        (Some(since), Some(until)) => format!("deprecated since {since}, to be removed on {until}"),
        (Some(since), None) => format!("deprecated since {since}"),
        (None, Some(until)) => format!("deprecated, to be removed on {until}"),
        (None, None) => "deprecated by the API's description".to_owned(),
    }
}
