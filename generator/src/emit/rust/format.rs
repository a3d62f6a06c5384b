//! Tokens to text.

use proc_macro2::TokenStream;

/// Returns a file: its header, then the tokens as prettyplease prints them.
pub(super) fn file(header: &str, tokens: TokenStream) -> String {
    let code = match syn::parse2::<syn::File>(tokens.clone()) {
        Ok(file) => spaced(&tabulated(&prettyplease::unparse(&file))),
        // Every input of the test suite is checked to parse; should one not, the compiler tells
        // where.
        Err(_) => tokens.to_string(),
    };
    format!("{header}\n\n{code}")
}

/// Returns code as prettyplease prints it.
pub(super) fn plain(tokens: TokenStream) -> String {
    match syn::parse2::<syn::File>(tokens.clone()) {
        Ok(file) => prettyplease::unparse(&file),
        Err(_) => tokens.to_string(),
    }
}

/// How the invocation of a macro begins that has one row for each member, value or variant.
const TABLES: &[&str] = &[
    "runtime::by_status! {",
    "runtime::failures! {",
    "runtime::operation! {",
    "runtime::operations! {",
    "runtime::string_enum! {",
    "runtime::table! {",
    "runtime::union! {",
];

/// Gives each row of a table a line of its own: prettyplease lets the rows of macros run on, so that one
/// more row would move all that follow.
fn tabulated(code: &str) -> String {
    let mut tabulated = String::with_capacity(code.len() + code.len() / 8);
    let mut table: Option<String> = None;
    for line in code.lines() {
        match &mut table {
            Some(rows) if line == "}" => {
                push_rows(&mut tabulated, rows);
                table = None;
            }
            Some(rows) => {
                rows.push(' ');
                rows.push_str(line.trim());
                continue;
            }
            None if TABLES.contains(&line) => table = Some(String::new()),
            None => {}
        }
        tabulated.push_str(line);
        tabulated.push('\n');
    }
    tabulated
}

/// Writes the rows between the braces of `name { row, row }`.
fn push_rows(to: &mut String, table: &str) {
    let mut depth = 0_usize;
    let mut in_text = false;
    let mut escaped = false;
    let mut row = String::new();
    for character in table.chars() {
        if in_text {
            in_text = escaped || character != '"';
            escaped = character == '\\' && !escaped;
            row.push(character);
            continue;
        }
        match character {
            '"' => {
                in_text = true;
                row.push(character);
            }
            '{' => {
                row.push(character);
                flush(to, &mut row, depth);
                depth += 1;
            }
            // Without rows, the braces stay together.
            '}' if row.trim().is_empty() && to.ends_with("{\n") => {
                to.pop();
                depth = depth.saturating_sub(1);
                to.push_str("}\n");
            }
            '}' => {
                flush(to, &mut row, depth);
                depth = depth.saturating_sub(1);
                row.push(character);
            }
            ';' | ',' if (depth == 1 || character == ';') && !is_open(&row) => {
                row.push(character);
                flush(to, &mut row, depth);
            }
            // What was broken over lines is joined.
            ' ' if row.is_empty() || row.ends_with([' ', '(', '[', '<']) => {}
            ':' | '<' | '>' if row.ends_with(' ') => {
                row.pop();
                row.push(character);
            }
            _ => row.push(character),
        }
    }
    flush(to, &mut row, depth);
}

fn flush(to: &mut String, row: &mut String, depth: usize) {
    let text = row.trim();
    if !text.is_empty() {
        to.push_str(&"    ".repeat(depth + 1));
        to.push_str(text);
        to.push('\n');
    }
    row.clear();
}

/// Returns whether a row has a parenthesis or an angle bracket that is still open.
fn is_open(row: &str) -> bool {
    let count = |it: char| row.matches(it).count();
    count('(') > count(')')
        || count('[') > count(']')
        || count('<') > count('>') - row.matches("=>").count()
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
        || ends.ends_with("{}") && (ends.starts_with("impl") || ends.starts_with("pub struct"))
        || ends.starts_with("type ") && text.starts_with("fn ")
        || (indent == 0 && ends.ends_with(';'));
    // The last line of a chain is deeper than the item that it ends.
    let ends_chain = ends.starts_with('.') && ends.ends_with(';') || ends == ");";
    if ends_chain && before.len() - ends.len() == indent + 4 {
        return starts_item;
    }
    let same_kind = (text.starts_with("pub use ") && ends.starts_with("pub use "))
        || (text.starts_with("mod ") && ends.starts_with("mod "))
        || (text.starts_with("use ") && ends.starts_with("use "));
    same_level && starts_item && ends_item && !same_kind
}
