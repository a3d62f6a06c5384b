//! Converts YAML to JSON and keeps the order of the text. Limits the time and the memory for small texts.

use std::io::{Error, Write};

use crate::report::describe;

/// A syntax error and its position.
#[derive(Debug)]
pub(super) struct Unreadable {
    pub(super) message: String,
    line_and_column: Option<(String, String)>,
}

impl Unreadable {
    /// Returns the position in a file.
    pub(super) fn location(&self, file: &str) -> String {
        match &self.line_and_column {
            Some((line, column)) => format!("{file}:{line}:{column}"),
            None => file.to_owned(),
        }
    }
}

/// Converts a YAML text to JSON.
pub(super) fn to_json(text: &str) -> Result<String, Unreadable> {
    check_nesting(text).map_err(|message| unreadable(&message))?;
    let mut json = Bounded::for_text(text);
    let mut to = serde_json::Serializer::new(&mut json);
    serde_transcode::transcode(serde_yaml::Deserializer::from_str(text), &mut to)
        .map_err(|error| unreadable(&error.to_string()))?;
    String::from_utf8(json.written).map_err(|error| unreadable(&error.to_string()))
}

/// Refuses deeply nested text, because the YAML parser's time is quadratic in the number of open brackets. Brackets
/// within strings also count.
pub(crate) fn check_nesting(text: &str) -> Result<(), String> {
    const MOST: usize = 1_000;
    let mut open = 0_usize;
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        if open > MOST {
            return Err("the text is nested too deeply".to_owned());
        }
    }
    Ok(())
}

/// A JSON buffer with a limited size, since aliases can expand a small YAML text enormously.
struct Bounded {
    written: Vec<u8>,
    most: usize,
}

impl Bounded {
    fn for_text(text: &str) -> Self {
        /// The maximum expansion. Without aliases, JSON is less than five times as long as the YAML.
        const GROWTH: usize = 8;
        /// The minimum limit: shorter texts may expand as much as a text of this length.
        const SHORT: usize = 4 << 20;
        Self {
            written: Vec::with_capacity(text.len() * 2),
            most: text.len().max(SHORT).saturating_mul(GROWTH),
        }
    }
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.written.len() + bytes.len() > self.most {
            return Err(Error::other("the aliases expand to too much text"));
        }
        self.written.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Returns the most specific part of an error. Each nesting level adds its path and position, as in `a: a.b: a.b[1]:
/// MESSAGE at line 3 column 5 at line 2 column 3`. The innermost path and position are the most specific.
fn unreadable(error: &str) -> Unreadable {
    let mut parts = error.split(" at line ");
    let mut message = parts.next().unwrap_or_default();
    let line_and_column = parts
        .next()
        .and_then(|place| {
            place
                .split_whitespace()
                .next()?
                .parse::<usize>()
                .ok()
                .zip(column(place))
        })
        .map(|(line, column)| (line.to_string(), column.to_string()));
    let mut path = "";
    while let Some((step, rest)) = message.split_once(": ") {
        let is_path = rest.starts_with(step) || (!path.is_empty() && step.starts_with(path));
        if !is_path {
            break;
        }
        (path, message) = (step, rest);
    }
    Unreadable {
        message: describe(&message),
        line_and_column,
    }
}

fn column(place: &str) -> Option<usize> {
    let (_, column) = place.split_once("column ")?;
    column.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{to_json, unreadable};

    #[test]
    fn errors_report_the_innermost_position() {
        for (error, message, location) in [
            (
                "did not find x at line 2 column 3",
                "did not find x",
                "f:2:3",
            ),
            (
                "a: wrong type: b at line 2 column 3",
                "a: wrong type: b",
                "f:2:3",
            ),
            (
                "a: a[0]: a[0].b: wrong type: c at line 3 column 5 at line 2 column 3",
                "wrong type: c",
                "f:3:5",
            ),
            ("no place", "no place", "f"),
            ("odd at line x", "odd", "f"),
        ] {
            let error = unreadable(error);
            assert_eq!(
                (&*error.message, &*error.location("f")),
                (message, location)
            );
        }
    }

    #[test]
    fn small_texts_with_an_enormous_expansion_are_refused() {
        let long = format!(
            "a: &a {}\nb: [{}]\n",
            "x".repeat(1 << 20),
            "*a,".repeat(1_000)
        );
        let lists = (1..12).fold("a0: &a0 [x]\n".to_owned(), |text, level| {
            let list = format!("*a{},", level - 1).repeat(9);
            format!("{text}a{level}: &a{level} [{list}]\n")
        });
        for (text, expected) in [
            (long.as_str(), "the aliases expand to too much text"),
            (lists.as_str(), "repetition limit exceeded"),
            ("a: &a [*a]\n", "recursion limit exceeded"),
            (&"- ".repeat(100_000), "recursion limit exceeded"),
            (&"[".repeat(100_000), "the text is nested too deeply"),
        ] {
            assert_eq!(to_json(text).unwrap_err().message, expected);
        }
        assert_eq!(
            to_json("a: &a [1]\nb: *a\n").unwrap(),
            r#"{"a":[1],"b":[1]}"#
        );
    }
}
