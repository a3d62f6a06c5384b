//! The call with curl, as `generator/web/src/snippet/curl.ts` tells it of the form as it comes: the body is the one that is
//! there, and placeholders stand for what is required. `npm run rust -- --docs` holds the two equal.

use super::form::prefilled;
use super::schema::Schema;
use crate::crate_ir::{BodyContent, Given, Location, Operation, Parameter, Shape, Type};

/// How many types within types are followed: a schema may hold itself.
const DEEPEST: usize = 3;

/// Returns the command.
pub(super) fn call(schema: &Schema<'_, '_>, operation: &Operation) -> String {
    let mut words = vec!["curl -L".to_owned()];
    if operation.method != "GET" {
        words.push(format!("-X {}", operation.method));
    }
    for (name, value) in headers(schema, operation) {
        words.push(format!("-H {}", word(&format!("{name}: {value}"))));
    }
    let profile = &schema.site.api.profile;
    let token = profile.token_variable();
    words.push(format!("-H \"Authorization: Bearer ${token}\""));
    let (media_type, body) = body(schema, operation);
    if let Some(it) = media_type {
        words.push(format!("-H {}", word(&format!("Content-Type: {it}"))));
    }
    let server = operation.server.as_ref();
    let server = server.unwrap_or(&schema.site.api.server);
    let server = server.trim_end_matches('/');
    words.push(word(&format!("{server}{}", target(schema, operation))));
    words.extend(body);
    words.join(" \\\n  ")
}

fn required<'a>(operation: &'a Operation<'a>) -> impl Iterator<Item = &'a Parameter<'a>> {
    operation.parameters.iter().filter(|it| it.required)
}

fn target(schema: &Schema<'_, '_>, operation: &Operation) -> String {
    let mut path = operation.path.clone();
    let mut query = Vec::new();
    for it in required(operation) {
        let text = placeholder(schema, it);
        match it.location {
            Location::Path => path = path.replace(&format!("{{{}}}", it.wire), &encoded(&text)),
            Location::Segments => {
                let segments: Vec<String> = text.split('/').map(encoded).collect();
                path = path.replace(&format!("{{{}}}", it.wire), &segments.join("/"));
            }
            Location::Query => query.push(format!("{}={}", encoded(&it.wire), encoded(&text))),
            Location::Header => {}
        }
    }
    match query.is_empty() {
        true => path,
        false => format!("{path}?{}", query.join("&")),
    }
}

fn headers(schema: &Schema<'_, '_>, operation: &Operation) -> Vec<(String, String)> {
    let accept = operation.success.accept.as_deref();
    let profile = &schema.site.api.profile;
    let accept = accept.unwrap_or(&profile.media_type);
    let mut headers = vec![("Accept".to_owned(), accept.to_owned())];
    if let (Some(name), Some(version)) = (&profile.version_header, &schema.site.api.api_version) {
        headers.push((name.clone(), version.clone()));
    }
    for it in required(operation).filter(|it| it.location == Location::Header) {
        headers.retain(|(name, _)| !name.eq_ignore_ascii_case(&it.wire));
        headers.push((it.wire.clone(), placeholder(schema, it)));
    }
    headers
}

/// Returns the media type of what is sent, and how curl is told to send it.
fn body(schema: &Schema<'_, '_>, operation: &Operation) -> (Option<String>, Option<String>) {
    let Some(body) = &operation.body else {
        return (None, None);
    };
    let raw = |text: &str| Some(format!("--data-raw {}", word(text)));
    match &body.content {
        BodyContent::Json(kind) => (
            Some("application/json".to_owned()),
            raw(prefilled(schema, operation, kind).trim()),
        ),
        BodyContent::Text(texts) if body.given == Given::Always => (
            texts.first().map(|it| it.media_type.clone()),
            raw("Hello, world"),
        ),
        BodyContent::Text(_) => (None, None),
        BodyContent::Binary(media_type) => (
            Some(media_type.clone()),
            Some("--data-binary @FILE".to_owned()),
        ),
    }
}

/// Returns what stands for a parameter that is missing.
fn placeholder(schema: &Schema<'_, '_>, parameter: &Parameter) -> String {
    match &parameter.kind {
        Type::Str => parameter.wire.to_uppercase(),
        kind => value(schema, kind, 0),
    }
}

/// Returns a value of a type, as a parameter has it.
fn value(schema: &Schema<'_, '_>, kind: &Type, depth: usize) -> String {
    let text = match kind {
        Type::Bool => "true",
        Type::Int | Type::Uint => "1",
        Type::Float => "1.0",
        Type::Str => "octocat",
        Type::Time => "2025-10-13T00:00:00Z",
        Type::Date => "2025-10-13",
        Type::Json => "null",
        Type::Map(_) => "{}",
        Type::List(kind) | Type::Nullable(kind) => return value(schema, kind, depth),
        Type::Named(_) if depth > DEEPEST => "null",
        Type::Named(named) => {
            let def = schema.site.places.find(named, schema.own);
            return match def.map(|it| &it.shape) {
                Some(Shape::Enum(values)) => {
                    values.first().map(|it| it.wire.clone()).unwrap_or_default()
                }
                Some(Shape::Union(union)) => {
                    let is_simple =
                        |kind: &Type| matches!(kind, Type::Str | Type::Int | Type::Uint);
                    let simple = union.variants.iter().find(|it| is_simple(&it.kind));
                    let variant = simple.or(union.variants.first());
                    variant
                        .map(|it| value(schema, &it.kind, depth + 1))
                        .unwrap_or_default()
                }
                Some(Shape::Alias(kind)) => value(schema, kind, depth + 1),
                Some(Shape::Struct(_)) => "{}".to_owned(),
                None => "null".to_owned(),
            };
        }
    };
    text.to_owned()
}

/// Encodes all but RFC 3986's unreserved characters.
fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            it if it.is_ascii_alphanumeric() => encoded.push(char::from(it)),
            it => encoded.push_str(&format!("%{it:02X}")),
        }
    }
    encoded
}

/// Returns a word that a shell reads as it is.
fn word(text: &str) -> String {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "_.,:/@%+=-".contains(it);
    match !text.is_empty() && text.chars().all(is_plain) {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', "'\\''")),
    }
}
