//! Repairs two kinds of valid JSON that have no Rust value: numbers out of range and lone surrogates. After the repair,
//! only the affected property is lost instead of the whole response.

use std::collections::BTreeMap;

use crate::base::drift::{Correction, Drift};
use crate::body::rounding;
use crate::value::{self, push_member};

/// Returns, by JSON Pointer, each number of a body that is not a 64-bit integer and that an `f64` would round.
pub(crate) fn rounded(bytes: &[u8]) -> Vec<(String, String)> {
    let mut scan = Scan::new(bytes);
    // Cannot fail: the parser has already rejected a truncated body.
    scan.run();
    scan.rounded
}

/// A repaired body, and the locations of the repairs.
pub(crate) struct Repaired {
    pub(crate) bytes: Vec<u8>,
    drift: Vec<Drift>,
}

/// Replaces each number out of range by `null`, and each lone surrogate by U+FFFD. Returns `None` if the body has
/// neither.
pub(crate) fn repair(bytes: &[u8]) -> Option<Repaired> {
    let mut scan = Scan::new(bytes);
    scan.run()?;
    (!scan.drift.is_empty()).then_some(Repaired {
        bytes: scan.out,
        drift: scan.drift,
    })
}

impl Repaired {
    /// Adds the original values to the decoder's drift. The decoder saw only the replacements.
    pub(crate) fn merge_into(self, noted: &mut Vec<Drift>) {
        let mut found: BTreeMap<String, Drift> = self
            .drift
            .into_iter()
            .map(|drift| (drift.path.clone(), drift))
            .collect();
        for drift in noted.iter_mut() {
            if let Some(same) = found.remove(&drift.path) {
                drift.take_found(same);
            }
        }
        noted.extend(found.into_values());
    }
}

/// An open array or object.
enum Frame {
    Array { index: usize },
    Object { key: String, in_value: bool },
}

struct Scan<'a> {
    rest: &'a [u8],
    out: Vec<u8>,
    stack: Vec<Frame>,
    drift: Vec<Drift>,
    rounded: Vec<(String, String)>,
}

