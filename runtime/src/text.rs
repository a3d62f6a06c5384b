//! Text of others in a line of ours.

/// Returns a text in one line, with what would change how it looks escaped, and not all of a long
/// one.
pub(crate) fn one_line(text: &str) -> String {
    const LONGEST: usize = 500;
    let mut line = String::with_capacity(text.len().min(LONGEST));
    for (index, character) in text.chars().enumerate() {
        if index == LONGEST {
            line.push('…');
            break;
        }
        match character {
            '\n' | '\r' | '\t' => line.push(' '),
            it if it.is_control() || changes_direction(it) => line.extend(it.escape_unicode()),
            it => line.push(it),
        }
    }
    line
}

fn changes_direction(character: char) -> bool {
    matches!(character, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn a_text_stays_in_its_line() {
        assert_eq!(
            one_line("a\nb\u{1b}[31m\u{202e}"),
            "a b\\u{1b}[31m\\u{202e}"
        );
        assert_eq!(one_line(&"x".repeat(1000)).chars().count(), 501);
    }
}
