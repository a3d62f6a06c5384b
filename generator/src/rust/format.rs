//! Tokens to text.

use proc_macro2::TokenStream;

/// Returns a file: its header, then the tokens as prettyplease prints them.
pub(super) fn file(header: &str, tokens: TokenStream) -> String {
    let code = match syn::parse2::<syn::File>(tokens.clone()) {
        Ok(file) => spaced(&prettyplease::unparse(&file)),
        // Every input of the test suite is checked to parse; should one not, the compiler tells
        // where.
        Err(_) => tokens.to_string(),
    };
    format!("{header}\n\n{code}")
}

/// Puts an empty line between the items that prettyplease leaves without one.
fn spaced(code: &str) -> String {
    let mut spaced = String::with_capacity(code.len() + code.len() / 32);
    let mut before: Option<&str> = None;
    for line in code.lines() {
        if before.is_some_and(|before| is_gap(before, line)) {
            spaced.push('\n');
        }
        spaced.push_str(line);
        spaced.push('\n');
        before = Some(line);
    }
    spaced
}

fn is_gap(before: &str, line: &str) -> bool {
    let (text, ends) = (line.trim_start(), before.trim_start());
    let indent = line.len() - text.len();
    let same_level = before.len() - ends.len() == indent;
    let is_inner_doc = |it: &str| it.starts_with("//!") || it.starts_with("#![");
    if is_inner_doc(before) {
        return !is_inner_doc(line);
    }
    let starts_item = [
        "///",
        "#[",
        "pub ",
        "impl",
        "fn ",
        "const ",
        "static ",
        "async ",
        "runtime::",
        "mod ",
    ]
    .iter()
    .any(|it| text.starts_with(it));
    let ends_item = matches!(ends, "}" | "};" | ");")
        || ends.ends_with("{}") && ends.starts_with("impl")
        || (indent == 0 && ends.ends_with(';'));
    let same_kind = (text.starts_with("pub use ") && ends.starts_with("pub use "))
        || (text.starts_with("mod ") && ends.starts_with("mod "))
        || (text.starts_with("use ") && ends.starts_with("use "));
    same_level && starts_item && ends_item && !same_kind
}
