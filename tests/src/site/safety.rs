//! Rules for security. A page loads and runs only its own content. A page contains only the allowed elements,
//! attributes and URLs.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::{Page, text};

/// The allowed elements.
const ELEMENTS: &[&str] = &[
    "a",
    "aside",
    "blockquote",
    "body",
    "br",
    "button",
    "code",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "fieldset",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "input",
    "kbd",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "meta",
    "nav",
    "noscript",
    "ol",
    "option",
    "p",
    "pre",
    "script",
    "section",
    "select",
    "span",
    "strong",
    "style",
    "summary",
    "table",
    "tbody",
    "td",
    "textarea",
    "th",
    "thead",
    "title",
    "tr",
    "ul",
    "wbr",
];

/// The attributes that contain URLs.
const ADDRESSES: &[&str] = &[
    "action",
    "background",
    "cite",
    "data",
    "formaction",
    "href",
    "poster",
    "src",
    "srcset",
    "xlink:href",
];

pub(super) fn check(page: &Page<'_>, files: &BTreeMap<String, String>, broken: &mut Vec<String>) {
    let mut policy = None;
    for element in page.all("*") {
        let name = element.value().name();
        if !ELEMENTS.contains(&name) {
            broken.push(page.broken(format!("has the element {name}")));
        }
        for (attribute, value) in element.value().attrs() {
            if attribute.starts_with("on") || matches!(attribute, "style" | "srcdoc" | "is") {
                broken.push(page.broken(format!("has the attribute {attribute}=\"{value}\"")));
            }
            if ADDRESSES.contains(&attribute) && !is_harmless(value) {
                broken.push(page.broken(format!("has {attribute}=\"{value}\"")));
            }
        }
        match name {
            "meta" => policy = policy.or(strict_policy(element)),
            "script" => {
                if policy.is_none() {
                    broken
                        .push(page.broken("contains a script before its content security policy"));
                }
                let is_first = policy.is_some_and(|it| lets_in(it, "script-src", element));
                if !is_first && let Some(why) = wrong_script(page, element, files) {
                    broken.push(page.broken(why));
                }
            }
            // The content security policy allows the page's own script by its digest.
            "style" if !policy.is_some_and(|it| lets_in(it, "style-src", element)) => {
                broken.push(
                    page.broken("contains a style that its content security policy does not allow"),
                );
            }
            "link" if element.attr("rel") == Some("stylesheet") => {
                let href = element.attr("href").unwrap_or_default();
                if !is_asset(href, files) {
                    broken.push(page.broken(format!("has the style {href}")));
                }
            }
            _ => {}
        }
    }
    if policy.is_none() {
        broken.push(page.broken("has no strict content security policy"));
    }
}

/// Returns whether a URL is harmless: on the web or on the site, and not executable.
fn is_harmless(url: &str) -> bool {
    let plain: String = url
        .chars()
        .filter(|it| !it.is_control() && !it.is_whitespace())
        .collect();
    let scheme = plain.split(['/', '#', '?']).next().unwrap_or_default();
    match scheme.split_once(':') {
        Some((scheme, _)) => {
            matches!(
                scheme.to_ascii_lowercase().as_str(),
                "https" | "http" | "mailto"
            )
        }
        None => !plain.starts_with("//"),
    }
}

/// Returns the content security policy that an element defines, if the policy is strict.
fn strict_policy<'a>(element: scraper::ElementRef<'a>) -> Option<&'a str> {
    let content = element.attr("content")?;
    let has = |it: &str| content.split(';').any(|part| part.trim() == it);
    let is_strict = element.attr("http-equiv") == Some("Content-Security-Policy")
        && !content.contains("unsafe")
        && has("default-src 'none'")
        && content.matches("script-src").count() == 1
        && content.contains("; script-src 'self' 'sha256-")
        && content.matches("style-src").count() == 1
        && content.contains("; style-src 'self' 'sha256-")
        && content.matches("'sha256-").count() == 2
        && has("base-uri 'none'")
        && has("require-trusted-types-for 'script'");
    is_strict.then_some(content)
}

/// Returns whether a policy allows inline scripts or styles only by their digests, and allows this one.
fn lets_in(policy: &str, directive: &str, element: scraper::ElementRef<'_>) -> bool {
    let digest = STANDARD.encode(Sha256::digest(element.text().collect::<String>()));
    policy.contains(&format!("; {directive} 'self' 'sha256-{digest}';"))
}

fn wrong_script(
    page: &Page<'_>,
    element: scraper::ElementRef<'_>,
    files: &BTreeMap<String, String>,
) -> Option<String> {
    match (element.attr("src"), element.attr("type")) {
        (Some(src), None) if is_asset(src, files) && text(element).is_empty() => None,
        (None, Some("application/json" | "application/ld+json")) => {
            let text = text(element);
            let data: Result<serde_json::Value, _> = serde_json::from_str(&text);
            match data {
                Ok(data) if data.is_object() => None,
                _ => Some("contains data that is not JSON".to_owned()),
            }
        }
        (src, kind) => Some(format!(
            "has a script: src {src:?}, type {kind:?}, on {}",
            page.path
        )),
    }
}

/// Returns whether a URL leads to one of the site's files under `assets`.
fn is_asset(url: &str, files: &BTreeMap<String, String>) -> bool {
    let path = url
        .trim_start_matches("/reference/")
        .trim_start_matches("../");
    path.starts_with("assets/") && files.contains_key(path)
}
