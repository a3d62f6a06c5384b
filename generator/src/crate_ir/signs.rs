//! Spells out the signs and the letter case of wire names, which Rust names otherwise lack.

/// Returns a wire name in which each sign is a word. Underscores within the name and leading minus signs stay
/// unchanged.
pub(super) fn spelled(wire: &str) -> String {
    if wire.is_empty() {
        return "empty string".to_owned();
    }
    let mut words = String::with_capacity(wire.len());
    let mut rest = wire;
    while let Some(character) = rest.chars().next() {
        let pair = PAIRS.iter().find(|(sign, _)| rest.starts_with(sign));
        if let Some((sign, word)) = pair {
            push(&mut words, word);
            rest = rest.get(sign.len()..).unwrap_or_default();
            continue;
        }
        rest = rest.get(character.len_utf8()..).unwrap_or_default();
        let is_inside = words.ends_with(|it: char| it.is_alphanumeric())
            && rest.starts_with(|it: char| it.is_alphanumeric());
        match character {
            '_' if is_inside => words.push('_'),
            // `name::snake` and `name::pascal` spell out a leading minus.
            '-' if !is_inside && rest.starts_with(|it: char| it.is_alphanumeric()) => {
                words.push('-');
            }
            other => match SIGNS.iter().find(|(sign, _)| *sign == other) {
                Some((_, word)) => push(&mut words, word),
                None => words.push(other),
            },
        }
    }
    words
}

fn push(words: &mut String, word: &str) {
    words.push(' ');
    words.push_str(word);
    words.push(' ');
}

/// Returns a word for the letter case of a name; empty for lower case.
pub(super) fn case(wire: &str) -> &'static str {
    let is_lower = |it: char| it.is_lowercase();
    let is_upper = |it: char| it.is_uppercase();
    let first = wire.chars().find(|it| it.is_alphabetic());
    match (wire.contains(is_upper), wire.contains(is_lower)) {
        (false, _) => "",
        (true, false) => "upper",
        (true, true) if first.is_some_and(is_upper) => "capitalized",
        (true, true) => "camel",
    }
}

/// Returns words for the letter case of a name, with each abbreviation in capitals.
pub(super) fn case_in_full(wire: &str) -> String {
    let runs = wire.split(|it: char| !it.is_uppercase());
    let runs = runs.filter(|it| it.chars().nth(1).is_some());
    runs.fold(case(wire).to_owned(), |words, run| {
        format!("{words} upper {}", run.to_lowercase())
    })
}

/// The words for signs of two characters.
const PAIRS: &[(&str, &str)] = &[
    (">=", "greater or equal"),
    ("<=", "less or equal"),
    ("!=", "not equal"),
    ("<>", "not equal"),
    ("==", "equal"),
];

/// The words for signs of one character. Closing brackets have no words, because each matches an opening bracket.
const SIGNS: &[(char, &str)] = &[
    ('_', "underscore"),
    ('-', "dash"),
    (' ', "space"),
    ('.', "dot"),
    (',', "comma"),
    (':', "colon"),
    (';', "semicolon"),
    ('/', "slash"),
    ('\\', "backslash"),
    ('[', "bracket"),
    ('(', "parenthesis"),
    ('{', "brace"),
    ('$', "dollar"),
    ('@', "at"),
    ('#', "hash"),
    ('%', "percent"),
    ('&', "and"),
    ('|', "or"),
    ('!', "not"),
    ('?', "question"),
    ('"', "quote"),
    ('\'', "apostrophe"),
    ('`', "backtick"),
    ('^', "caret"),
    ('~', "tilde"),
    ('<', "less"),
    ('>', "greater"),
    ('=', "equal"),
];

#[cfg(test)]
mod tests {
    use super::{case, spelled};

    #[test]
    fn each_sign_becomes_a_word() {
        for (wire, expected) in [
            ("", "empty string"),
            ("a_b", "a_b"),
            ("_a", " underscore a"),
            ("a>=1", "a greater or equal 1"),
            ("a[b]", "a bracket b]"),
            ("-a", "-a"),
            ("a-b", "a dash b"),
            ("é", "é"),
        ] {
            assert_eq!(spelled(wire), expected);
        }
    }

    #[test]
    fn letter_case_becomes_a_word() {
        for (wire, expected) in [
            ("asc_1", ""),
            ("ASC", "upper"),
            ("Asc", "capitalized"),
            ("_sortBy", "camel"),
        ] {
            assert_eq!(case(wire), expected);
        }
    }
}
