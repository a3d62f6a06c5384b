//! The 404 page.

use maud::html;

use super::navigation;
use super::page::{Page, name};
use super::shared::Site;

pub(super) fn page(site: &Site<'_>) -> String {
    // A server returns this page for any URL, so all links start at the root of the server, if the root is known.
    let root = site.root.or(site.base_url.map(path_of)).unwrap_or_default();
    Page {
        path: "404.html",
        origin: "the description".to_owned(),
        title: format!("Not found · {}", name(site)),
        description: "The page does not exist.".to_owned(),
        navigation: navigation::tags(site, root, None),
        main: html! {
            h1 { "Page not found" }
            p {
                "The operation may have been removed or renamed. "
                a href={ (root) "index.html" } { "All operations" } " are listed by tag, and the search above "
                "finds them by path and by name."
            }
        },
        has_form: false,
        linked_data: None,
    }
    .render_at(site, root)
}

/// Returns the path of a URL.
fn path_of(url: &str) -> &str {
    let after = url.find("://").map_or(0, |at| at + 3);
    let path = url.get(after..).and_then(|it| it.find('/'));
    path.and_then(|at| url.get(after + at..)).unwrap_or("/")
}
