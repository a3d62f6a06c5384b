//! What an operation answers: statuses, media types, headers, bodies and examples.

use maud::{Markup, html};
use serde_json::Value as Json;

use super::markdown;
use super::schema::Schema;
use crate::model::{AnswerHead, Content, Failure, Operation, Type};
use crate::prose::visible;

/// How many bytes an example may have on a page; a longer one is cut down.
const LONGEST: usize = 7_000;

/// Returns the part of the page on what comes if all is well.
pub(super) fn answers(schema: &Schema<'_, '_>, operation: &Operation) -> Markup {
    html! {
        section #answers {
            h2 { a.anchor href="#answers" { "Answers" } }
            @for status in &operation.success.statuses {
                (answer(schema, operation, *status))
            }
            @for choice in &operation.success.choices {
                p {
                    "Asked for " code { (choice.media_type) } ": "
                    (body(schema, &choice.content)) ", by the method " code { (choice.name) } "."
                }
            }
        }
    }
}

fn answer(schema: &Schema<'_, '_>, operation: &Operation, status: u16) -> Markup {
    let content = content(&operation.success.content, status);
    let head = head(operation, status);
    let example = operation
        .examples
        .iter()
        .find(|it| it.status == Some(status));
    let id = format!("status-{status}");
    html! {
        section.answer {
            h3 id=(id) { a.anchor href={ "#" (id) } { (status) " " (reason(status)) } }
            @if let Some(head) = head {
                (about(schema, head, status))
            }
            @match content.kinds().first() {
                Some(kind) => (schema.tree(kind)),
                None => p { (body(schema, content)) "." },
            }
            @if let Some(text) = example.and_then(|it| excerpt(&it.body)) {
                details {
                    summary { "Example" @if text.is_cut { ", cut down" } }
                    pre tabindex="0" { code { (visible(&text.json)) } }
                }
            }
        }
    }
}

/// Returns the text, the media types and the headers of an answer.
fn about(schema: &Schema<'_, '_>, head: &AnswerHead, status: u16) -> Markup {
    let says_more =
        !matches!(head.doc.trim(), "" | "Response") && head.doc.trim() != reason(status);
    html! {
        @if says_more { div.text { (markdown::block(schema.site, schema.spot, &head.doc)) } }
        @if !head.media_types.is_empty() {
            p.media {
                @for (index, it) in head.media_types.iter().enumerate() {
                    @if index > 0 { ", " }
                    code { (visible(it)) }
                }
            }
        }
        @if !head.headers.is_empty() {
            dl.headers {
                @for header in &head.headers {
                    div {
                        dt { code { (visible(&header.name)) } }
                        dd {
                            (markdown::inline(schema.site, schema.spot, &header.doc))
                            @if let Some(example) = &header.example {
                                " " code { (visible(example)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Returns the part of the page on what goes wrong.
pub(super) fn errors(schema: &Schema<'_, '_>, operation: &Operation) -> Markup {
    html! {
        section #errors {
            h2 { a.anchor href="#errors" { "Errors" } }
            @if operation.failures.is_empty() && operation.other.is_none() {
                p { "The description names none." }
            } @else {
                dl.errors {
                    @for failure in &operation.failures { (error(schema, operation, failure)) }
                    @if let Some(kind) = &operation.other {
                        div {
                            dt { "any other" }
                            dd { p { (schema.label(kind)) } (own(schema, kind)) }
                        }
                    }
                }
            }
        }
    }
}

fn error(schema: &Schema<'_, '_>, operation: &Operation, failure: &Failure) -> Markup {
    let head = head(operation, failure.status);
    let says_more = failure.doc.trim() != reason(failure.status);
    html! {
        div id={ "status-" (failure.status) } {
            dt { (failure.status) " " (reason(failure.status)) }
            dd {
                @if says_more {
                    div.text { (markdown::block(schema.site, schema.spot, &failure.doc)) }
                }
                @if let Some(kind) = &failure.body {
                    p { (schema.label(kind)) } (own(schema, kind))
                } @else if head.is_some_and(|it| it.media_types.is_empty()) {
                    p.faint { "No body is described." }
                }
            }
        }
    }
}

/// Returns the tree of a type, unless it has a page of its own.
fn own(schema: &Schema<'_, '_>, kind: &Type) -> Markup {
    let named = super::places::name_in(kind);
    html! {
        @if named.is_some_and(super::tree::is_own) {
            details { summary { "Schema" } (schema.tree(kind)) }
        }
    }
}

/// Returns what an answer without a schema is.
fn body(schema: &Schema<'_, '_>, content: &Content) -> Markup {
    match content {
        Content::Empty | Content::YesOrNo => html!("No body"),
        Content::Json(kind) | Content::JsonOrEmpty(kind) => schema.label(kind),
        Content::Text => html!("Text"),
        Content::Binary => html!("Bytes"),
        Content::Redirect => html!("Where to find it, in the header " code { "Location" }),
        Content::ByStatus(name, _) => html!(code { (name) }),
    }
}

/// Returns the content of an answer with a status.
pub(super) fn content(content: &Content, status: u16) -> &Content {
    match content {
        Content::ByStatus(_, cases) => match cases.iter().find(|it| it.status == status) {
            Some(case) => self::content(&case.content, status),
            None => &Content::Empty,
        },
        Content::JsonOrEmpty(_) if matches!(status, 204 | 205) => &Content::Empty,
        content => content,
    }
}

fn head(operation: &Operation, status: u16) -> Option<&AnswerHead> {
    operation.heads.iter().find(|it| it.status == status)
}

/// Returns what a status means.
pub(super) fn reason(status: u16) -> &'static str {
    let known = http::StatusCode::from_u16(status).ok();
    known.and_then(|it| it.canonical_reason()).unwrap_or("")
}

/// An example as it is shown.
struct Excerpt {
    json: String,
    is_cut: bool,
}

/// Returns an example laid out: whole, or else with one item of each list, or else to a depth.
fn excerpt(example: &str) -> Option<Excerpt> {
    let whole: Json = serde_json::from_str(example).ok()?;
    let shown = |value: &Json| serde_json::to_string_pretty(value).ok();
    let json = shown(&whole)?;
    if json.len() <= LONGEST {
        return Some(Excerpt {
            json,
            is_cut: false,
        });
    }
    let depths = [usize::MAX, 3, 2, 1];
    let mut cut = depths
        .iter()
        .filter_map(|depth| shown(&cut(&whole, *depth)));
    let json = cut.find(|it| it.len() <= LONGEST)?;
    Some(Excerpt { json, is_cut: true })
}

fn cut(value: &Json, depth: usize) -> Json {
    match value {
        Json::Array(items) => items.iter().take(1).map(|it| cut(it, depth)).collect(),
        Json::Object(_) if depth == 0 => Json::Object(serde_json::Map::new()),
        Json::Object(members) => {
            let members = members.iter();
            let kept =
                members.map(|(key, value)| (key.clone(), cut(value, depth.saturating_sub(1))));
            Json::Object(kept.collect())
        }
        other => other.clone(),
    }
}
