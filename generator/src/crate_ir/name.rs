//! Converts wire names to Rust names. A Rust name depends only on the wire name. [`Scope`] checks that names are
//! unique.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use heck::{ToSnakeCase, ToUpperCamelCase};

use super::signs;
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
        "" if wire.is_empty() => "empty".to_owned(),
        "" => spelled_out(wire).to_snake_case(),
        it if NEVER.contains(&it) => format!("{it}_"),
        _ => name,
    }
}

/// Returns the name of a type or a variant.
pub fn pascal(wire: &str) -> String {
    let name = numbered(words(wire).to_upper_camel_case(), "N");
    match name.as_str() {
        "" if wire.is_empty() => "Empty".to_owned(),
        "" => spelled_out(wire).to_upper_camel_case(),
        // `Self` is a keyword. `Self_` is not in upper camel case.
        "Self" => "Itself".to_owned(),
        _ => name,
    }
}

/// Returns the name of a type or a variant that spells out all signs.
pub(super) fn pascal_in_full(wire: &str) -> String {
    pascal(&signs::spelled(wire).replace('_', " underscore "))
}

/// Returns a name for each wire name of one schema or operation. Colliding names spell out their signs, and their
/// letter case if the signs do not suffice. A lower-case name without signs stays unchanged. `unique` returns the part
/// of a name that must be unique.
pub(super) fn apart(
    wires: &[&str],
    spell: fn(&str) -> String,
    unique: fn(&str) -> String,
) -> Vec<String> {
    let plain: Vec<String> = wires.iter().map(|it| spell(it)).collect();
    let mut by_name: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (wire, name) in wires.iter().zip(&plain) {
        by_name.entry(unique(name)).or_default().insert(wire);
    }
    let name = |(wire, name): (&&str, &String)| {
        let alike = by_name.get(&unique(name)).filter(|it| it.len() > 1);
        let Some(alike) = alike else {
            return name.clone();
        };
        let with_signs = |it: &str| spell(&signs::spelled(it));
        let with_case = |it: &str| spell(&format!("{} {}", signs::spelled(it), signs::case(it)));
        let with_capitals = |it: &str| {
            spell(&format!(
                "{} {}",
                signs::spelled(it),
                signs::case_in_full(it)
            ))
        };
        let with_underscores = |it: &str| {
            let words = signs::spelled(it).replace('_', " underscore ");
            spell(&format!("{words} {}", signs::case(it)))
        };
        let with_all = |it: &str| {
            let words = signs::spelled(it).replace('_', " underscore ");
            spell(&format!("{words} {}", signs::case_in_full(it)))
        };
        let are_apart = |spelled: &dyn Fn(&str) -> String| {
            let spellings = alike.iter().map(|it| unique(&spelled(it)));
            let spellings: BTreeSet<String> = spellings.collect();
            spellings.len() == alike.len()
        };
        let ways: [&dyn Fn(&str) -> String; 4] =
            [&with_signs, &with_case, &with_capitals, &with_underscores];
        let way = ways.into_iter().find(|it| are_apart(*it));
        way.map_or_else(|| with_all(wire), |it| it(wire))
    };
    wires.iter().zip(&plain).map(name).collect()
}

/// Returns the words that name a component schema: its name or, for a nested schema, steps of its JSON pointer.
pub(super) fn of_schema(wire: &str) -> Cow<'_, str> {
    let Some(pointer) = wire.strip_prefix("#/") else {
        return Cow::Borrowed(wire);
    };
    let steps = pointer.split('/');
    let words = steps.filter(|it| !PLACES.contains(it) && !it.contains("json"));
    let words: Vec<String> = words.map(|it| it.replace("~1", " ")).collect();
    Cow::Owned(words.join(" "))
}

/// Returns all words of a component schema's name: its name or, for a nested schema, all steps of its JSON pointer
/// below the component or path.
pub(super) fn of_schema_in_full(wire: &str) -> Cow<'_, str> {
    let Some(pointer) = wire.strip_prefix("#/") else {
        return Cow::Borrowed(wire);
    };
    let steps = pointer.trim_start_matches("components/schemas/").split('/');
    let words: Vec<String> = steps.map(|it| it.replace("~1", " ")).collect();
    Cow::Owned(words.join(" "))
}

/// The JSON pointer steps that `of_schema` omits, since they are keywords of OpenAPI and not names.
const PLACES: &[&str] = &[
    "components",
    "content",
    "paths",
    "properties",
    "responses",
    "schema",
    "schemas",
];

/// Returns the name, with a trailing underscore if the name is reserved.
pub(super) fn unless_taken(name: String, taken: &[&str]) -> String {
    match taken.contains(&name.as_str()) {
        true => format!("{name}_"),
        false => name,
    }
}

