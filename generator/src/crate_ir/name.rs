//! Converts wire names to Rust names. The rule depends only on the name itself; a [`Scope`] checks uniqueness.

use std::collections::BTreeMap;

use heck::{ToSnakeCase, ToUpperCamelCase};

pub use crate::keyword::is_keyword;

/// Returns a name in code, as a raw identifier if necessary.
pub fn raw(name: &str) -> String {
    match is_keyword(name) {
        true => format!("r#{name}"),
        false => name.to_owned(),
    }
}

/// Keywords that cannot be raw identifiers.
const NEVER: &[&str] = &["self", "super", "crate"];

/// Returns the name of a field, an argument, a method or a module, without `r#`.
pub fn snake(wire: &str) -> String {
    let name = numbered(words(wire).to_snake_case(), "n");
    match name.as_str() {
        "" => "empty".to_owned(),
        it if NEVER.contains(&it) => format!("{it}_"),
        _ => name,
    }
}

/// Returns the name of a type or a variant.
pub fn pascal(wire: &str) -> String {
    let name = numbered(words(wire).to_upper_camel_case(), "N");
    match name.as_str() {
        "" => "Empty".to_owned(),
        // `Self` is a keyword, and `Self_` is not a conventional name.
        "Self" => "Itself".to_owned(),
        _ => name,
    }
}

/// Spells out distinctive characters as words, and removes other punctuation.
fn words(wire: &str) -> String {
    let mut words = String::with_capacity(wire.len());
    let mut before = None;
    let mut characters = wire.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '+' => words.push_str(" plus "),
            '*' => words.push_str(" star "),
            '-' if is_minus(before, characters.peek()) => words.push_str(" minus "),
            '\'' | '’' => {}
            it if it.is_ascii_alphanumeric() => words.push(it),
            it if it.is_ascii() => words.push(' '),
            it => words.push_str(&format!(" u{:x} ", u32::from(it))),
        }
        before = Some(character);
    }
    words
}

/// Returns whether a hyphen is a minus: before a number, or before a whole name.
fn is_minus(before: Option<char>, after: Option<&char>) -> bool {
    match before {
        None => after.is_some_and(char::is_ascii_alphanumeric),
        Some(before) => !before.is_alphanumeric() && after.is_some_and(char::is_ascii_digit),
    }
}

/// Adds a letter before a leading digit.
fn numbered(name: String, letter: &str) -> String {
    if name.starts_with(|it: char| it.is_ascii_digit()) {
        return format!("{letter}{name}");
    }
    name
}

/// The names in a scope, each with the item that has it.
#[derive(Debug, Default)]
pub struct Scope {
    taken: BTreeMap<String, String>,
}

impl Scope {
    /// Creates a scope with reserved names.
    pub fn with_reserved(names: &[&str], by: &str) -> Self {
        Self {
            taken: names
                .iter()
                .map(|name| ((*name).to_owned(), by.to_owned()))
                .collect(),
        }
    }

    /// Reserves a name for the item at `pointer`.
    ///
    /// # Errors
    ///
    /// Returns the item that already has the name.
    pub fn take(&mut self, name: &str, pointer: &str) -> Result<(), String> {
        match self.taken.get(name) {
            Some(other) if other != pointer => Err(other.clone()),
            Some(_) => Ok(()),
            None => {
                self.taken.insert(name.to_owned(), pointer.to_owned());
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Scope, pascal, snake};

    #[test]
    fn names_follow_from_the_wire_name_alone() {
        for (wire, expected_snake, expected_pascal) in [
            (
                "copilot-seat-details",
                "copilot_seat_details",
                "CopilotSeatDetails",
            ),
            ("+1", "plus_1", "Plus1"),
            ("-1", "minus_1", "Minus1"),
            ("reactions-+1", "reactions_plus_1", "ReactionsPlus1"),
            ("reactions--1", "reactions_minus_1", "ReactionsMinus1"),
            ("-created", "minus_created", "MinusCreated"),
            ("enterprise-1-day", "enterprise_1_day", "Enterprise1Day"),
            ("won't fix", "wont_fix", "WontFix"),
            ("*", "star", "Star"),
            ("", "empty", "Empty"),
            ("type", "type", "Type"),
            ("self", "self_", "Itself"),
            ("2022-11-28", "n2022_11_28", "N20221128"),
            ("ifAnyMatch", "if_any_match", "IfAnyMatch"),
            ("é", "ue9", "Ue9"),
            ("a.b c", "a_b_c", "ABC"),
        ] {
            assert_eq!(snake(wire), expected_snake, "{wire}");
            assert_eq!(pascal(wire), expected_pascal, "{wire}");
        }
    }

    #[test]
    fn a_scope_names_who_was_first() {
        let mut scope = Scope::default();
        assert_eq!(scope.take("A", "#/a"), Ok(()));
        assert_eq!(scope.take("A", "#/a"), Ok(()));
        assert_eq!(scope.take("A", "#/b"), Err("#/a".to_owned()));
    }
}
