//! Answers: one success, and what goes wrong by status.

use std::collections::BTreeMap;

use http::StatusCode as Status;
use openapiv3::{MediaType, ReferenceOr, Response, StatusCode};

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::operation::{Parsed, keep};
use super::payload::{is_json, json_of};
use super::schema::Types;
use super::spot::Spot;
use super::{Lowering, example};
use crate::model::{Content, Example, Failure, Success, Type};
use crate::name;
use crate::resolve::escape;

/// An operation's answers.
pub(super) struct Responses {
    pub(super) success: Success,
    pub(super) failures: Vec<Failure>,
}

/// Lowers an operation's answers.
pub(super) fn lower(
    lowering: &mut Lowering<'_>,
    types: &mut Types<'_>,
    parsed: &Parsed<'_>,
    type_name: &str,
    examples: &mut Vec<Example>,
) -> Option<Responses> {
    let pointer = format!("{}/responses", parsed.pointer());
    if parsed.source.responses.default.is_some() {
        lowering.unsupported("a `default` answer", &format!("{pointer}/default"));
    }
    refuse_other_names(lowering, parsed, &pointer);
    let mut bodies: Vec<(u16, Option<Type>)> = Vec::new();
    let mut success_doc = String::new();
    let mut failures = Vec::new();
    for (status, source) in &parsed.source.responses.responses {
        let mut here = format!("{pointer}/{status}");
        let StatusCode::Code(status) = status else {
            lowering.unsupported("a range of statuses", &here);
            continue;
        };
        let resolved;
        let response = match source {
            ReferenceOr::Item(response) => response,
            ReferenceOr::Reference { reference } => {
                let found = lowering.resolver.response(reference);
                resolved = keep(lowering, found)?;
                here.clone_from(reference);
                &resolved
            }
        };
        if (200..300).contains(status) {
            let doc = format!("The answer to `{type_name}`.");
            let spot = Spot::new(here, format!("{type_name}Response"), doc);
            if success_doc.is_empty() {
                success_doc.clone_from(&response.description);
            }
            let media = json_of(lowering, response.content.iter(), &spot);
            bodies.push((
                *status,
                body(lowering, types, media, Some(*status), examples),
            ));
        } else {
            let variant = variant(*status);
            let doc = format!("The body of `{type_name}Error::{variant}`.");
            let spot = Spot::new(here, format!("{type_name}{variant}"), doc);
            let media = error_media(lowering, response, &spot);
            failures.push(Failure {
                status: *status,
                variant,
                body: body(lowering, types, media, Some(*status), examples),
                doc: response.description.clone(),
            });
        }
    }
    let content = content(lowering, &bodies, &pointer)?;
    Some(Responses {
        success: Success {
            statuses: bodies.into_iter().map(|(status, _)| status).collect(),
            content,
            doc: success_doc,
        },
        failures,
    })
}

/// openapiv3 passes over answers whose name is not a status.
fn refuse_other_names(lowering: &mut Lowering<'_>, parsed: &Parsed<'_>, pointer: &str) {
    #[derive(Deserialize)]
    struct Names {
        responses: BTreeMap<String, IgnoredAny>,
    }
    let names = serde_json::from_str::<Names>(parsed.raw()).map(|it| it.responses);
    for name in names.unwrap_or_default().keys() {
        let digits = |it: &str| it.len() == 3 && it.bytes().all(|byte| byte.is_ascii_digit());
        let is_range = name.len() == 3 && name.to_uppercase().ends_with("XX");
        if !(digits(name) || is_range || name == "default" || name.starts_with("x-")) {
            let here = format!("{pointer}/{}", escape(name));
            lowering.unsupported("an answer that is not named by a status", &here);
        }
    }
}

fn body(
    lowering: &mut Lowering<'_>,
    types: &mut Types<'_>,
    media: Option<(&MediaType, Spot)>,
    status: Option<u16>,
    examples: &mut Vec<Example>,
) -> Option<Type> {
    let (media, spot) = media?;
    example::collect(lowering, media, status, examples);
    let Some(schema) = &media.schema else {
        // JSON of which nothing is said.
        return Some(Type::Json);
    };
    Some(
        types
            .lower(lowering, schema, &spot.same("schema"))
            .into_type(),
    )
}

/// Returns the media type that an error is read by: GitHub declares `application/scim+json` beside
/// JSON for one and the same body, so that any of the two reads as the first.
fn error_media<'r>(
    lowering: &mut Lowering<'_>,
    response: &'r Response,
    spot: &Spot,
) -> Option<(&'r MediaType, Spot)> {
    let json = response.content.iter().filter(|(name, _)| is_json(name));
    let mut json: Vec<_> = json.collect();
    json.sort_by_key(|(name, _)| !name.starts_with("application/json"));
    if json.is_empty() {
        return json_of(lowering, response.content.iter(), spot);
    }
    json_of(lowering, json.into_iter().take(1), spot)
}

/// Returns what the success statuses together mean.
fn content(
    lowering: &mut Lowering<'_>,
    bodies: &[(u16, Option<Type>)],
    pointer: &str,
) -> Option<Content> {
    if bodies.is_empty() {
        lowering.unsupported("an operation without a success status", pointer);
        return None;
    }
    let mut kinds = bodies.iter().filter_map(|(_, body)| body.as_ref());
    let Some(first) = kinds.next() else {
        return Some(Content::Empty);
    };
    let without = bodies.iter().filter(|(_, body)| body.is_none());
    let mut without = without.map(|(status, _)| *status).peekable();
    if kinds.any(|other| other != first) {
        lowering.unsupported("several success statuses with different bodies", pointer);
        return None;
    }
    if without.peek().is_none() {
        return Some(Content::Json(first.clone()));
    }
    if !without.all(|status| matches!(status, 204 | 205)) {
        lowering.unsupported("a success status with a body beside one without", pointer);
        return None;
    }
    Some(Content::JsonOrEmpty(first.clone()))
}

/// Names a status by its reason phrase.
fn variant(status: u16) -> String {
    Status::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason())
        .map_or_else(|| format!("Status{status}"), name::pascal)
}
