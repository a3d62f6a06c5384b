//! The signature of an operation's method. Names of types are links to their pages.

use maud::{Markup, html};

use super::shared::Site;
use crate::crate_ir::name::raw;
use crate::crate_ir::{Content, Named, Operation, Parameter, Signature, Tag, Type, TypeScope};
use crate::emit::prose::is_web;

/// Returns the section on Rust.
pub(super) fn rust(site: &Site<'_>, tag: &Tag, operation: &Operation, root: &str) -> Markup {
    let optional: Vec<&Parameter> = operation
        .parameters
        .iter()
        .filter(|it| !it.required)
        .collect();
    let response = operation.success.content.display();
    let shared = operation.success.content.kinds();
    let named = shared.first().and_then(|it| it.named());
    html! {
        section #rust {
            h2 { a.anchor href="#rust" { "Rust" } }
            pre.signature tabindex="0" { code { (linked(site, operation, root)) } }
            p {
                "A method of " code { (tag.module) "::" (tag.handle) }
                @if let Some(url) = of_method(site, tag, operation) { ", see its " a href=(url) { "documentation" } }
                ". Awaiting it returns "
                code { "Response<" (response) ">" }
                @if let Some(named) = named.filter(|it| it.is_shared()) {
                    ", see " a href=(site.places.link(named, root)) { (named.name) }
                }
                @if matches!(operation.success.content, Content::Redirect) { ", which contains the URL" }
                ", or an error by status, " code { (tag.module) "::" (operation.error_name()) } "."
            }
            @if !optional.is_empty() {
                p {
                    "Optional setters: "
                    @for (index, it) in optional.iter().enumerate() {
                        @if index > 0 { ", " }
                        code { (it.name) "(" (it.kind.display()) ")" }
                    }
                    "."
                }
            }
        }
    }
}

/// Returns the URL of a method's documentation; `None` if the documentation is not published.
pub(super) fn of_method(site: &Site<'_>, tag: &Tag, operation: &Operation) -> Option<String> {
    let (module, handle, name) = (&tag.module, &tag.handle, &operation.name);
    documentation(
        site,
        &format!("{module}/struct.{handle}.html#method.{name}"),
    )
}

/// Returns the URL of a page of the crate's documentation; `None` if the documentation is not published.
pub(super) fn documentation(site: &Site<'_>, page: &str) -> Option<String> {
    let package = &site.api.package;
    let url = package.documentation.as_deref().filter(|it| is_web(it))?;
    let krate = package.name.replace('-', "_");
    Some(format!("{}/{krate}/{page}", url.trim_end_matches('/')))
}

/// Returns the signature. Names of types are links to their pages, or to the body on this page.
fn linked(site: &Site<'_>, operation: &Operation, root: &str) -> Markup {
    let body = operation.body.as_ref().and_then(|it| it.content.kind());
    let body = body.and_then(Type::named);
    let link = |piece: &str| match shared(piece).filter(|it| site.places.file(it).is_some()) {
        Some(named) => Some(site.places.link(&named, root)),
        None => body
            .filter(|it| !it.is_shared() && it.name == piece)
            .map(|_| "#body".to_owned()),
    };
    html! {
        @for piece in pieces(&laid_out(&operation.signature())) {
            @match link(&piece) {
                Some(href) => a href=(href) { (piece) },
                None => (piece),
            }
        }
    }
}

/// The maximum line length in the crate, minus the indentation of methods.
const WIDTH: usize = 85;
const STEP: &str = "    ";

/// Returns a signature in the format of the crate: on one line, or with one argument per line.
fn laid_out(signature: &Signature<'_>) -> String {
    let arguments = signature.arguments.iter();
    let arguments = arguments.map(|(name, kind)| format!("{}: {kind}", raw(name)));
    let arguments: Vec<String> = ["&self".to_owned()].into_iter().chain(arguments).collect();
    let (name, call) = (raw(signature.name), raw(signature.call));
    let line = format!("pub fn {name}({}) -> {call}", arguments.join(", "));
    if fits(&line, " {") {
        return line;
    }
    let mut lines = vec![format!("pub fn {name}(")];
    for argument in &arguments {
        lay_out(STEP, argument, &mut lines);
    }
    lines.push(format!(") -> {call}"));
    lines.join("\n")
}

/// Adds an argument or a type: on one line, or with one line for each type argument.
fn lay_out(indent: &str, item: &str, lines: &mut Vec<String>) {
    let line = format!("{indent}{item}");
    match generic(item).filter(|_| !fits(&line, ",")) {
        Some((head, kinds)) => {
            lines.push(format!("{indent}{head}"));
            let inner = format!("{indent}{STEP}");
            kinds.iter().for_each(|it| lay_out(&inner, it, lines));
            lines.push(format!("{indent}>,"));
        }
        None => lines.push(line + ","),
    }
}

/// Returns whether a text and its end fit on one line.
fn fits(line: &str, end: &str) -> bool {
    line.chars().count() + end.len() <= WIDTH
}

/// Splits a generic type into the text before its type arguments, and the arguments.
fn generic(item: &str) -> Option<(&str, Vec<&str>)> {
    let (head, rest) = item.split_at_checked(item.find('<')? + 1)?;
    let inner = rest.strip_suffix('>')?;
    let mut depth = 0_usize;
    let kinds = inner.split(|it| {
        match it {
            '<' => depth += 1,
            '>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        it == ',' && depth == 0
    });
    Some((head, kinds.map(str::trim_start).collect()))
}

/// Splits code into paths and the text between paths.
fn pieces(code: &str) -> Vec<String> {
    let is_path = |it: char| it.is_alphanumeric() || matches!(it, '_' | ':');
    let mut pieces: Vec<String> = Vec::new();
    let mut last = None;
    for it in code.chars() {
        let in_path = is_path(it);
        match pieces.last_mut() {
            Some(piece) if last == Some(in_path) => piece.push(it),
            _ => pieces.push(it.to_string()),
        }
        last = Some(in_path);
    }
    pieces
}

/// Returns the type of a path such as `types::Team` or `types::team::Part`.
fn shared(path: &str) -> Option<Named> {
    let (home, name) = path
        .trim_end_matches(':')
        .strip_prefix("types::")
        .map(|rest| match rest.split_once("::") {
            Some((module, name)) => (TypeScope::Within(module.to_owned()), name),
            None => (TypeScope::Types, rest),
        })?;
    Some(Named {
        name: name.to_owned(),
        home,
    })
}

#[cfg(test)]
mod tests {
    use super::laid_out;
    use crate::crate_ir::Signature;

    #[test]
    fn a_long_signature_has_one_line_per_argument() {
        let long = "Long".repeat(10);
        let lay_out = |arguments: &[(&'static str, &str)]| {
            let arguments = arguments
                .iter()
                .map(|(name, kind)| (*name, (*kind).to_owned()));
            laid_out(&Signature {
                name: "move",
                arguments: arguments.collect(),
                call: "Move",
            })
        };
        assert_eq!(
            lay_out(&[("type", "i64")]),
            "pub fn r#move(&self, r#type: i64) -> Move"
        );
        let map = format!("BTreeMap<String, Vec<{long}{long}>>");
        assert_eq!(
            lay_out(&[("id", "i64"), ("body", &map)]),
            format!(
                "pub fn r#move(\n    &self,\n    id: i64,\n    body: BTreeMap<\n        String,\n        Vec<\n            {long}{long},\n        >,\n    >,\n) -> Move"
            )
        );
    }
}
