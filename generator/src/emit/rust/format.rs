//! Parses text to tokens, and formats tokens: prettyplease prints each item, and an empty line separates items.

use proc_macro2::TokenStream;
use syn::{Attribute, File, Item, ItemMacro, MacroDelimiter, Visibility};

/// Returns a file: its header, then its items.
pub(super) fn file(header: &str, tokens: TokenStream) -> String {
    let code = match syn::parse2::<File>(tokens.clone()) {
        Ok(file) => spaced(file),
        // The test suite checks that all generated code parses. If it does not, the compiler reports the position.
        Err(_) => tokens.to_string(),
    };
    format!("{header}\n\n{code}")
}

/// Returns code as tokens: all that the crate's model spells can be parsed.
pub(super) fn parsed(code: &str) -> TokenStream {
    code.parse().unwrap_or_default()
}

/// Returns code as prettyplease prints it.
pub(super) fn plain(tokens: TokenStream) -> String {
    match syn::parse2::<File>(tokens.clone()) {
        Ok(file) => prettyplease::unparse(&file),
        Err(_) => tokens.to_string(),
    }
}

/// Prints the items of a file, separated by empty lines except within a group.
fn spaced(file: File) -> String {
    let mut text = unparsed(file.attrs, Vec::new());
    let mut before = None;
    for item in file.items {
        let group = Group::of(&item);
        if !text.is_empty() && (group.is_none() || group != before) {
            text.push('\n');
        }
        text.push_str(&printed(item));
        before = group;
    }
    text
}

/// Items that are printed without empty lines between them.
#[derive(PartialEq)]
enum Group {
    Imports,
    Exports,
    Modules,
}

impl Group {
    /// Returns the group of an item.
    fn of(item: &Item) -> Option<Self> {
        match item {
            Item::Use(it) if matches!(it.vis, Visibility::Inherited) => Some(Self::Imports),
            Item::Use(_) => Some(Self::Exports),
            Item::Mod(it) if it.content.is_none() => Some(Self::Modules),
            _ => None,
        }
    }
}

/// Prints an item. Items within a macro's braces are printed one by one, since prettyplease would print them as a
/// single run of tokens.
fn printed(item: Item) -> String {
    match &item {
        Item::Macro(it) => table(it),
        _ => None,
    }
    .unwrap_or_else(|| unparsed(Vec::new(), vec![item]))
}

/// Prints a macro invocation with items between its braces.
fn table(item: &ItemMacro) -> Option<String> {
    let MacroDelimiter::Brace(_) = item.mac.delimiter else {
        return None;
    };
    let body: File = syn::parse2(item.mac.tokens.clone()).ok()?;
    let segments = item.mac.path.segments.iter();
    let path: Vec<String> = segments.map(|it| it.ident.to_string()).collect();
    let mut text = format!("{}! {{\n", path.join("::"));
    for line in prettyplease::unparse(&body).lines() {
        text.push_str("    ");
        text.push_str(line);
        text.push('\n');
    }
    text.push_str("}\n");
    Some(text)
}

fn unparsed(attrs: Vec<Attribute>, items: Vec<Item>) -> String {
    prettyplease::unparse(&File {
        shebang: None,
        frontmatter: None,
        attrs,
        items,
    })
}
