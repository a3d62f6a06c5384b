//! Finds mutations and subscriptions in a GraphQL document.

/// Returns whether a document contains a mutation or a subscription. A field with one of these names counts as well;
/// its request is then not retried.
pub(super) fn changes(document: &str) -> bool {
    let mut depth = 0_usize;
    let mut rest = document;
    while let Some(character) = rest.chars().next() {
        let length = match character {
            '#' => rest.find(['\n', '\r']).unwrap_or(rest.len()),
            '"' => string(rest),
            '{' | '(' | '[' => {
                depth = depth.saturating_add(1);
                1
            }
            '}' | ')' | ']' => {
                depth = depth.saturating_sub(1);
                1
            }
            it if is_name(it) => {
                let end = rest.find(|it| !is_name(it)).unwrap_or(rest.len());
                let word = rest.get(..end);
                if depth == 0 && matches!(word, Some("mutation" | "subscription")) {
                    return true;
                }
                end
            }
            other => other.len_utf8(),
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    false
}

fn is_name(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

/// Returns the length of the string literal that begins a text.
fn string(text: &str) -> usize {
    if let Some(block) = text.strip_prefix("\"\"\"") {
        let mut from = 0;
        while let Some(found) = block.get(from..).and_then(|it| it.find("\"\"\"")) {
            let at = from + found;
            let is_escaped = block.get(..at).is_some_and(|it| it.ends_with('\\'));
            if !is_escaped {
                return at + 6;
            }
            from = at + 3;
        }
        return text.len();
    }
    let mut is_escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' | '\n' | '\r' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::changes;

    #[test]
    fn a_mutation_is_found_anywhere_in_the_document() {
        for document in [
            "mutation { addStar(input: {starrableId: \"1\"}) { clientMutationId } }",
            "mutation($id: ID!) { x }",
            "mutation Name @a { x }",
            "# a comment\n  mutation{x}",
            "query A { a } mutation B { b }",
            "query A { a(text: \"} mutation {\") } mutation B { b }",
            "query A { a(text: \"\"\"a\"b \\\"\"\" } \"\"\") } mutation B { b }",
            "query A { a(text: \"\\\"}\") } subscription B { b }",
            "\u{feff}mutation { x }",
            "{ ü } mutation { x }",
            "{ a(text: \"unterminated) }\n}) mutation { x }",
        ] {
            assert!(changes(document), "{document}");
        }
    }

    #[test]
    fn names_in_a_query_are_not_mutations() {
        for document in [
            "",
            "{ viewer { login } }",
            "query { mutation }",
            "query Q($mutation: ID!, $s: [Int!]) { a(mutation: $mutation) { subscription } }",
            "query Q { a(text: \"mutation\") }",
            "query Q { a(text: \"\"\" } mutation { \"\"\") }",
            "# mutation\nquery Q { a } # mutation",
            "fragment F on Mutation { a } query my_mutation { ...F }",
            "query Q { a(text: \"} mutation",
            "query Q { a(text: \"\"\"} mutation",
        ] {
            assert!(!changes(document), "{document}");
        }
    }
}
