//! Lowers responses: the successes, and the errors by status.

use std::collections::BTreeMap;

use openapiv3::{ReferenceOr, Response, StatusCode};

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::context::Lowering;
use super::example::Stated;
use super::location::Location;
use super::media::is_json;
use super::parsed::{Declared, Parsed};
use super::same::is_same_schema;
use super::types::Types;
use super::{availability, example, schema, success, yes_or_no};
use crate::api::{Failure, ResponseHead, Step, Success, Type};
use crate::description::resolve::escape;

/// The responses of an operation.
pub(super) struct Responses {
    pub(super) success: Success,
    pub(super) failures: Vec<Failure>,
    /// The body of errors with other statuses, if the description declares one.
    pub(super) other: Option<Type>,
    /// The declared headers and media types of the responses.
    pub(super) heads: Vec<ResponseHead>,
}

/// Lowers an operation's responses.
pub(super) fn lower(
    lowering: &mut Lowering<'_>,
    types: &mut Types,
    parsed: &Parsed<'_>,
    examples: &mut Vec<Stated>,
) -> Option<Responses> {
    let pointer = format!("{}/responses", parsed.pointer());
    let Read {
        mut declared,
        failures: ranges,
        mut default,
    } = declared(lowering, parsed, &pointer)?;
    let heads = declared
        .iter()
        .map(|it| availability::head(lowering, it))
        .collect();
    if parsed.method() == "HEAD" {
        // The description declares the content of `GET`. A response to `HEAD` has no body.
        for it in &mut declared {
            it.response.content.clear();
        }
    }
    let (mut successes, mut failures) = success::tell_apart(declared);
    if successes.is_empty() {
        // If no success is declared, `default` is the success.
        successes.extend(default.take());
    }
    let mut success = match successes.as_slice() {
        [] => success::undeclared(),
        successes => success::lower(lowering, types, successes, examples),
    };
    if yes_or_no::is_stated(lowering, parsed) {
        yes_or_no::apply(lowering, parsed, &mut success, &mut failures);
    }
    let failures = failures
        .iter()
        .map(|it| failure(lowering, types, it, examples))
        .collect();
    let other = other(lowering, types, &ranges, default.as_ref());
    Some(Responses {
        success,
        failures,
        other,
        heads,
    })
}

/// The declared responses of an operation.
struct Read {
    /// The responses by exact status.
    declared: Vec<Declared>,
    /// The error responses by status range: `4XX` and `5XX`.
    failures: Vec<Declared>,
    /// The `default` response.
    default: Option<Declared>,
}

/// Returns the body type of errors without an exact status: any JSON if `4XX`, `5XX` and `default` differ.
fn other(
    lowering: &mut Lowering<'_>,
    types: &mut Types,
    ranges: &[Declared],
    default: Option<&Declared>,
) -> Option<Type> {
    let mut all = ranges.iter().chain(default);
    let first = all.next()?;
    let content = &first.response.content;
    let is_same = |it: &Declared| {
        let other = &it.response.content;
        let mut media = content
            .iter()
            .map(|(name, it)| other.get(name).zip(Some(it)));
        other.len() == content.len()
            && media.all(|it| it.is_some_and(|(a, b)| is_same_schema(lowering, a, b)))
    };
    if !all.all(is_same) {
        return Some(Type::Json);
    }
    let location = Location::new(&first.pointer, Step::Other);
    failure_body(lowering, types, first, &location, &mut Vec::new())
}

/// Resolves the declared responses, and refuses names that are not statuses. `2XX` is lowered as 200, unless 200 is
/// declared too.
fn declared(lowering: &mut Lowering<'_>, parsed: &Parsed<'_>, pointer: &str) -> Option<Read> {
    refuse_other_names(lowering, parsed, pointer);
    let responses = &parsed.source.responses;
    let mut declared = Vec::new();
    let mut failures = Vec::new();
    let has_ok = responses.responses.contains_key(&StatusCode::Code(200));
    for (status, source) in &responses.responses {
        let here = format!("{pointer}/{status}");
        match status {
            StatusCode::Code(status) => declared.push(read(lowering, *status, source, here)?),
            StatusCode::Range(2) if !has_ok => declared.push(read(lowering, 200, source, here)?),
            StatusCode::Range(4) => failures.push(read(lowering, 400, source, here)?),
            StatusCode::Range(5) => failures.push(read(lowering, 500, source, here)?),
            StatusCode::Range(_) => lowering.unsupported("this status range", &here),
        }
    }
    let default = match &responses.default {
        Some(source) => Some(read(lowering, 200, source, format!("{pointer}/default"))?),
        None => None,
    };
    Some(Read {
        declared,
        failures,
        default,
    })
}

fn read(
    lowering: &mut Lowering<'_>,
    status: u16,
    source: &ReferenceOr<Response>,
    pointer: String,
) -> Option<Declared> {
    let (pointer, response) = match source {
        ReferenceOr::Item(response) => (pointer, response.clone()),
        ReferenceOr::Reference { reference } => {
            let found = lowering.resolver.response(reference);
            (reference.clone(), lowering.keep(found)?)
        }
    };
    Some(Declared {
        status,
        pointer,
        response,
    })
}

/// Refuses response names that are not statuses, because openapiv3 ignores such responses.
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
            lowering.unsupported("a response whose name is not a status", &here);
        }
    }
}

fn failure(
    lowering: &mut Lowering<'_>,
    types: &mut Types,
    declared: &Declared,
    examples: &mut Vec<Stated>,
) -> Failure {
    let location = Location::new(&declared.pointer, Step::Failure(declared.status));
    Failure {
        status: declared.status,
        body: failure_body(lowering, types, declared, &location, examples),
        doc: declared.response.description.clone(),
    }
}

/// Returns the type of an error's body. GitHub declares `application/scim+json` in addition to JSON for the same body,
/// so the first JSON media type is used. A body that is not JSON stays raw.
fn failure_body(
    lowering: &mut Lowering<'_>,
    types: &mut Types,
    declared: &Declared,
    location: &Location,
    examples: &mut Vec<Stated>,
) -> Option<Type> {
    let content = declared.response.content.iter();
    let (name, media) = content
        .filter(|(name, _)| is_json(name))
        .min_by_key(|(name, _)| !name.starts_with("application/json"))?;
    example::collect(lowering, media, Some(declared.status), examples);
    let Some(schema) = &media.schema else {
        // The body is JSON without a schema.
        return Some(Type::Json);
    };
    let location = location.same(&format!("content/{}/schema", escape(name)));
    Some(schema::lower(types, lowering, schema, &location).into_type())
}
