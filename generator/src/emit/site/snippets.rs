//! Initial code snippets with placeholders, which the program later fills. The Rust snippet is that of the crate's
//! documentation, and the curl snippet equals the program's for the initial form.

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
