//! Finds the largest example responses, as the description writes them. The order of properties affects decoding, and
//! the model does not retain that order.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;
use serde_json::value::RawValue;
use tagsmith::crate_ir::{Content, Crate, Example, Operation, Tag, Type};

use super::derives::named;
use crate::pointer;

/// An example response, with its type.
pub(super) struct Largest<'a> {
    /// The operation's tag.
    pub tag: &'a Tag<'a>,
    /// The operation.
    pub operation: &'a Operation<'a>,
    /// The operationId, the status and the name of the example.
    pub name: String,
    /// The body type.
    pub kind: &'a Type,
    /// The body, without white space.
    pub body: String,
}

/// Returns the largest examples of JSON responses, in descending order. An example is omitted if another one has the
/// same type and body.
pub(super) fn largest<'a>(
    api: &'a Crate<'a>,
    description: &str,
    count: usize,
) -> Result<Vec<Largest<'a>>, String> {
    let mut all: Vec<(&Tag, &Operation, &Example, &Type)> = Vec::new();
    for tag in &api.tags {
        for operation in &tag.operations {
            let read = operation.examples.iter().filter_map(|example| {
                let kind = kind(operation, example.status?)?;
                Some((tag, operation, example, kind))
            });
            all.extend(read);
        }
    }
    all.sort_by_key(|(_, _, example, _)| Reverse(example.body.len()));
    let mut seen = BTreeSet::new();
    all.retain(|(_, operation, example, kind)| {
        // A type that belongs to an operation is different in each operation.
        let is_own = named(kind).iter().any(|it| !it.is_shared());
        let own = is_own.then_some(&operation.id);
        seen.insert((&example.body, format!("{kind:?}"), own))
    });
    all.truncate(count);
    let all = all.into_iter().map(|(tag, operation, example, kind)| {
        let status = example.status.unwrap_or_default();
        Ok(Largest {
            tag,
            operation,
            name: format!("{} {status} {}", operation.id, example.name),
            kind,
            body: written(description, operation, example)?,
        })
    });
    all.collect()
}

/// Returns the JSON type of a status.
fn kind<'a>(operation: &'a Operation<'a>, status: u16) -> Option<&'a Type> {
    let success = &operation.success;
    if success.statuses.contains(&status) {
        return in_content(&success.content, status);
    }
    let mut failures = operation.failures.iter();
    failures.find(|it| it.status == status)?.body.as_ref()
}

fn in_content<'a>(content: &'a Content<'a>, status: u16) -> Option<&'a Type> {
    match content {
        Content::Json(kind) | Content::JsonOrEmpty(kind) => Some(kind),
        Content::ByStatus(_, cases) => {
            let case = cases.iter().find(|it| it.status == status)?;
            in_content(&case.content, status)
        }
        Content::Empty | Content::YesOrNo | Content::Text | Content::Binary | Content::Redirect => {
            None
        }
    }
}

/// Returns an example without white space, with its properties in the order of the description.
fn written(description: &str, operation: &Operation, example: &Example) -> Result<String, String> {
    let status = example.status.unwrap_or_default();
    let content = format!("{}/responses/{status}/content", operation.pointer);
    let failed = |error: &dyn std::fmt::Display| format!("{content}: {error}");
    let whole = serde_json::from_str(description);
    let whole: &RawValue =
        whole.map_err(|error| format!("the description is not JSON: {error}"))?;
    let media = members(found(whole, whole, &content)?)?;
    let mut texts = media.values().flat_map(|media| {
        let named = pointer::below("/examples", &example.name) + "/value";
        [found(whole, media, &named), found(whole, media, "/example")]
    });
    // The model must contain the same body, but in any order.
    let body: Json = serde_json::from_str(&example.body).map_err(|error| failed(&error))?;
    let is_it = |text: &String| {
        let value: Result<Json, _> = serde_json::from_str(text);
        value.is_ok_and(|value| value == body)
    };
    let text = texts.find_map(|text| text.and_then(compact).ok().filter(is_it));
    text.ok_or_else(|| {
        failed(&format!(
            "the description has no example `{}` that equals the model's",
            example.name
        ))
    })
}

/// Follows a JSON Pointer and resolves references.
fn found<'a>(whole: &'a RawValue, from: &'a RawValue, path: &str) -> Result<&'a RawValue, String> {
    let mut at = from;
    for step in pointer::steps(path) {
        let within = members(at)?;
        at = within.get(&step).ok_or(format!("there is no {path}"))?;
        let reference = members(at).ok().and_then(|it| it.get("$ref").copied());
        if let Some(reference) = reference {
            let to: String = serde_json::from_str(reference.get()).map_err(|it| it.to_string())?;
            at = found(whole, whole, to.trim_start_matches('#'))?;
        }
    }
    Ok(at)
}

fn members(value: &RawValue) -> Result<BTreeMap<String, &RawValue>, String> {
    serde_json::from_str(value.get()).map_err(|error| error.to_string())
}

fn compact(value: &RawValue) -> Result<String, String> {
    let mut text = Vec::new();
    serde_transcode::transcode(
        &mut serde_json::Deserializer::from_str(value.get()),
        &mut serde_json::Serializer::new(&mut text),
    )
    .map_err(|error| error.to_string())?;
    String::from_utf8(text).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use tagsmith::config::Config;
    use tagsmith::crate_ir::Crate;
    use tagsmith::description::load::{Document, Source};
    use tagsmith::description::select::{self, Tags};
    use tagsmith::description::{pin, versions};
    use tagsmith::pipeline::lowered;

    use super::super::derives::{Derives, Of};
    use super::largest;
    use crate::description::repository;

    #[test]
    fn examples_keep_their_property_order_and_have_rust_types() {
        let config = Config::read(&repository().join("tagsmith.toml")).unwrap();
        let source = Source::read(&repository().join("spec/github.yaml")).unwrap();
        let (lowered, _) = lowered(&source, &config).unwrap();
        let document = Document::index(&source).unwrap();
        let all = select::operations(&document).unwrap();
        let mut selection = select::select(&document, all, &Tags::All, &[]).unwrap();
        versions::apply(&mut selection, None).unwrap();

        let text = pin::json(&selection);
        let krate = Crate::of(&lowered.api);
        let examples = largest(&krate, &text, 10).unwrap();
        assert_eq!(examples.len(), 10);
        assert!(examples.is_sorted_by_key(|it| std::cmp::Reverse(it.body.len())));
        let is_sorted = |body: &str| {
            let value: serde_json::Value = serde_json::from_str(body).unwrap();
            let sorted = value.to_string();
            sorted == body
        };
        assert!(examples.iter().any(|it| !is_sorted(&it.body)));

        let mut derives = Derives::new(&krate);
        for example in &examples {
            let of = Of(example.tag, example.operation);
            derives.kind(example.kind, of).unwrap();
        }
        let file = syn::parse_file(&derives.file()).unwrap();
        assert!(file.items.len() > 1, "{}", derives.file());
    }
}
