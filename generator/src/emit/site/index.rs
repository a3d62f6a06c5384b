//! The front page: an introduction to the API, and all operations by tag and group.

use maud::{Markup, html};

use super::page::{Page, name};
use super::shared::Site;
use super::{introduction, markdown, navigation, places, text, type_index};
use crate::crate_ir::{Group, Tag};
use crate::emit::prose::visible;
use crate::report::counted;

pub(super) fn page(site: &Site<'_>) -> String {
    let operations: usize = site.api.tags.iter().map(|it| it.operations.len()).sum();
    let title = name(site);
    Page {
        path: "index.html",
        origin: "the description".to_owned(),
        description: format!(
            "{} of the API by tag, each with a form that sends requests and code that calls it.",
            counted(operations, "operation")
        ),
        navigation: html! {
            p.over { a href=(type_index::PATH) { "All types" } }
            p.over { span.group { "Tags" } }
            (navigation::tags(site, "", None))
        },
        main: html! {
            h1 { (title) }
            (introduction::introduction(site))
            p.lead {
                (counted(operations, "operation")) " and "
                a href=(type_index::PATH) { (counted(site.api.schemas.len(), "type")) }
                ". Each operation has a page with its parameters and responses, a form to try it, and code to call it."
            }
            @for tag in &site.api.tags { (section(site, tag)) }
        },
        title,
        has_form: false,
        linked_data: None,
    }
    .render(site)
}

fn section(site: &Site<'_>, tag: &Tag) -> Markup {
    let id = format!("tag-{}", places::slug(&tag.module));
    // Collapses the operations. Browsers lay out collapsed text only when the reader expands it or searches in the
    // page.
    let is_small = site.api.tags.len() <= FEW;
    html! {
        section.tag id=(id) {
            h2 { a href=(places::tag(tag)) { (visible(&text::title(&tag.wire))) } }
            p { (markdown::inline(site, markdown::Location::new("", None), &tag.doc)) }
            @if is_small {
                (groups(tag, ""))
            } @else {
                @for group in tag.groups() {
                    details.group {
                        summary {
                            (visible(&text::title(group.key))) " " span.faint { (group.operations.len()) }
                        }
                        (operations(tag, &group, ""))
                    }
                }
            }
        }
    }
}

/// The maximum number of tags for which the front page expands all operations.
const FEW: usize = 8;

/// Returns the operations of a tag, by group.
pub(super) fn groups(tag: &Tag, root: &str) -> Markup {
    html! {
        @for group in tag.groups() {
            @let id = navigation::anchor(group.key);
            h3 id=[(!root.is_empty()).then_some(&id)] { (visible(&text::title(group.key))) }
            (operations(tag, &group, root))
        }
    }
}

fn operations(tag: &Tag, group: &Group<'_>, root: &str) -> Markup {
    html! {
        ul.operations {
            @for it in &group.operations {
                li {
                    a href={ (root) (places::operation(tag, it)) } {
                        span.summary { (markdown::plain(&it.summary, 120)) }
                        span.call { (navigation::call(it)) }
                    }
                    @if it.deprecated.is_some() { " " span.old { "deprecated" } }
                    @if it.availability.preview { " " span.preview { "preview" } }
                }
            }
        }
    }
}
