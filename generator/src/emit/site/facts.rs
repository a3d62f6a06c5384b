//! What a reader has to know before calling: how an operation stands, who may call it, where else it is told
//! about.

use maud::{Markup, html};

use super::shared::Site;
use super::signature::of_method;
use crate::crate_ir::{Operation, Tag};
use crate::emit::prose::{is_web, visible};

/// Returns the marks above the title.
pub(super) fn badges(operation: &Operation) -> Markup {
    let standing = &operation.standing;
    let has_any = standing.preview
        || operation.deprecated.is_some()
        || standing.github_apps == Some(true)
        || standing.cloud_only
        || operation.notifies
        || operation.pagination.is_some();
    html! {
        @if has_any {
            ul.badges aria-label="Marks" {
                @if operation.deprecated.is_some() { li.old { "Deprecated" } }
                @if standing.preview { li.preview { "Preview" } }
                @if standing.github_apps == Some(true) { li { "GitHub Apps" } }
                @if standing.cloud_only { li { "Cloud only" } }
                @if operation.notifies { li.notifies { "Triggers notifications" } }
                @if operation.pagination.is_some() { li { "Paginated" } }
            }
        }
    }
}

/// Returns the warning that an operation should not be used any more.
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

/// Returns the part of the page with facts.
pub(super) fn facts(site: &Site<'_>, tag: &Tag, operation: &Operation) -> Markup {
    let standing = &operation.standing;
    html! {
        dl.facts {
            div { dt { "Operation" } dd { code { (visible(&operation.id)) } } }
            @if !standing.scopes.is_empty() {
                div {
                    dt { "Scopes named" }
                    dd { @for it in &standing.scopes { code { (visible(it)) } " " } }
                }
            }
            @if !standing.permissions.is_empty() {
                div {
                    dt { "Permissions named" }
                    dd { @for it in &standing.permissions { span.chip { (visible(it)) } " " } }
                }
            }
            @if let Some(apps) = standing.github_apps {
                div { dt { "GitHub Apps" } dd { @if apps { "may call it" } @else { "may not call it" } } }
            }
            @if let Some(idempotent) = operation.idempotent_despite_method() {
                div {
                    dt { "Retries" }
                    dd {
                        @if idempotent { "as repeating the call has no other effect" }
                        @else { "only if the server cannot have received the call: repeating it may have another effect" }
                    }
                }
            }
            @if let Some(server) = &operation.server {
                div { dt { "Server" } dd { code { (visible(server)) } } }
            }
            @let docs = operation.docs_url.as_deref().filter(|it| is_web(it));
            @let of_crate = of_method(site, tag, operation);
            @if docs.is_some() || of_crate.is_some() {
                div { dt { "Elsewhere" } dd {
                    @if let Some(url) = docs { a href=(url) { (host(url)) } }
                    @if docs.is_some() && of_crate.is_some() { " · " }
                    @if let Some(url) = of_crate { a href=(url) { "the crate's documentation" } }
                } }
            }
        }
    }
}

/// Returns the host of an address.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}

/// Returns the part of the page on pages.
pub(super) fn pagination(operation: &Operation) -> Markup {
    let Some(pagination) = &operation.pagination else {
        return html!();
    };
    html! {
        section #pagination {
            h2 { a.anchor href="#pagination" { "Pagination" } }
            p {
                "The answer comes in pages. "
                @if let Some((name, default)) = &pagination.size {
                    "How many items one has is said by " code { (visible(name)) }
                    ", which is " (default) " if it is not given. "
                }
                @match &pagination.number {
                    Some(name) => { "Which one comes is said by " code { (visible(name)) } ". " },
                    None => { "Where the next one is stands in the header " code { "Link" } ". " },
                }
                @if let Some(envelope) = &pagination.envelope {
                    "The items stand in " code { (visible(&envelope.wire)) } ". "
                }
                "In Rust, " code { "items()" } " goes through all of them, and " code { "pages()" }
                " through the pages."
            }
        }
    }
}

/// Returns the part of the page on versions of the API.
pub(super) fn versions(site: &Site<'_>, operation: &Operation) -> Markup {
    let changes = &operation.standing.versions;
    html! {
        @if let Some(version) = &site.api.api_version {
            section #versions {
                h2 { a.anchor href="#versions" { "API versions" } }
                p { "This page is of version " code { (visible(version)) } "."
                    @if changes.is_empty() { " The description knows no version that changes this operation itself." }
                }
                @if !changes.is_empty() {
                    ul {
                        @for change in changes {
                            li {
                                code { (visible(&change.version)) } " changes "
                                @for (index, part) in change.parts.iter().enumerate() {
                                    @if index > 0 { ", " }
                                    @match part.strip_prefix('-') {
                                        Some(part) => { code { (visible(part)) } " (taken away)" },
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
