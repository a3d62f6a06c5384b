//! Generates the curl command for the initial form, with the initial body and placeholders for required values.
//! `generator/web/src/snippet/curl.ts` generates the same, which `npm run rust -- --docs` checks.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::initial;
use super::schema::Schema;
use crate::crate_ir::sample;
use crate::crate_ir::{BodyContent, Given, Operation, Parameter, ParameterLocation};

/// Returns the curl command.
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
            ParameterLocation::Path => {
                path = path.replace(&format!("{{{}}}", it.wire), &encoded(&text))
            }
            ParameterLocation::Segments => {
                let segments: Vec<String> = text.split('/').map(encoded).collect();
                path = path.replace(&format!("{{{}}}", it.wire), &segments.join("/"));
            }
            ParameterLocation::Query => {
                query.push(format!("{}={}", encoded(&it.wire), encoded(&text)))
            }
            ParameterLocation::Header => {}
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
    for it in required(operation).filter(|it| it.location == ParameterLocation::Header) {
        headers.retain(|(name, _)| !name.eq_ignore_ascii_case(&it.wire));
        headers.push((it.wire.clone(), placeholder(schema, it)));
    }
    headers
}

/// Returns the media type of the body, and the curl option that sends the body.
fn body(schema: &Schema<'_, '_>, operation: &Operation) -> (Option<String>, Option<String>) {
    let Some(body) = &operation.body else {
        return (None, None);
    };
    let raw = |text: &str| Some(format!("--data-raw {}", word(text)));
    match &body.content {
        BodyContent::Json(kind) => (
            Some("application/json".to_owned()),
            raw(initial::body(schema, operation, kind).trim()),
        ),
        BodyContent::Text(texts) if body.given == Given::Always => (
            texts.first().map(|it| it.media_type.clone()),
            raw(sample::TEXT),
        ),
        BodyContent::Text(_) => (None, None),
        BodyContent::Binary(media_type) => (
            Some(media_type.clone()),
            Some("--data-binary @FILE".to_owned()),
        ),
    }
}

/// Returns the placeholder of a required parameter.
fn placeholder(schema: &Schema<'_, '_>, parameter: &Parameter) -> String {
    sample::parameter(&schema.types(), parameter).text()
}

/// Percent-encodes all characters except RFC 3986's unreserved characters.
fn encoded(text: &str) -> String {
    utf8_percent_encode(text, &RESERVED).to_string()
}

const RESERVED: AsciiSet = NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Quotes a word for the shell, like `generator/web/src/snippet/quote.ts`. The crate `shlex` mixes two styles of quotes
/// for JSON with an apostrophe or a backslash. The crate `shell-words` does not quote braces and exclamation marks.
fn word(text: &str) -> String {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "_.,:/@%+=-".contains(it);
    match !text.is_empty() && text.chars().all(is_plain) {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', "'\\''")),
    }
}
