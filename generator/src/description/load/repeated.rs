//! Finds duplicate keys of an object. Of two equal values, one is removed. Different values are an error.

use std::ops::Range;

use serde_json::Value as Json;

/// A duplicate key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Repeated {
    /// The path of the duplicate: the keys and indices of the object, followed by the key.
    pub(super) path: Vec<String>,
    /// The position of the first key.
    pub(super) first: usize,
    /// The position of the duplicate key.
    pub(super) again: usize,
    /// The range of the duplicate member, with the comma before it.
    member: Range<usize>,
    /// Whether both values are equal.
    pub(super) is_same: bool,
}

/// Finds the duplicate keys of a JSON text. The result is unspecified for invalid JSON.
pub(super) fn find(json: &str) -> Vec<Repeated> {
    let mut scan = Scan {
        text: json.as_bytes(),
        json,
        at: 0,
        frames: Vec::new(),
        members: Vec::new(),
        found: Vec::new(),
    };
    while scan.step().is_some() {}
    scan.found
}

/// Returns the text without duplicate members that have equal values.
pub(super) fn without(json: &str, repeated: &[Repeated]) -> String {
    let mut cuts: Vec<&Range<usize>> = repeated.iter().map(|it| &it.member).collect();
    cuts.sort_by_key(|it| (it.start, std::cmp::Reverse(it.end)));
    let (mut text, mut from) = (String::with_capacity(json.len()), 0);
    for cut in cuts {
        // Skips a range that is inside a range that was already removed.
        if cut.start >= from {
            text.push_str(json.get(from..cut.start).unwrap_or_default());
            from = cut.end;
        }
    }
    text.push_str(json.get(from..).unwrap_or_default());
    text
}

/// Returns the line and column of a position, counted from 1.
pub(super) fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    (before.matches('\n').count() + 1, line.chars().count() + 1)
}

/// A scanner without recursion, so that deeply nested text cannot overflow the stack.
struct Scan<'t> {
    text: &'t [u8],
    json: &'t str,
    at: usize,
    frames: Vec<Frame>,
    /// The members of all open objects. The members of the innermost object are last.
    members: Vec<Member>,
    found: Vec<Repeated>,
}

/// An open object or list.
enum Frame {
    /// The index of the object's first member, and the end of its last value.
    Object { members: usize, end: usize },
    /// The number of values.
    List(usize),
}

/// A member: the position of its key, the range of its value, and the end of the previous member.
#[derive(Clone)]
struct Member {
    key: Range<usize>,
    value: Range<usize>,
    before: usize,
}

