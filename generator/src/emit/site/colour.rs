//! Highlights the syntax of code with one rule for each kind of token, like `generator/web/src/snippet/colour.ts`. `npm
//! run rust -- --docs` checks that both produce the same output.

use maud::{Markup, html};

use crate::emit::prose::visible;

/// The Rust keywords that occur in examples.
const KEYWORDS: &[&str] = &[
    "as", "async", "await", "const", "crate", "else", "false", "fn", "for", "if", "impl", "in",
    "let", "match", "mod", "move", "mut", "pub", "ref", "return", "self", "static", "struct",
    "super", "true", "type", "unsafe", "use", "where", "while",
];

/// The class of a token (empty for plain text) and its length.
type Token = (&'static str, usize);

/// Highlights Rust code.
pub(super) fn rust(code: &str) -> Markup {
    pieces(code, rust_token)
}

/// Highlights a shell command.
pub(super) fn shell(code: &str) -> Markup {
    pieces(code, shell_token)
}

fn pieces(code: &str, token: fn(&str) -> Option<Token>) -> Markup {
    let mut pieces: Vec<(&str, String)> = Vec::new();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let (class, length) = token(rest)
            .filter(|(_, length)| *length > 0)
            .unwrap_or(("", first.len_utf8()));
        let (piece, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
        match pieces.last_mut() {
            Some((last, text)) if *last == class => text.push_str(piece),
            _ => pieces.push((class, piece.to_owned())),
        }
        rest = behind;
    }
    html! {
        @for (class, text) in &pieces {
            @if class.is_empty() { (visible(text)) } @else { span class=(class) { (visible(text)) } }
        }
    }
}

fn rust_token(rest: &str) -> Option<Token> {
    if rest.starts_with("//") {
        return Some(("c", rest.find('\n').unwrap_or(rest.len())));
    }
    if rest.starts_with('"') {
        return Some(("s", string(rest)));
    }
    if let Some(raw) = rest.strip_prefix("r#") {
        return Some(("", 2 + span(raw, is_word)));
    }
    let word = span(rest, is_name);
    let name = rest.get(..word)?;
    let first = name.chars().next()?;
    if KEYWORDS.contains(&name) {
        return Some(("k", word));
    }
    if first.is_ascii_digit() {
        return Some(("n", number(rest)));
    }
    if first.is_ascii_uppercase() {
        return Some(("t", word));
    }
    let behind = rest.get(word..)?;
    let is_call = behind.strip_prefix('!').unwrap_or(behind).starts_with('(');
    Some((if is_call { "f" } else { "" }, word))
}

/// Returns the length of a string literal, which may be unterminated.
fn string(rest: &str) -> usize {
    let mut is_escaped = false;
    for (at, it) in rest.char_indices().skip(1) {
        match it {
            '"' if !is_escaped => return at + 1,
            '\\' => is_escaped = !is_escaped,
            _ => is_escaped = false,
        }
    }
    rest.len()
}

/// Returns the length of a number, including its fraction and type suffix.
fn number(rest: &str) -> usize {
    let is_digit = |it: char| it.is_ascii_digit() || it == '_';
    let mut end = span(rest, is_digit);
    let behind = |at: usize| rest.get(at..).unwrap_or("");
    if let Some(fraction) = behind(end).strip_prefix('.')
        && let length @ 1.. = span(fraction, |it| it.is_ascii_digit())
    {
        end += 1 + length;
    }
    if behind(end).starts_with(|it: char| it.is_ascii_lowercase()) {
        end += span(behind(end), is_word);
    }
    end
}

fn shell_token(rest: &str) -> Option<Token> {
    let is_space = |it: Option<char>| it.is_none_or(char::is_whitespace);
    for command in ["curl", "gh api", "printf"] {
        if let Some(behind) = rest.strip_prefix(command)
            && !behind.is_empty()
            && is_space(behind.chars().next())
        {
            return Some(("f", command.len()));
        }
    }
    let mut characters = rest.chars();
    match characters.next()? {
        '\'' => {
            let inner = rest.get(1..)?;
            Some(("s", inner.find('\'').map_or(rest.len(), |at| at + 2)))
        }
        '"' if is_space(characters.next()) => Some(("s", 1)),
        '"' => {
            let inner = rest.get(1..)?;
            let end = inner.find(['"', '$']);
            Some(match end.and_then(|at| Some((at, inner.get(at..)?))) {
                Some((at, behind)) if behind.starts_with('$') => ("s", at + 1),
                Some((at, _)) => ("s", at + 2),
                None => ("s", rest.len()),
            })
        }
        '$' => match span(rest.get(1..)?, is_word) {
            0 => None,
            length => Some(("v", length + 1)),
        },
        '-' => {
            let dashes = span(rest, |it| it == '-').min(2);
            let name = rest.get(dashes..)?;
            match name.starts_with(|it: char| it.is_ascii_alphabetic()) {
                true => Some(("k", dashes + span(name, |it| is_word(it) || it == '-'))),
                false => Some(("", plain(rest))),
            }
        }
        _ => Some(("", plain(rest))),
    }
}

/// Returns the length of the plain text before the next token.
fn plain(rest: &str) -> usize {
    span(rest, |it| {
        !it.is_whitespace() && !matches!(it, '\'' | '"' | '$')
    })
}

fn is_word(it: char) -> bool {
    it.is_ascii_alphanumeric() || it == '_'
}

fn is_name(it: char) -> bool {
    is_word(it) || it == '$'
}

/// Returns the length of a text's longest prefix whose characters satisfy a condition.
fn span(text: &str, is_kind: impl Fn(char) -> bool) -> usize {
    text.find(|it| !is_kind(it)).unwrap_or(text.len())
}
