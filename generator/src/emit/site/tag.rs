//! The page of a tag: its operations, by group.

use maud::html;

use super::page::{Page, name, root_of};
use super::shared::Site;
use super::{index, markdown, navigation, places, text};
use crate::crate_ir::Tag;
use crate::emit::prose::visible;

pub(super) fn page(site: &Site<'_>, tag: &Tag) -> String {
    let path = places::tag(tag);
    let root = root_of(&path);
    let title = text::title(&tag.wire);
    let location = markdown::Location::new(&root, None);
    Page {
        path: &path,
        origin: format!("tag `{}`", tag.wire),
        title: format!("{title} · {}", name(site)),
        description: match markdown::plain(&tag.doc, 160) {
            doc if doc.is_empty() => format!("The operations of {title}."),
            doc => doc,
        },
        navigation: html! {
            p.over { a href={ (root) "index.html" } { "All tags" } }
            (navigation::tags(site, &root, Some(tag)))
        },
        main: html! {
            (navigation::breadcrumbs(&[(name(site), format!("{root}index.html"))]))
            h1 { (visible(&title)) }
            div.lead { (markdown::block(site, location, &tag.doc)) }
            @let groups = tag.groups();
            @if groups.len() > 1 {
                ul.groups {
                    @for group in &groups {
                        li {
                            a href={ "#" (navigation::anchor(group.key)) } { (visible(&text::title(group.key))) }
                        }
                    }
                }
            }
            h2.hidden { "Operations" }
            (index::groups(tag, &root))
        },
        has_form: false,
        linked_data: None,
    }
    .render(site)
}
