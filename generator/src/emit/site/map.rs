//! The sitemap for search engines.

use maud::{PreEscaped, html};

use super::shared::Site;
use super::text::header;
use super::{places, type_index};

/// Returns the sitemap, if the site's URL is known.
pub(super) fn text(site: &Site<'_>) -> Option<String> {
    let base = site.base_url?;
    let mut paths = vec!["index.html".to_owned(), type_index::PATH.to_owned()];
    for tag in &site.api.tags {
        paths.push(places::tag(tag));
        paths.extend(tag.operations.iter().map(|it| places::operation(tag, it)));
    }
    paths.extend(site.api.schemas.iter().map(places::schema));
    let map = html! {
        (PreEscaped("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"))
        (PreEscaped("<!-- ")) (header("the description")) (PreEscaped(" -->\n"))
        urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" {
            @for path in &paths { url { loc { (base) (path) } } }
        }
        "\n"
    };
    Some(map.into_string())
}
