//! Lowers the successes of an operation: a body, no body, or different bodies by status or media type.

use openapiv3::MediaType;

use super::context::Lowering;
use super::example::Stated;
use super::location::Location;
use super::media::{self, Reading, is_json};
use super::parsed::Declared;
use super::payload::bounds_of;
use super::types::Types;
use super::{example, same, schema};
use crate::api::{Case, Choice, Content, Step, Success, Type};
use crate::description::resolve::escape;

/// Separates successes from errors. If the description declares a success besides a redirect, the client follows the
/// redirect. Otherwise the redirect itself is the success. For the
/// status 302, only the successes 200 and 204 count.
pub(super) fn tell_apart(declared: Vec<Declared>) -> (Vec<Declared>, Vec<Declared>) {
    let leads_on = declared.iter().any(|it| matches!(it.status, 200 | 204));
    let has_success = declared.iter().any(|it| (200..300).contains(&it.status));
    let is_success = |it: &Declared| match it.status {
        200..=299 => true,
        302 => !leads_on,
        301 | 303 | 307 | 308 => !has_success,
        _ => false,
    };
    declared.into_iter().partition(is_success)
}

/// Lowers the successes. There is at least one.
pub(super) fn lower(
    lowering: &mut Lowering<'_>,
    types: &mut Types,
    declared: &[Declared],
    examples: &mut Vec<Stated>,
) -> Success {
    let bodies: Vec<&MediaType> = declared
        .iter()
        .filter_map(|it| primary(it).map(|(_, media)| media))
        .collect();
    // Bodies with the same schema have the same type, independent of the status.
    let alike = bodies.iter().all(|it| {
        bodies
            .first()
            .is_some_and(|first| same::is_same_schema(lowering, it, first))
    });
    let mut cases: Vec<Case> = Vec::new();
    let mut accept = None;
    let mut choices = Vec::new();
    for it in declared {
        let step = Step::Response((!alike).then_some(it.status));
        let location = Location::new(&it.pointer, step);
        let content = match primary(it) {
            None if is_redirect(it) => Content::Redirect,
            None => Content::Empty,
            Some((media_type, media)) => {
                example::collect(lowering, media, Some(it.status), examples);
                if media::reading(lowering, media_type, media) != Reading::Json {
                    accept.get_or_insert_with(|| media_type.to_owned());
                }
                let mut known = cases.iter().map(|case| &case.content);
                match known.find(|it| alike && **it != Content::Empty) {
                    Some(content) => content.clone(),
                    None => body(lowering, types, media_type, media, &location),
                }
            }
        };
        others(lowering, types, it, &content, &location, &mut choices);
        cases.push(Case {
            status: it.status,
            content,
            bounds: primary(it)
                .map(|(_, media)| bounds_of(media))
                .unwrap_or_default(),
            doc: it.response.description.clone(),
        });
    }
    let content = match one(&cases) {
        Some(content) => content,
        None => Content::ByStatus(cases.clone()),
    };
    Success {
        statuses: cases.iter().map(|case| case.status).collect(),
        doc: cases.first().map(|it| it.doc.clone()).unwrap_or_default(),
        content,
        accept,
        bounds: match bodies.first() {
            Some(media) if alike => bounds_of(media),
            _ => Vec::new(),
        },
        choices,
    }
}

/// Returns the success of an operation that declares no success: any JSON, or no body.
pub(super) fn undeclared() -> Success {
    Success {
        statuses: vec![200, 204],
        content: Content::JsonOrEmpty(Type::Json),
        accept: None,
        bounds: Vec::new(),
        choices: Vec::new(),
        doc: "The description declares no successful response.".to_owned(),
    }
}

fn is_redirect(declared: &Declared) -> bool {
    (300..400).contains(&declared.status)
}

/// Returns the default media type of a response: the first JSON media type, otherwise the first one. A redirect has no
/// default.
fn primary(declared: &Declared) -> Option<(&str, &MediaType)> {
    if is_redirect(declared) {
        return None;
    }
    let content = || declared.response.content.iter();
    let json = content().find(|(name, _)| is_json(name));
    let found = json.or_else(|| content().next());
    found.map(|(name, media)| (name.as_str(), media))
}

fn body(
    lowering: &mut Lowering<'_>,
    types: &mut Types,
    media_type: &str,
    media: &MediaType,
    location: &Location,
) -> Content {
    match media::reading(lowering, media_type, media) {
        Reading::Text | Reading::Fields => Content::Text,
        Reading::Binary | Reading::Parts => Content::Binary,
        Reading::Json => Content::Json(match &media.schema {
            // The body is JSON without a schema.
            None => Type::Json,
            Some(schema) => {
                let location = location.same(&format!("content/{}/schema", escape(media_type)));
                schema::lower(types, lowering, schema, &location).into_type()
            }
        }),
    }
}

/// Returns the alternative media types of a response. JSON under a different name is not an alternative.
fn others(
    lowering: &mut Lowering<'_>,
    types: &mut Types,
    declared: &Declared,
    primary_content: &Content,
    location: &Location,
    choices: &mut Vec<Choice>,
) {
    let first = primary(declared);
    for (media_type, media) in &declared.response.content {
        let Some((name, primary)) = first else {
            continue;
        };
        let is_same = media::reading(lowering, media_type, media) == Reading::Json
            && matches!(primary_content, Content::Json(_))
            && same::is_same_schema(lowering, primary, media);
        if media_type == name || is_same {
            continue;
        }
        // If several statuses have the same media type, one method requests the media type for all of them. JSON bodies
        // then become any JSON value.
        if let Some(known) = choices.iter_mut().find(|it| it.media_type == *media_type) {
            if let Content::Json(kind) = &mut known.content {
                *kind = Type::Json;
            }
            continue;
        }
        let location = location.media(media_type);
        let mut examples = Vec::new();
        example::collect(lowering, media, Some(declared.status), &mut examples);
        choices.push(Choice {
            content: body(lowering, types, media_type, media, &location),
            media_type: media_type.clone(),
            examples: examples.iter().map(|it| it.with(Vec::new())).collect(),
        });
    }
}

/// Returns the body that all successes share, if there is one.
fn one(cases: &[Case]) -> Option<Content> {
    let is_empty = |it: &&Case| it.content == Content::Empty;
    let mut bodies = cases
        .iter()
        .filter(|it| !is_empty(it))
        .map(|it| &it.content);
    let Some(first) = bodies.next() else {
        return Some(Content::Empty);
    };
    if bodies.any(|it| it != first) {
        return None;
    }
    let mut empty = cases.iter().filter(is_empty).peekable();
    if empty.peek().is_none() {
        return Some(first.clone());
    }
    match first {
        Content::Json(kind) if empty.all(|it| matches!(it.status, 204 | 205)) => {
            Some(Content::JsonOrEmpty(kind.clone()))
        }
        _ => None,
    }
}
