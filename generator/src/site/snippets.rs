//! Code that calls an operation, with placeholders: what a page shows until its program fills them in. The Rust
//! is that of the crate's documentation.

use maud::{Markup, html};

use super::Site;
use crate::model::{BodyContent, Given, Location, Operation, Parameter, Tag};
use crate::prose::visible;
use crate::rust;

/// Returns the part of the page with code.
pub(super) fn snippets(site: &Site<'_>, tag: &Tag, operation: &Operation) -> Markup {
    let code = [
        ("rust", "Rust", rust::example(site.api, tag, operation)),
        ("curl", "curl", curl(site, operation)),
    ];
    html! {
        section #snippets {
            h2 { a.anchor href="#snippets" { "Code" } }
            @for (language, title, text) in code {
                div.snippet data-language=(language) {
                    h3 { (title) }
                    pre tabindex="0" { code { (visible(&text)) } }
                }
            }
        }
    }
}

fn curl(site: &Site<'_>, operation: &Operation) -> String {
    let server = operation.server.as_deref().unwrap_or(&site.api.server);
    let mut path = operation.path.clone();
    let required = || operation.parameters.iter().filter(|it| it.required);
    for it in required().filter(|it| matches!(it.location, Location::Path | Location::Segments)) {
        path = path.replace(&format!("{{{}}}", it.wire), &placeholder(it));
    }
    let query: Vec<String> = required()
        .filter(|it| it.location == Location::Query)
        .map(|it| format!("{}={}", it.wire, placeholder(it)))
        .collect();
    if !query.is_empty() {
        path = format!("{path}?{}", query.join("&"));
    }
    let mut lines = vec![format!("curl -X {}", operation.method)];
    let accept = operation.success.accept.as_deref();
    let accept = accept.unwrap_or("application/vnd.github+json");
    lines.push(format!("-H {}", quoted(&format!("Accept: {accept}"))));
    lines.push("-H \"Authorization: Bearer $GITHUB_TOKEN\"".to_owned());
    if let Some(version) = &site.api.api_version {
        lines.push(format!(
            "-H {}",
            quoted(&format!("X-GitHub-Api-Version: {version}"))
        ));
    }
    if let Some(body) = operation
        .body
        .as_ref()
        .filter(|it| it.given == Given::Always)
    {
        lines.extend(match &body.content {
            BodyContent::Json(_) => {
                vec![
                    "-H 'Content-Type: application/json'".to_owned(),
                    "-d @body.json".to_owned(),
                ]
            }
            BodyContent::Text(_) => vec!["--data-binary @body.txt".to_owned()],
            BodyContent::Binary(_) => vec!["--data-binary @body".to_owned()],
        });
    }
    lines.push(quoted(&format!("{server}{path}")));
    lines.join(" \\\n  ")
}

fn placeholder(parameter: &Parameter) -> String {
    parameter.wire.to_uppercase()
}

/// Returns a word that a shell reads as it is.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}
