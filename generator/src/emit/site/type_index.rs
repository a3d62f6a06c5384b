//! The index of types: all component schemas, by the first letter of their type.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::page::{Page, name, root_of};
use super::shared::Site;
use super::{markdown, navigation, places};
use crate::crate_ir::SchemaFile;
use crate::emit::prose::visible;
use crate::report::counted;

/// The path of the index.
pub(super) const PATH: &str = "types/index.html";

pub(super) fn page(site: &Site<'_>) -> String {
    let root = root_of(PATH);
    let letters = letters(site);
    let count = counted(site.api.schemas.len(), "type");
    Page {
        path: PATH,
        origin: "the description".to_owned(),
        title: format!("Types · {}", name(site)),
        description: format!("The {count} of the API, by name."),
        navigation: html! {
            p.over { a href={ (root) "index.html" } { "All tags" } }
            (navigation::tags(site, &root, None))
        },
        main: html! {
            (navigation::breadcrumbs(&[(name(site), format!("{root}index.html"))]))
            h1 { "Types" }
            p.lead { (count) ", by name. Each has a page with its properties and the operations that use it." }
            @if letters.len() > 1 {
                ul.groups aria-label="Letters" {
                    @for letter in letters.keys() { li { a href={ "#letter-" (letter) } { (letter) } } }
                }
            }
            @for (letter, files) in &letters {
                h2 id={ "letter-" (letter) } { (letter) }
                ul.types { @for file in files { (entry(&root, file)) } }
            }
        },
        has_form: false,
        linked_data: None,
    }
    .render(site)
}

/// Returns the schemas by the first letters of their types.
fn letters<'a>(site: &Site<'a>) -> BTreeMap<char, Vec<&'a SchemaFile<'a>>> {
    let mut letters: BTreeMap<char, Vec<&SchemaFile>> = BTreeMap::new();
    for file in &site.api.schemas {
        let first = title(file).chars().next().unwrap_or('_');
        letters
            .entry(first.to_ascii_uppercase())
            .or_default()
            .push(file);
    }
    letters
}

/// Returns the name of a schema's type.
fn title<'a>(file: &'a SchemaFile<'a>) -> &'a str {
    let own = file.types.first();
    own.map_or(file.wire.as_str(), |it| it.name.as_str())
}

fn entry(root: &str, file: &SchemaFile) -> Markup {
    let doc = file.types.first().map(|it| markdown::plain(&it.doc, 100));
    html! {
        li {
            a href={ (root) (places::schema(file)) } { code { (visible(title(file))) } }
            @if let Some(doc) = doc.filter(|it| !it.is_empty()) { " " span.faint { (doc) } }
        }
    }
}
