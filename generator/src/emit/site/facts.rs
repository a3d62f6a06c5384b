//! The facts on the page of an operation: availability, required permissions, and links.

use maud::{Markup, html};

use super::shared::Site;
use super::signature::of_method;
use crate::crate_ir::{Operation, Tag};
use crate::emit::prose::{is_web, visible};

/// Returns the badges above the title.
pub(super) fn badges(operation: &Operation) -> Markup {
    let availability = &operation.availability;
    let has_any = availability.preview
        || operation.deprecated.is_some()
        || availability.github_apps == Some(true)
        || availability.cloud_only
        || operation.notifies
        || operation.pagination.is_some();
    html! {
        @if has_any {
            ul.badges aria-label="Marks" {
                @if operation.deprecated.is_some() { li.old { "Deprecated" } }
                @if availability.preview { li.preview { "Preview" } }
                @if availability.github_apps == Some(true) { li { "GitHub Apps" } }
                @if availability.cloud_only { li { "Cloud only" } }
                @if operation.notifies { li.notifies { "Triggers notifications" } }
                @if operation.pagination.is_some() { li { "Paginated" } }
            }
        }
    }
}

/// Returns the deprecation warning.
pub(super) fn deprecation(operation: &Operation) -> Markup {
    html! {
        @if let Some(why) = &operation.deprecated {
            div.callout.caution {
                p.callout-title { "Deprecated" }
                p { "This operation is " (visible(why)) "." }
            }
        }
    }
}

/// Returns the section with facts.
pub(super) fn facts(site: &Site<'_>, tag: &Tag, operation: &Operation) -> Markup {
    let availability = &operation.availability;
    html! {
        dl.facts {
            div { dt { "Operation" } dd { code { (visible(&operation.id)) } } }
            @if !availability.scopes.is_empty() {
                div {
                    dt { "Scopes" }
                    dd { @for it in &availability.scopes { code { (visible(it)) } " " } }
                }
            }
            @if !availability.permissions.is_empty() {
                div {
                    dt { "Permissions" }
                    dd { @for it in &availability.permissions { span.chip { (visible(it)) } " " } }
                }
            }
            @if let Some(apps) = availability.github_apps {
                div { dt { "GitHub Apps" } dd { @if apps { "may call it" } @else { "may not call it" } } }
            }
            @if let Some(idempotent) = operation.idempotent_despite_method() {
                div {
                    dt { "Retries" }
                    dd {
                        @if idempotent { "yes: repeating the call has no further effect" }
                        @else { "only if the server did not receive the call: repeating it may have a further effect" }
                    }
                }
            }
            @if let Some(server) = &operation.server {
                div { dt { "Server" } dd { code { (visible(server)) } } }
            }
            @let docs = operation.docs_url.as_deref().filter(|it| is_web(it));
            @let of_crate = of_method(site, tag, operation);
            @if docs.is_some() || of_crate.is_some() {
                div { dt { "See also" } dd {
                    @if let Some(url) = docs { a href=(url) { (host(url)) } }
                    @if docs.is_some() && of_crate.is_some() { " · " }
                    @if let Some(url) = of_crate { a href=(url) { "the crate's documentation" } }
                } }
            }
        }
    }
}

/// Returns the host of a URL.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}

/// Returns the section on pagination.
pub(super) fn pagination(operation: &Operation) -> Markup {
    let Some(pagination) = &operation.pagination else {
        return html!();
    };
    html! {
        section #pagination {
            h2 { a.anchor href="#pagination" { "Pagination" } }
            p {
                "The response is paginated. "
                @if let Some((name, default)) = &pagination.size {
                    "The page size is " code { (visible(name)) } " (default " (default) "). "
                }
                @match &pagination.number {
                    Some(name) => { "The page number is " code { (visible(name)) } ". " },
                    None => { "The header " code { "Link" } " contains the URL of the next page. " },
                }
                @if let Some(envelope) = &pagination.envelope {
                    "The items are in " code { (visible(&envelope.wire)) } ". "
                }
                "In Rust, " code { "items()" } " iterates over all items, and " code { "pages()" }
                " over the pages."
            }
        }
    }
}

/// Returns the section on API versions.
pub(super) fn versions(site: &Site<'_>, operation: &Operation) -> Markup {
    let changes = &operation.availability.versions;
    html! {
        @if let Some(version) = &site.api.api_version {
            section #versions {
                h2 { a.anchor href="#versions" { "API versions" } }
                p { "This page documents version " code { (visible(version)) } "."
                    @if changes.is_empty() { " The description declares no other version that changes this operation." }
                }
                @if !changes.is_empty() {
                    ul {
                        @for change in changes {
                            li {
                                code { (visible(&change.version)) } " changes "
                                @for (index, part) in change.parts.iter().enumerate() {
                                    @if index > 0 { ", " }
                                    @match part.strip_prefix('-') {
                                        Some(part) => { code { (visible(part)) } " (removed)" },
                                        None => code { (visible(part)) },
                                    }
                                }
                                @if !change.changeset.is_empty() {
                                    " (" (visible(&change.changeset.replace('_', " "))) ")"
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
