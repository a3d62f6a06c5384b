//! Navigation: the sidebar, the breadcrumbs, and the previous and next links.

use maud::{Markup, html};

use super::shared::Site;
use super::text::title;
use super::{markdown, places, text};
use crate::crate_ir::{Operation, Tag};
use crate::emit::prose::visible;

/// Returns the list of all tags.
pub(super) fn tags(site: &Site<'_>, root: &str, current: Option<&Tag>) -> Markup {
    let is_current = |tag: &Tag| current.is_some_and(|it| it.module == tag.module);
    html! {
        ul {
            @for tag in &site.api.tags {
                li {
                    a href={ (root) (places::tag(tag)) } aria-current=[is_current(tag).then_some("page")] {
                        (visible(&tag.wire))
                    }
                }
            }
        }
    }
}

/// Returns the sidebar of an operation: its group, and the other groups of its tag.
pub(super) fn of_tag(tag: &Tag, current: Option<&Operation>, root: &str) -> Markup {
    let page = |it: &Operation| format!("{root}{}", places::operation(tag, it));
    let is_current = |it: &Operation| current.is_some_and(|current| current.name == it.name);
    html! {
        p.over { a href={ (root) "index.html" } { "All tags" } }
        p.over { a href={ (root) (places::tag(tag)) } { (visible(&title(&tag.wire))) } }
        ul {
            @for group in tag.groups() {
                @let is_open = current.is_none_or(|it| it.group.as_deref().unwrap_or_default() == group.key);
                li {
                    @if is_open && current.is_some() {
                        span.group { (visible(&title(group.key))) }
                        ul {
                            @for it in &group.operations {
                                li {
                                    a href=(page(it)) aria-current=[is_current(it).then_some("page")] {
                                        (markdown::plain(&it.summary, 80))
                                    }
                                }
                            }
                        }
                    } @else {
                        a.group href={ (root) (places::tag(tag)) "#" (anchor(group.key)) } {
                            (visible(&title(group.key)))
                        }
                    }
                }
            }
        }
    }
}

/// Returns a group's anchor on its tag's page.
pub(super) fn anchor(key: &str) -> String {
    format!("group-{}", text::anchor(key))
}

/// Returns the breadcrumbs of a page.
pub(super) fn breadcrumbs(steps: &[(String, String)]) -> Markup {
    html! {
        nav.crumbs aria-label="Breadcrumbs" {
            ol {
                @for (title, href) in steps { li { a href=(href) { (visible(title)) } } }
            }
        }
    }
}

/// Returns the links to the previous and the next page.
pub(super) fn around(
    tag: &Tag,
    before: Option<&Operation>,
    after: Option<&Operation>,
    root: &str,
) -> Markup {
    let link = |it: &Operation| format!("{root}{}", places::operation(tag, it));
    html! {
        nav.around aria-label="Previous and next" {
            @if let Some(it) = before {
                a.before rel="prev" href=(link(it)) { span { "Previous" } (markdown::plain(&it.summary, 80)) }
            }
            @if let Some(it) = after {
                a.after rel="next" href=(link(it)) { span { "Next" } (markdown::plain(&it.summary, 80)) }
            }
        }
    }
}

/// Returns a method and a path in the format of all pages.
pub(super) fn call(operation: &Operation) -> Markup {
    let method = operation.method.to_lowercase();
    html! {
        span class={ "method " (method) } { (operation.method) } " "
        code.path { (path(&operation.path)) }
    }
}

/// Returns a path with a line break opportunity after each slash.
fn path(path: &str) -> Markup {
    html! {
        @for (index, part) in path.split('/').enumerate() {
            @if index > 0 { "/" wbr; }
            @if part.starts_with('{') { span.variable { (visible(part)) } } @else { (visible(part)) }
        }
    }
}
