//! The signature of an operation's method, as it stands in the crate, with links to the pages of its types.

use maud::{Markup, html};

use super::shared::Site;
use crate::crate_ir::{Content, Home, Named, Operation, Parameter, Tag};
use crate::emit::prose::is_web;
use crate::emit::rust;

/// Returns the part of the page on Rust.
pub(super) fn rust(site: &Site<'_>, tag: &Tag, operation: &Operation, root: &str) -> Markup {
    let optional: Vec<&Parameter> = operation
        .parameters
        .iter()
        .filter(|it| !it.required)
        .collect();
    let answer = operation.success.content.shown();
    let shared = operation.success.content.kinds();
    let named = shared.first().and_then(|it| super::places::name_in(it));
    html! {
        section #rust {
            h2 { a.anchor href="#rust" { "Rust" } }
            pre.signature tabindex="0" { code { (linked(site, operation, root)) } }
            p {
                "A method of " code { (tag.module) "::" (tag.handle) }
                @if let Some(url) = of_method(site, tag, operation) { ", see its " a href=(url) { "documentation" } }
                ". Awaited, it gives "
                code { "Answer<" (answer) ">" }
                @if let Some(named) = named.filter(|it| it.is_shared()) {
                    ", see " a href=(site.places.link(named, root)) { (named.name) }
                }
                @if matches!(operation.success.content, Content::Redirect) { ", which says where to go" }
                ", or an error by status, " code { (tag.module) "::" (operation.type_name) "Error" } "."
            }
            @if !optional.is_empty() {
                p {
                    "Set before it is awaited: "
                    @for (index, it) in optional.iter().enumerate() {
                        @if index > 0 { ", " }
                        code { (it.name) "(" (it.kind.shown()) ")" }
                    }
                    "."
                }
            }
        }
    }
}

/// Returns the address of a method's documentation, if the crate's is published.
pub(super) fn of_method(site: &Site<'_>, tag: &Tag, operation: &Operation) -> Option<String> {
    let (module, handle, name) = (&tag.module, &tag.handle, &operation.name);
    documentation(
        site,
        &format!("{module}/struct.{handle}.html#method.{name}"),
    )
}

/// Returns the address of a page of the crate's documentation, if it is published.
pub(super) fn documentation(site: &Site<'_>, page: &str) -> Option<String> {
    let package = &site.api.package;
    let url = package.documentation.as_deref().filter(|it| is_web(it))?;
    let krate = package.name.replace('-', "_");
    Some(format!("{}/{krate}/{page}", url.trim_end_matches('/')))
}

/// Returns the signature, in which the names of types are links: to their pages, or to the body on this one.
fn linked(site: &Site<'_>, operation: &Operation, root: &str) -> Markup {
    let body = operation.body.as_ref().and_then(|it| it.content.kind());
    let body = body.and_then(super::places::name_in);
    let link = |piece: &str| match shared(piece).filter(|it| site.places.file(it).is_some()) {
        Some(named) => Some(site.places.link(&named, root)),
        None => body
            .filter(|it| !it.is_shared() && it.name == piece)
            .map(|_| "#body".to_owned()),
    };
    html! {
        @for piece in pieces(&rust::signature(operation)) {
            @match link(&piece) {
                Some(href) => a href=(href) { (piece) },
                None => (piece),
            }
        }
    }
}

/// Parts code into paths and what stands between them.
fn pieces(code: &str) -> Vec<String> {
    let is_path = |it: char| it.is_alphanumeric() || matches!(it, '_' | ':');
    let mut pieces: Vec<String> = Vec::new();
    let mut last = None;
    for it in code.chars() {
        let in_path = is_path(it);
        match pieces.last_mut() {
            Some(piece) if last == Some(in_path) => piece.push(it),
            _ => pieces.push(it.to_string()),
        }
        last = Some(in_path);
    }
    pieces
}

/// Returns the type that a path such as `types::Team` or `types::team::Part` names.
fn shared(path: &str) -> Option<Named> {
    let (home, name) = path
        .trim_end_matches(':')
        .strip_prefix("types::")
        .map(|rest| match rest.split_once("::") {
            Some((module, name)) => (Home::Within(module.to_owned()), name),
            None => (Home::Types, rest),
        })?;
    Some(Named {
        name: name.to_owned(),
        home,
    })
}
