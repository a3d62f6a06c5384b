//! Prints code snippets with placeholders, in which the script later fills in values. The Rust snippet is the example
//! of the crate's documentation. The curl snippet is what the script generates for the initial form.

use maud::{Markup, html};

use super::schema::Schema;
use super::{colour, curl, narrow};
use crate::crate_ir::{Operation, Tag, snippet};

/// Returns the section with code.
pub(super) fn snippets(schema: &Schema<'_, '_>, tag: &Tag, operation: &Operation) -> Markup {
    let example = snippet::example(schema.site.api, tag, operation);
    let code = [
        ("rust", "Rust", colour::rust(&narrow::narrow(&example))),
        (
            "curl",
            "curl",
            colour::shell(&curl::call(schema, operation)),
        ),
    ];
    html! {
        section #snippets {
            h2 { a.anchor href="#snippets" { "Code" } }
            @for (language, title, code) in code {
                div.snippet data-language=(language) {
                    h3 { (title) }
                    pre tabindex="0" { code { (code) } }
                }
            }
        }
    }
}