impl<'a> Scan<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self {
            rest: bytes,
            out: Vec::with_capacity(bytes.len()),
            stack: Vec::new(),
            drift: Vec::new(),
            rounded: Vec::new(),
        }
    }

    /// Copies the body. Returns `None` if the body is truncated.
    fn run(&mut self) -> Option<()> {
        while let Some(byte) = self.rest.first().copied() {
            match byte {
                b'"' => self.string()?,
                b'-' | b'0'..=b'9' => self.number(),
                _ => self.mark(byte),
            }
        }
        Some(())
    }

    fn mark(&mut self, byte: u8) {
        match (byte, self.stack.last_mut()) {
            (b'{', _) => self.stack.push(Frame::Object {
                key: String::new(),
                in_value: false,
            }),
            (b'[', _) => self.stack.push(Frame::Array { index: 0 }),
            (b'}' | b']', _) => {
                self.stack.pop();
            }
            (b',', Some(Frame::Array { index })) => *index += 1,
            (b',', Some(Frame::Object { in_value, .. })) => *in_value = false,
            (b':', Some(Frame::Object { in_value, .. })) => *in_value = true,
            _ => {}
        }
        self.take(1);
    }

    fn number(&mut self) {
        let length = self
            .rest
            .iter()
            .take_while(|it| matches!(it, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'))
            .count();
        let text = self.rest.get(..length).unwrap_or_default();
        let text = String::from_utf8_lossy(text).into_owned();
        if text.parse::<f64>().is_ok_and(f64::is_infinite) {
            let (found, raw) = (value::quoted(&text), value::shortened(&text));
            self.note("a number in range", found, raw, "null");
            self.out.extend_from_slice(b"null");
            self.rest = self.rest.get(length..).unwrap_or_default();
        } else {
            if rounding::is_rounded(&text) {
                self.rounded.push((self.path(), text));
            }
            self.take(length);
        }
    }

    /// Copies a string. Returns `None` if the string is not terminated.
    fn string(&mut self) -> Option<()> {
        let (start, body) = (self.out.len(), self.rest);
        let mut lone = false;
        self.take(1);
        loop {
            match self.rest {
                [b'"', ..] => {
                    self.take(1);
                    break;
                }
                [b'\\', b'u', ..] => lone |= !self.unicode_escape()?,
                [b'\\', _, ..] => self.take(2),
                [_, ..] => self.take(1),
                [] => return None,
            }
        }
        if let Some(Frame::Object {
            key,
            in_value: false,
        }) = self.stack.last_mut()
        {
            *key = serde_json::from_slice(self.out.get(start..)?).unwrap_or_default();
        }
        if lone {
            let raw = body.get(..body.len() - self.rest.len()).unwrap_or_default();
            let raw = String::from_utf8_lossy(raw);
            self.note(
                "a string of Unicode text",
                "a lone surrogate".to_owned(),
                value::shortened(&raw),
                "U+FFFD",
            );
        }
        Some(())
    }

    /// Copies `\uXXXX`, including the second half of a surrogate pair. Returns whether the escape is a valid character.
    fn unicode_escape(&mut self) -> Option<bool> {
        let unit = unit(self.rest)?;
        let is_pair = (0xd800..0xdc00).contains(&unit)
            && self
                .rest
                .get(6..)
                .and_then(unit_of_escape)
                .is_some_and(|low| (0xdc00..0xe000).contains(&low));
        if is_pair {
            self.take(12);
        } else if (0xd800..0xe000).contains(&unit) {
            self.out.extend_from_slice("\u{fffd}".as_bytes());
            self.rest = self.rest.get(6..)?;
            return Some(false);
        } else {
            self.take(6);
        }
        Some(true)
    }

    fn take(&mut self, length: usize) {
        let (taken, rest) = self.rest.split_at(length.min(self.rest.len()));
        self.out.extend_from_slice(taken);
        self.rest = rest;
    }

    fn note(&mut self, expected: &str, found: String, raw: String, read: &str) {
        let drift = Drift::new(self.path(), expected, found).with_raw(raw);
        let correction = Correction::ReadAs(read.to_owned());
        self.drift.push(drift.corrected(correction));
    }

    fn path(&self) -> String {
        let mut path = String::new();
        for frame in &self.stack {
            match frame {
                Frame::Array { index } => push_member(&mut path, &index.to_string()),
                Frame::Object { key, .. } => push_member(&mut path, key),
            }
        }
        path
    }
}

fn unit_of_escape(rest: &[u8]) -> Option<u16> {
    rest.starts_with(b"\\u").then(|| unit(rest))?
}

fn unit(rest: &[u8]) -> Option<u16> {
    let digits = std::str::from_utf8(rest.get(2..6)?).ok()?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::repair;

    #[test]
    fn a_number_out_of_range_becomes_null() {
        let repaired = repair(br#"{"a":[1,{"b/c":1e999}]}"#).unwrap();
        assert_eq!(repaired.bytes, br#"{"a":[1,{"b/c":null}]}"#);
        assert_eq!(repaired.drift[0].path, "/a/1/b~1c");
        assert_eq!(repaired.drift[0].found, "`1e999`");
    }

    #[test]
    fn a_lone_surrogate_becomes_the_replacement_character() {
        let repaired = repair(br#"{"a":"x\ud83dy","b":"\ud83d\ude00","c":"\ude00"}"#).unwrap();
        assert_eq!(
            repaired.bytes,
            "{\"a\":\"x\u{fffd}y\",\"b\":\"\\ud83d\\ude00\",\"c\":\"\u{fffd}\"}".as_bytes()
        );
        let paths: Vec<_> = repaired.drift.iter().map(|it| it.path.as_str()).collect();
        assert_eq!(paths, ["/a", "/c"]);
    }

    #[test]
    fn valid_and_malformed_bodies_are_unchanged() {
        for body in [r#"{"a":1}"#, r#"{"a":"#, r#"{"a":"\u12"}"#, "\"", ""] {
            assert!(repair(body.as_bytes()).is_none(), "{body}");
        }
    }
}
