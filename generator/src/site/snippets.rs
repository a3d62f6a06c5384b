//! Code that calls an operation, with placeholders: what a page shows until its program fills them in. The Rust
//! is that of the crate's documentation, and curl is told as the program tells it of the form as it comes.

use maud::{Markup, html};

use super::curl;
use super::schema::Schema;
use crate::model::{Operation, Tag};
use crate::prose::visible;
use crate::rust;

/// Returns the part of the page with code.
pub(super) fn snippets(schema: &Schema<'_, '_>, tag: &Tag, operation: &Operation) -> Markup {
    let code = [
        (
            "rust",
            "Rust",
            rust::example(schema.site.api, tag, operation),
        ),
        ("curl", "curl", curl::call(schema, operation)),
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
