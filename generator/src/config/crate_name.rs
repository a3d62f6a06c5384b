//! The names that a crate can have.

use crate::report::{Diagnostic, Result, quoted};

/// A crate's name is also a folder and a Rust identifier.
///
/// # Errors
///
/// Fails if it cannot be one.
pub fn check_name(name: &str) -> Result<()> {
    let starts = name.starts_with(|it: char| it.is_ascii_lowercase());
    let valid = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-' || it == '_';
    if starts && name.chars().all(valid) && !KEYWORDS.contains(&name) {
        return Ok(());
    }
    Err(Diagnostic::new(
        format!("{} cannot be the name of a crate", quoted(name)),
        "use lower-case letters, digits, `-` and `_`, with a letter first",
    )
    .into())
}

/// Rust's keywords: Cargo refuses each as the name of a package.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];
