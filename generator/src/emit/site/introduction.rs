//! The introduction to the API: base URL, authentication, limits and versions.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::markdown::{self, Location};
use super::places;
use super::shared::Site;
use crate::crate_ir::Operation;
use crate::emit::prose::{is_web, visible};
use crate::report::counted;

/// Returns the introduction of the front page.
pub(super) fn introduction(site: &Site<'_>) -> Markup {
    let about = &site.api.about;
    let links = [
        ("Documentation", "", about.docs_url.as_str()),
        (
            "Licence",
            about.license.0.as_str(),
            about.license.1.as_str(),
        ),
        ("Terms of service", "", about.terms.as_str()),
        (
            "Contact",
            about.contact.0.as_str(),
            about.contact.1.as_str(),
        ),
    ];
    html! {
        @if !about.doc.trim().is_empty() {
            div.text {
                (markdown::block(site, Location { heading: Some(2), ..Location::new("", None) }, &about.doc))
            }
        }
        dl.facts {
            @if !site.api.server.is_empty() {
                div { dt { "Base URL" } dd { code { (visible(&site.api.server)) } } }
            }
            div { dt { "Authentication" } dd { (authentication(site)) } }
            div { dt { "Limits" } dd { (limits(site)) } }
            (versions(site))
            @for (title, name, url) in links {
                @if is_web(url) {
                    div { dt { (title) } dd {
                        a href=(url) { (visible(if name.trim().is_empty() { url } else { name })) }
                    } }
                } @else if !name.trim().is_empty() {
                    div { dt { (title) } dd { (visible(name)) } }
                }
            }
        }
    }
}

/// Describes how callers authenticate: by the declared schemes, otherwise by the client's token.
fn authentication(site: &Site<'_>) -> Markup {
    let schemes = &site.api.about.security;
    let variable = site.api.profile.token_variable();
    html! {
        @if schemes.is_empty() {
            p {
                "The description declares no scheme. The client sends a token in the header "
                code { "Authorization: Bearer" } "."
            }
        } @else {
            ul {
                @for it in schemes {
                    li {
                        code { (visible(&it.name)) } ": " (visible(&it.kind)) ". "
                        (markdown::inline(site, Location::new("", None), &it.doc))
                    }
                }
            }
        }
        p { "The examples take the token from the environment variable " code { (visible(variable)) } "." }
    }
}

/// Describes the rate limits that the profile states, with a link to the operation that reports the remaining requests.
fn limits(site: &Site<'_>) -> Markup {
    let profile = &site.api.profile;
    let free = find(site, |it| profile.unlimited_paths.contains(&it.path));
    html! {
        p {
            "The client waits when a response reports an exhausted rate limit: by "
            code { "Retry-After" } " and " code { "X-RateLimit-Reset" } "."
            @if let Some(path) = free {
                " These requests do not count against it: " a href=(path) { (profile.unlimited_paths.join(", ")) } "."
            }
        }
        @if let Some(cap) = profile.result_cap {
            p { "A search returns at most " (cap) " results." }
        }
    }
}

/// Returns the page of the first matching operation.
fn find(site: &Site<'_>, fits: impl Fn(&Operation) -> bool) -> Option<String> {
    site.api.tags.iter().find_map(|tag| {
        let operation = tag.operations.iter().find(|it| fits(it))?;
        Some(places::operation(tag, operation))
    })
}

/// Returns the versions of the API and of its description.
fn versions(site: &Site<'_>) -> Markup {
    let mut changed: BTreeMap<&str, usize> = BTreeMap::new();
    for operation in site.api.tags.iter().flat_map(|it| &it.operations) {
        for change in &operation.availability.versions {
            *changed.entry(&change.version).or_default() += 1;
        }
    }
    let about = &site.api.about;
    html! {
        @if let Some(version) = &site.api.api_version {
            div { dt { "API version" } dd {
                code { (visible(version)) }
                @if let Some(header) = &site.api.profile.version_header {
                    ", sent in the header " code { (visible(header)) }
                }
                @for (version, operations) in &changed {
                    "; " code { (visible(version)) } " changes " (counted(*operations, "operation"))
                }
            } }
        }
        @if !about.version.trim().is_empty() {
            div { dt { "Description" } dd { "version " code { (visible(&about.version)) } } }
        }
    }
}
