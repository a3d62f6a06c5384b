//! The responses on the page of an operation: statuses, media types, headers, bodies and examples.

use maud::{Markup, html};
use serde_json::Value as Json;

use super::schema::Schema;
use super::{examples, markdown};
use crate::crate_ir::offered::content;
use crate::crate_ir::{Content, Failure, Operation, ResponseHead, Type};
use crate::emit::prose::visible;

/// The maximum size of an example in bytes; longer examples are shortened.
const LONGEST: usize = 7_000;

/// Returns the section on successful responses.
pub(super) fn responses(schema: &Schema<'_, '_>, operation: &Operation) -> Markup {
    html! {
        section #responses {
            h2 { a.anchor href="#responses" { "Responses" } }
            @for status in &operation.success.statuses {
                (response(schema, operation, *status))
            }
            @for choice in &operation.success.choices {
                p {
                    "Requested as " code { (choice.media_type) } ": "
                    (body(schema, &choice.content)) ", by the method " code { (choice.name) } "."
                }
                (display(&examples::of_choice(choice)))
            }
        }
    }
}

/// Returns the section on redirects and the status 304, which are not errors.
pub(super) fn redirects(schema: &Schema<'_, '_>, operation: &Operation) -> Markup {
    let failures = operation.failures.iter();
    let redirects: Vec<&Failure> = failures.filter(|it| is_redirect(it.status)).collect();
    html! {
        @if !redirects.is_empty() {
            section #redirects {
                h2 { a.anchor href="#redirects" { "Redirects" } }
                dl.errors { @for it in redirects { (error(schema, operation, it)) } }
            }
        }
    }
}

fn is_redirect(status: u16) -> bool {
    (300..400).contains(&status)
}

/// Returns collapsed examples.
pub(super) fn display(examples: &[(String, String)]) -> Markup {
    html! {
        @for (name, text) in examples {
            @if let Some(text) = excerpt(text) {
                details.example {
                    summary {
                        "Example"
                        @if examples.len() > 1 { ": " (visible(name)) }
                        @if text.is_cut { ", shortened" }
                    }
                    pre tabindex="0" { code { (visible(&text.display)) } }
                }
            }
        }
    }
}

fn response(schema: &Schema<'_, '_>, operation: &Operation, status: u16) -> Markup {
    let content = content(&operation.success.content, status);
    let head = head(operation, status);
    let id = format!("status-{status}");
    html! {
        section.response {
            h3 id=(id) { a.anchor href={ "#" (id) } { (status) " " (reason(status)) } }
            @if let Some(head) = head {
                (about(schema, head, status))
            }
            @match content.kinds().first() {
                Some(kind) => (schema.tree(kind)),
                None => p { (body(schema, content)) "." },
            }
            (display(&examples::of(operation, Some(status))))
        }
    }
}

/// Returns the text, the media types and the headers of a response.
fn about(schema: &Schema<'_, '_>, head: &ResponseHead, status: u16) -> Markup {
    let says_more =
        !matches!(head.doc.trim(), "" | "Response") && head.doc.trim() != reason(status);
    html! {
        @if says_more { div.text { (markdown::block(schema.site, schema.location, &head.doc)) } }
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
                            (markdown::inline(schema.site, schema.location, &header.doc))
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

/// Returns the section on errors.
pub(super) fn errors(schema: &Schema<'_, '_>, operation: &Operation) -> Markup {
    html! {
        section #errors {
            h2 { a.anchor href="#errors" { "Errors" } }
            @let failures: Vec<&Failure> = operation.failures.iter().filter(|it| !is_redirect(it.status)).collect();
            @if failures.is_empty() && operation.other.is_none() {
                p { "The description declares no errors." }
            } @else {
                dl.errors {
                    @for failure in failures { (error(schema, operation, failure)) }
                    @if let Some(kind) = &operation.other {
                        div {
                            dt { "any other status" }
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
                    div.text { (markdown::block(schema.site, schema.location, &failure.doc)) }
                }
                @if let Some(kind) = &failure.body {
                    p { (schema.label(kind)) } (own(schema, kind))
                } @else if head.is_some_and(|it| it.media_types.is_empty()) {
                    p.faint { "The description declares no body." }
                }
                (display(&examples::of(operation, Some(failure.status))))
            }
        }
    }
}

/// Returns the tree of a type; empty if the type has its own page.
fn own(schema: &Schema<'_, '_>, kind: &Type) -> Markup {
    let named = kind.named();
    html! {
        @if named.is_some_and(super::tree::is_own) {
            details { summary { "Schema" } (schema.tree(kind)) }
        }
    }
}

/// Describes a response that has no schema.
fn body(schema: &Schema<'_, '_>, content: &Content) -> Markup {
    match content {
        Content::Empty | Content::YesOrNo => html!("No body"),
        Content::Json(kind) | Content::JsonOrEmpty(kind) => schema.label(kind),
        Content::Text => html!("Text"),
        Content::Binary => html!("Bytes"),
        Content::Redirect => html!("No body; the header " code { "Location" } " contains the URL"),
        Content::ByStatus(name, _) => html!(code { (name) }),
    }
}

fn head<'a>(operation: &'a Operation<'a>, status: u16) -> Option<&'a ResponseHead> {
    operation.heads.iter().find(|it| it.status == status)
}

/// Returns the reason phrase of a status.
pub(super) fn reason(status: u16) -> &'static str {
    let known = http::StatusCode::from_u16(status).ok();
    known.and_then(|it| it.canonical_reason()).unwrap_or("")
}

/// An example as it is displayed.
struct Excerpt {
    display: String,
    is_cut: bool,
}

/// Returns an example. A long example is shortened to the first lines of text, one item of each list, or less nesting.
fn excerpt(example: &str) -> Option<Excerpt> {
    if example.len() <= LONGEST {
        return Some(Excerpt {
            display: example.to_owned(),
            is_cut: false,
        });
    }
    let Ok(whole) = serde_json::from_str::<Json>(example) else {
        let mut lines = String::new();
        for line in example.lines().take_while(|it| it.len() < LONGEST) {
            if lines.len() + line.len() >= LONGEST {
                break;
            }
            lines.push_str(line);
            lines.push('\n');
        }
        return (!lines.is_empty()).then_some(Excerpt {
            display: lines,
            is_cut: true,
        });
    };
    let depths = [usize::MAX, 3, 2, 1];
    let mut cut = depths
        .iter()
        .filter_map(|depth| serde_json::to_string_pretty(&cut(&whole, *depth)).ok());
    let display = cut.find(|it| it.len() <= LONGEST)?;
    Some(Excerpt {
        display,
        is_cut: true,
    })
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