/// Returns the words of a name that has no letters and digits: its signs, otherwise its code points.
fn spelled_out(wire: &str) -> String {
    let signs = words(&signs::spelled(wire));
    if signs.contains(|it: char| it.is_ascii_alphanumeric()) {
        return signs;
    }
    let points = wire.chars().map(|it| format!("u{:x}", u32::from(it)));
    points.collect::<Vec<_>>().join(" ")
}

/// Spells out `+`, `*`, minus signs and non-ASCII characters. Removes apostrophes, and replaces other signs by spaces.
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

/// Returns whether a hyphen is a minus sign, because the hyphen precedes a number or the whole name.
fn is_minus(before: Option<char>, after: Option<&char>) -> bool {
    match before {
        None => after.is_some_and(char::is_ascii_alphanumeric),
        Some(before) => !before.is_alphanumeric() && after.is_some_and(char::is_ascii_digit),
    }
}

/// Adds a letter before a digit at the start of a name.
fn numbered(name: String, letter: &str) -> String {
    if name.starts_with(|it: char| it.is_ascii_digit()) {
        return format!("{letter}{name}");
    }
    name
}

/// The names in a scope, each with the JSON pointer of its item.
#[derive(Debug, Default)]
pub struct Scope {
    taken: BTreeMap<String, String>,
}

impl Scope {
    /// Creates a scope that contains reserved names.
    pub fn with_reserved(names: &[&str], by: &str) -> Self {
        Self {
            taken: names
                .iter()
                .map(|name| ((*name).to_owned(), by.to_owned()))
                .collect(),
        }
    }

    /// Returns whether a name is reserved.
    pub(super) fn has(&self, name: &str) -> bool {
        self.taken.contains_key(name)
    }

    /// Reserves a name for the item at `pointer`.
    ///
    /// # Errors
    ///
    /// Returns the item that already uses the name.
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
    use super::{Scope, apart, of_schema, pascal, snake, unless_taken};

    #[test]
    fn a_rust_name_depends_only_on_the_wire_name() {
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
            (">=", "greater_or_equal", "GreaterOrEqual"),
            ("_", "underscore", "Underscore"),
            (")", "u29", "U29"),
            ("\u{2019}\u{7f}", "u2019_u7f", "U2019U7f"),
        ] {
            assert_eq!(snake(wire), expected_snake, "{wire}");
            assert_eq!(pascal(wire), expected_pascal, "{wire}");
        }
    }

    #[test]
    fn colliding_names_spell_out_their_differences() {
        for (wires, expected) in [
            (&["_id", "id"][..], &["underscore_id", "id"][..]),
            (
                &["DateSent", "DateSent<", "DateSent>="],
                &["date_sent", "date_sent_less", "date_sent_greater_or_equal"],
            ),
            (&["foo[]", "foo"], &["foo_bracket", "foo"]),
            (&["a-b", "a_b", "a.b"], &["a_dash_b", "a_b", "a_dot_b"]),
            (
                &["asc", "ASC", "Asc"],
                &["asc", "asc_upper", "asc_capitalized"],
            ),
            (&["userId", "user_id"], &["user_id_camel", "user_id"]),
            (&["", "empty"], &["empty_string", "empty"]),
            (
                &["FileDTO", "FileDto", "file_dto"],
                &[
                    "file_dto_capitalized_upper_dto",
                    "file_dto_capitalized",
                    "file_dto",
                ],
            ),
            (&["id", "id"], &["id", "id"]),
        ] {
            assert_eq!(apart(wires, snake, str::to_owned), expected, "{wires:?}");
        }
        let versions = apart(&["1.1", "11"], pascal, str::to_owned);
        assert_eq!(versions, ["N1Dot1", "N11"]);
        let operations = apart(&["list-v-1", "listV1"], snake, pascal);
        assert_eq!(operations, ["list_dash_v_dash_1", "list_v1"]);
        let barcodes = apart(&["A1", "A_1", "a_1"], pascal, str::to_owned);
        assert_eq!(barcodes, ["A1Upper", "AUnderscore1Upper", "AUnderscore1"]);
    }

    #[test]
    fn a_nested_schema_is_named_after_its_json_pointer() {
        for (wire, expected) in [
            ("pet", "pet"),
            ("#/components/schemas/Video/properties/id", "Video id"),
            (
                "#/paths/~1net~1status/post/responses/200/content/application~1json/schema/items",
                " net status post 200 items",
            ),
        ] {
            assert_eq!(of_schema(wire), expected);
        }
    }

    #[test]
    fn a_reserved_name_gets_an_underscore() {
        assert_eq!(unless_taken("all".to_owned(), &["all"]), "all_");
        assert_eq!(unless_taken("some".to_owned(), &["all"]), "some");
    }

    #[test]
    fn a_collision_reports_the_first_item_of_the_name() {
        let mut scope = Scope::default();
        assert_eq!(scope.take("A", "#/a"), Ok(()));
        assert_eq!(scope.take("A", "#/a"), Ok(()));
        assert_eq!(scope.take("A", "#/b"), Err("#/a".to_owned()));
    }
}
