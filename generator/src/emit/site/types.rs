//! The page of a component schema: the type, its parts, and its uses.

use std::cell::RefCell;
use std::collections::BTreeSet;

use maud::html;

use super::markdown::{self, Location};
use super::page::{Page, name, root_of};
use super::schema::Schema;
use super::shared::Site;
use super::{navigation, places, signature, type_index};
use crate::crate_ir::index::named;
use crate::crate_ir::{SchemaFile, Shape, Type};
use crate::emit::prose::visible;

pub(super) fn page(site: &Site<'_>, file: &SchemaFile) -> String {
    let path = places::schema(file);
    let root = root_of(&path);
    let own = file.types.first();
    let title = own.map_or(file.wire.as_str(), |it| it.name.as_str());
    let doc = own.map(|it| it.doc.as_str()).unwrap_or_default();
    let location = Location::new(&root, None);
    let anchors = RefCell::new(BTreeSet::new());
    let schema = Schema {
        site,
        own: &[],
        location,
        is_sent: is_sent(file),
        anchors: &anchors,
    };
    let users = site.places.users(&file.module);
    Page {
        path: &path,
        origin: format!("schema `{}`", file.wire),
        title: format!("{title} · {}", name(site)),
        description: match markdown::plain(doc, 160) {
            text if text.is_empty() => format!("The type {title}, the schema {}.", file.wire),
            text => text,
        },
        navigation: html! {
            p.over { a href={ (root) "index.html" } { "All tags" } }
            p.over { a href={ (root) (type_index::PATH) } { "All types" } }
            ul {
                @for (index, def) in file.types.iter().enumerate() {
                    li { a href={ "#" @if index == 0 { "content" } @else { (def.name) } } { (def.name) } }
                }
            }
        },
        main: html! {
            (navigation::breadcrumbs(&[
                (name(site), format!("{root}index.html")),
                ("Types".to_owned(), format!("{root}{}", type_index::PATH)),
            ]))
            h1 { code { (title) } }
            p.line {
                code.path { "types::" (title) } " · schema " code { (visible(&file.wire)) }
                @if let Some(url) = signature::documentation(site, "types/index.html") {
                    " · " a href=(url) { "the crate's documentation" }
                }
            }
            div.text.description { (markdown::block(site, location, doc)) }
            @for (index, def) in file.types.iter().enumerate() {
                @if let Some(named) = named(file, index) {
                    @if index == 0 {
                        (schema.of_def(def, &Type::Named(named)))
                    } @else {
                        section {
                            h2 id=(def.name) { a.anchor href={ "#" (def.name) } { (def.name) } }
                            div.text { (markdown::block(site, location, &def.doc)) }
                            (schema.of_def(def, &Type::Named(named)))
                        }
                    }
                }
            }
            @if !users.is_empty() {
                section #users {
                    h2 { a.anchor href="#users" { "Used by" } }
                    ul.operations {
                        @for (tag, operation) in users.iter().take(MOST) {
                            li {
                                a href={ (root) (places::operation(tag, operation)) } {
                                    span.summary { (markdown::plain(&operation.summary, 120)) }
                                    span.call { (navigation::call(operation)) }
                                }
                            }
                        }
                    }
                    @if users.len() > MOST { p { "and " (users.len() - MOST) " more operations." } }
                }
            }
        },
        has_form: false,
        linked_data: None,
    }
    .render(site)
}

/// Returns whether a request can contain a schema's type.
fn is_sent(file: &SchemaFile) -> bool {
    let mut shapes = file.types.iter().map(|it| &it.shape);
    shapes.any(|it| matches!(it, Shape::Struct(body) if body.in_request))
}

/// The maximum number of operations that are listed as users of a type.
const MOST: usize = 40;
