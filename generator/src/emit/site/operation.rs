//! The page of an operation.

use std::cell::RefCell;
use std::collections::BTreeSet;

use maud::{Markup, PreEscaped, html};
use serde_json::json;

use super::markdown::Location;
use super::page::{Page, name, root_of};
use super::schema::Schema;
use super::shared::Site;
use super::{
    data, facts, form, markdown, navigation, parameters, places, responses, signature, snippets,
    text,
};
use crate::crate_ir::{Operation, Tag};
use crate::emit::prose::visible;

pub(super) fn page(site: &Site<'_>, tag: &Tag, operation: &Operation, index: usize) -> String {
    let path = places::operation(tag, operation);
    let root = root_of(&path);
    let title = markdown::plain(&operation.summary, 120);
    let call = format!("{} {}", operation.method, operation.path);
    let description = match markdown::plain(&operation.doc, 200) {
        doc if doc.is_empty() => format!("{call}: {title}"),
        doc => doc,
    };
    let anchors = RefCell::new(BTreeSet::new());
    let schema = Schema {
        site,
        own: &operation.types,
        location: Location::new(&root, operation.docs_url.as_deref()),
        is_sent: true,
        anchors: &anchors,
    };
    let responded = Schema {
        is_sent: false,
        ..schema
    };
    let before = index.checked_sub(1).and_then(|it| tag.operations.get(it));
    let after = tag.operations.get(index + 1);
    // The form follows the title on narrow screens, and is beside the text on wide screens.
    let main = html! {
        div.head {
            (navigation::breadcrumbs(&[
                (name(site), format!("{root}index.html")),
                (text::title(&tag.wire), format!("{root}{}", places::tag(tag))),
            ]))
            (facts::badges(operation))
            h1 { (visible(&title)) }
            p.line {
                (navigation::call(operation))
                a.jump href="#text" { "Documentation" }
            }
            (facts::deprecation(operation))
        }
        (try_it(&schema, tag, operation))
        div.rest {
            div #text .text.description tabindex="-1" {
                (markdown::block(site, Location { heading: Some(2), ..schema.location }, &operation.doc))
            }
            (facts::facts(site, tag, operation))
            (parameters::parameters(&schema, operation))
            (parameters::body(&schema, operation))
            (responses::responses(&responded, operation))
            (responses::redirects(&responded, operation))
            (responses::errors(&responded, operation))
            (facts::pagination(operation))
            (signature::rust(site, tag, operation, &root))
            (facts::versions(site, operation))
            (navigation::around(tag, before, after, &root))
        }
        script #operation-data type="application/json" {
            (PreEscaped(data::of(site, tag, operation)))
        }
    };
    Page {
        path: &path,
        origin: format!("operation `{}`", operation.id),
        title: format!("{title} · {}", name(site)),
        description,
        navigation: navigation::of_tag(tag, Some(operation), &root),
        main,
        has_form: true,
        linked_data: site
            .base_url
            .map(|base| linked_data(site, base, tag, operation, &title)),
    }
    .render(site)
}

/// Returns the form with the Send button, authentication, the response, and the request as code.
fn try_it(schema: &Schema<'_, '_>, tag: &Tag, operation: &Operation) -> Markup {
    html! {
        section #try-it .try aria-label="Try it and code" {
            h2 { a.anchor href="#try-it" { "Try it" } }
            noscript { p.faint { "The form below requires JavaScript; the rest of this page does not." } }
            (form::form(schema, operation))
            (form::media(schema.site, operation))
            details #authentication open {
                summary { "Authentication: configure credentials" }
                p #gateway-help .hint {
                    "Configure credentials for " (name(schema.site)) ". "
                    "The gateway proxies requests and injects credentials server-side."
                }
                noscript { p.faint { "Configuring credentials requires JavaScript." } }
            }
            div #response {}
            (snippets::snippets(schema, tag, operation))
            div #history {}
        }
    }
}

/// Returns the breadcrumbs as structured data for search engines.
fn linked_data(
    site: &Site<'_>,
    base: &str,
    tag: &Tag,
    operation: &Operation,
    title: &str,
) -> String {
    let item = |position: usize, name: &str, path: &str| json!({ "@type": "ListItem", "position": position, "name": name, "item": format!("{base}{path}") });
    text::script(&json!({
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            item(1, &name(site), "index.html"),
            item(2, &text::title(&tag.wire), &places::tag(tag)),
            item(3, title, &places::operation(tag, operation)),
        ],
    }))
}