impl Scan<'_> {
    /// Reads one token.
    fn step(&mut self) -> Option<()> {
        let start = self.at;
        match *self.text.get(start)? {
            b'{' => {
                let frame = Frame::Object {
                    members: self.members.len(),
                    end: start + 1,
                };
                self.frames.push(frame);
                self.at += 1;
            }
            b'[' => {
                self.frames.push(Frame::List(0));
                self.at += 1;
            }
            b'}' | b']' => {
                self.at += 1;
                if let Frame::Object { members, .. } = self.frames.pop()? {
                    self.compare(members);
                    self.members.truncate(members);
                }
                self.end_value();
            }
            b'"' => {
                self.at = self.end_of_text(start)?;
                if !self.is_key() {
                    self.end_value();
                } else if let Some(Frame::Object { end, .. }) = self.frames.last() {
                    let key = start..self.at;
                    let before = *end;
                    let value = key.end..key.end;
                    self.members.push(Member { key, value, before });
                }
            }
            b':' => {
                self.at += 1;
                if let Some(member) = self.members.last_mut() {
                    member.value = self.at..self.at;
                }
            }
            b',' | b' ' | b'\t' | b'\r' | b'\n' => self.at += 1,
            _ => {
                let rest = self.text.get(start..)?;
                let is_end = |it: &u8| b",:]} \t\r\n\"{[".contains(it);
                self.at += rest.iter().position(is_end).unwrap_or(rest.len());
                self.end_value();
            }
        }
        Some(())
    }

    /// Returns whether the next string is a key, because the previous member is complete.
    fn is_key(&self) -> bool {
        let Some(Frame::Object { members, end }) = self.frames.last() else {
            return false;
        };
        match self.members.get(*members..).and_then(<[Member]>::last) {
            Some(last) => last.value.end == *end && *end > last.key.end,
            None => true,
        }
    }

    /// Records the end of a value.
    fn end_value(&mut self) {
        let at = self.at;
        match self.frames.last_mut() {
            Some(Frame::Object { end, .. }) => {
                *end = at;
                if let Some(member) = self.members.last_mut() {
                    member.value.end = at;
                }
            }
            Some(Frame::List(count)) => *count += 1,
            None => {}
        }
    }

    /// Returns the end of the string that starts at this position.
    fn end_of_text(&self, start: usize) -> Option<usize> {
        let mut at = start + 1;
        loop {
            match *self.text.get(at)? {
                b'"' => return Some(at + 1),
                b'\\' => at += 2,
                _ => at += 1,
            }
        }
    }

    /// Compares all members of an object.
    fn compare(&mut self, from: usize) {
        let members = self.members.get(from..).unwrap_or_default();
        let mut order: Vec<usize> = (0..members.len()).collect();
        let key = |index: &usize| {
            let key = members.get(*index).map(|it| it.key.clone());
            key.map(|it| self.key(it)).unwrap_or_default()
        };
        order.sort_by(|left, right| key(left).cmp(&key(right)).then(left.cmp(right)));
        let mut found = Vec::new();
        let mut first = None;
        for index in order {
            match first {
                Some(before) if key(&before) == key(&index) => {
                    if let (Some(one), Some(other)) = (members.get(before), members.get(index)) {
                        found.push((one.clone(), other.clone()));
                    }
                }
                _ => first = Some(index),
            }
        }
        for (one, other) in found {
            let mut path = self.path(from);
            path.push(self.key(other.key.clone()).into_owned());
            self.found.push(Repeated {
                path,
                first: one.key.start,
                again: other.key.start,
                is_same: self.value(one.value) == self.value(other.value.clone()),
                member: other.before..other.value.end,
            });
        }
    }

    /// Returns the path of the closed object, whose members start at index `from`.
    fn path(&self, from: usize) -> Vec<String> {
        let mut path = Vec::new();
        for (index, frame) in self.frames.iter().enumerate() {
            path.push(match frame {
                Frame::List(count) => count.to_string(),
                Frame::Object { members, .. } => {
                    // The members of an inner object are stored after the member that contains the object.
                    let inner = self.frames.iter().skip(index + 1).find_map(|it| match it {
                        Frame::Object { members, .. } => Some(*members),
                        Frame::List(_) => None,
                    });
                    let inner = inner.unwrap_or(from);
                    let last = self.members.get(*members..inner).and_then(<[Member]>::last);
                    let key = last.map(|it| self.key(it.key.clone()));
                    key.unwrap_or_default().into_owned()
                }
            });
        }
        path
    }

    /// Returns a key without its escapes.
    fn key(&self, range: Range<usize>) -> std::borrow::Cow<'_, str> {
        let raw = self.json.get(range).unwrap_or_default();
        let inner = raw.trim_matches('"');
        match raw.contains('\\') {
            true => serde_json::from_str::<String>(raw).map_or(inner.into(), Into::into),
            false => inner.into(),
        }
    }

    fn value(&self, range: Range<usize>) -> Option<Json> {
        serde_json::from_str(self.json.get(range)?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::{find, line_and_column, without};

    #[test]
    fn duplicate_keys_are_found() {
        for (json, expected) in [
            (
                r#"{"a": 1, "b": {"a": 2}, "c": [{"a": 1}, {"a": 1}]}"#,
                &[][..],
            ),
            (r#"{"a": 1, "a": 1}"#, &[("a", true)]),
            (r#"{"a": 1, "a": 1.0}"#, &[("a", false)]),
            (
                r#"{"a": {"x": 1, "y": 2}, "\u0061": {"y": 2, "x": 1}}"#,
                &[("a", true)],
            ),
            (
                r#"{"p": [0, {"q": {"a": [], "b": "}", "a": [1]}}]}"#,
                &[("p/1/q/a", false)],
            ),
            (
                r#"{"a": null, "z": {"b": "\"", "b": "\""}, "a": true, "a": null}"#,
                &[("z/b", true), ("a", false), ("a", true)],
            ),
            (
                r#"{"a": {"b": 1, "b": 1}, "a": {"b": 1}}"#,
                &[("a/b", true), ("a", true)],
            ),
        ] {
            let found = find(json);
            let found: Vec<(String, bool)> = found
                .iter()
                .map(|it| (it.path.join("/"), it.is_same))
                .collect();
            let found: Vec<(&str, bool)> = found
                .iter()
                .map(|(it, same)| (it.as_str(), *same))
                .collect();
            assert_eq!(found, expected, "{json}");
        }
    }

    #[test]
    fn duplicate_members_with_equal_values_are_removed() {
        for (json, expected) in [
            (r#"{"a": 1, "a": 1}"#, r#"{"a": 1}"#),
            (
                r#"{"a": 1 , "b": 2, "a": 1, "c": 3}"#,
                r#"{"a": 1 , "b": 2, "c": 3}"#,
            ),
            (
                r#"{"a": {"b": 1}, "a": {"b": 1, "b": 1}}"#,
                r#"{"a": {"b": 1}}"#,
            ),
            (r#"{"a": {"b": [1], "b": [1]}}"#, r#"{"a": {"b": [1]}}"#),
        ] {
            assert_eq!(without(json, &find(json)), expected);
        }
    }

    #[test]
    fn invalid_json_does_not_panic() {
        let deep = "{\"a\":[".repeat(100_000);
        for json in [
            "",
            "{",
            "}",
            "]",
            "{\"a",
            "{\"a\\",
            "{,",
            "{\"a\" \"b\":",
            "[:",
            "{1:2,1:2}",
            &deep,
        ] {
            find(json);
        }
    }

    #[test]
    fn positions_are_lines_and_columns() {
        for (at, expected) in [(0, (1, 1)), (1, (1, 2)), (2, (2, 1)), (5, (2, 3))] {
            assert_eq!(line_and_column("a\né{b", at), expected);
        }
    }
}
