//! Sanitises untrusted text for one-line messages.

use std::error::Error as StdError;

/// Returns a text as one line. Control characters are escaped, and a long text is shortened.
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

/// Returns an error and its causes as one line. A cause is omitted if the line already contains its text.
pub(crate) fn with_causes(error: &(dyn StdError + 'static)) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let text = error.to_string();
        if !line.contains(&text) {
            line.push_str(": ");
            line.push_str(&text);
        }
        cause = error.source();
    }
    one_line(&line)
}

fn changes_direction(character: char) -> bool {
    matches!(character, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use std::error::Error as StdError;
    use std::fmt;

    use super::{one_line, with_causes};

    #[derive(Debug)]
    struct Caused(&'static str, Option<Box<Self>>);

    impl fmt::Display for Caused {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }
    }

    impl StdError for Caused {
        fn source(&self) -> Option<&(dyn StdError + 'static)> {
            Some(self.1.as_deref()?)
        }
    }

    #[test]
    fn a_cause_is_not_repeated() {
        let refused = || Some(Box::new(Caused("refused\nhere", None)));
        let message = Caused("cannot connect: refused\nhere", refused());
        assert_eq!(with_causes(&message), "cannot connect: refused here");
        let unsaid = Caused("the vault is sealed", refused());
        assert_eq!(with_causes(&unsaid), "the vault is sealed: refused here");
    }

    #[test]
    fn line_breaks_are_escaped() {
        assert_eq!(
            one_line("a\nb\u{1b}[31m\u{202e}"),
            "a b\\u{1b}[31m\\u{202e}"
        );
        assert_eq!(one_line(&"x".repeat(1000)).chars().count(), 501);
    }
}
