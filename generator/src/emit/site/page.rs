//! The parts of every page: head, search, navigation, footer.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::assets::{FIRST_SCRIPT, FIRST_STYLE};
use super::shared::Site;
use super::text::header;
use super::{policy, signature};
use crate::emit::prose::visible;

/// A page of the site.
pub(super) struct Page<'a> {
    /// The path from the root of the site.
    pub(super) path: &'a str,
    /// The source of the page's content.
    pub(super) origin: String,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) navigation: Markup,
    pub(super) main: Markup,
    /// Whether the page has a form beside the text on wide screens.
    pub(super) has_form: bool,
    /// Structured data, as JSON.
    pub(super) linked_data: Option<String>,
}

/// Returns the name of the site: the title of the API, otherwise the name of the crate.
pub(super) fn name(site: &Site<'_>) -> String {
    match site.api.title.trim() {
        "" => site.api.package.name.clone(),
        title => visible(title),
    }
}

/// Returns the relative path from a page to the site's root.
pub(super) fn root_of(path: &str) -> String {
    "../".repeat(path.matches('/').count())
}

impl Page<'_> {
    /// Returns the HTML of the page.
    pub(super) fn render(self, site: &Site<'_>) -> String {
        let root = root_of(self.path);
        self.render_at(site, &root)
    }

    /// Returns the HTML with the given root, for a page that is served at any URL.
    pub(super) fn render_at(self, site: &Site<'_>, root: &str) -> String {
        let assets = &site.assets;
        let canonical = site.base_url.map(|base| format!("{base}{}", self.path));
        let title = visible(&self.title);
        let description = visible(&self.description);
        let header = header(&self.origin);
        let page = html! {
            (DOCTYPE) "\n"
            (PreEscaped("<!-- ")) (header) (PreEscaped(" -->\n"))
            html lang="en" data-root=(root) data-search-program=(assets.search.path)
                data-search-index=(assets.index.path)
                data-code-program=(assets.code.path)
                data-response-program=(assets.response.path) {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(site.policy);
                    meta name="referrer" content=(policy::REFERRER);
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (title) }
                    meta name="description" content=(description);
                    meta property="og:title" content=(title);
                    meta property="og:description" content=(description);
                    meta property="og:type" content="website";
                    meta property="og:site_name" content=(name(site));
                    @if let Some(url) = &canonical {
                        link rel="canonical" href=(url);
                        meta property="og:url" content=(url);
                    }
                    script { (PreEscaped(FIRST_SCRIPT)) }
                    style { (PreEscaped(FIRST_STYLE)) }
                    link rel="icon" type="image/svg+xml" href={ (root) (assets.icon.path) };
                    script src={ (root) (assets.page.path) } defer {}
                    @if let Some(data) = &self.linked_data {
                        script type="application/ld+json" { (PreEscaped(data)) }
                    }
                }
                body {
                    a.skip href="#content" { "Skip to the content" }
                    @if self.has_form { a.skip href="#send-button" { "Skip to Send" } }
                    (top(site, root))
                    div.frame.wide[self.has_form] {
                        main #content tabindex="-1" { (self.main) }
                        // The navigation is last in the document, so that readers on narrow screens and with screen
                        // readers reach the text first.
                        nav.side #navigation aria-label="Operations" { (self.navigation) }
                    }
                    (foot(site))
                    // The scripts are last in the document, so that they delay no other content.
                    link rel="stylesheet" href={ (root) (assets.style.path) };
                }
            }
            "\n"
        };
        // Stops browsers from translating code. Only elements contain this text, since all other text is escaped.
        page.into_string()
            .replace("<code", "<code translate=\"no\"")
    }
}

fn top(site: &Site<'_>, root: &str) -> Markup {
    html! {
        header.top {
            a.brand href={ (root) "index.html" } {
                span.mark aria-hidden="true" {}
                span.title { (name(site)) }
            }
            form #search-form role="search" data-program hidden {
                label.hidden for="search" { "Search operations and types" }
                input #search type="search" role="combobox" autocomplete="off" spellcheck="false"
                    placeholder="Search" aria-expanded="false" aria-controls="search-results"
                    aria-autocomplete="list";
                kbd aria-hidden="true" { "/" }
                ul #search-results role="listbox" aria-label="Results" hidden {}
            }
            a.menu href="#navigation" { "Menu" }
            button #theme .quiet type="button" data-program hidden { "Dark" }
        }
    }
}

fn foot(site: &Site<'_>) -> Markup {
    let package = &site.api.package;
    html! {
        footer.foot {
            p {
                "Reference of " code { (package.name) " " (package.version) }
                @if let Some(version) = &site.api.api_version {
                    ", for version " code { (version) } " of the API"
                }
                ". "
                @if crate::emit::prose::is_web(&package.repository) {
                    a href=(package.repository) { "Source" }
                }
                @if let Some(url) = signature::documentation(site, "") {
                    " · " a href=(url) { "Documentation of the crate" }
                }
            }
            p { "The texts are from the API's description. The API's provider did not create this site." }
        }
    }
}
