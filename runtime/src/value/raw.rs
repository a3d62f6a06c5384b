//! The JSON text of a value that a place refuses, up to a length limit. Drift contains this text.

use std::fmt;
use std::io::{self, Write};

use serde::Serialize;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use super::held::Buffered;
use super::number;
use super::scalar::Scalar;

/// The length limit in bytes.
const LONGEST: usize = 1024;

/// The maximum nesting depth. Arrays and objects below are skipped.
const DEEPEST: usize = 32;

/// Returns the JSON text of a value.
pub(super) fn of(value: &(impl Serialize + ?Sized)) -> String {
    let mut raw = Raw::default();
    raw.add(value);
    raw.finish()
}

impl Scalar<'_> {
    /// Returns the value's JSON text.
    pub(super) fn raw(&self) -> String {
        match self {
            Self::Bool(value) => of(value),
            Self::Int(value) => of(value),
            Self::Large(value) => of(value),
            Self::Float(value) => of(value),
            Self::Str(value) => of(*value),
        }
    }
}

/// Returns JSON text, cut at the limit.
pub(crate) fn shortened(text: &str) -> String {
    let mut raw = Raw::default();
    raw.push(text);
    raw.finish()
}

/// Reads the rest of an array and returns its JSON text.
pub(super) fn list<'de, A: SeqAccess<'de>>(items: A) -> Result<String, A::Error> {
    let mut raw = Raw::default();
    Excerpt::top(&mut raw).visit_seq(items)?;
    Ok(raw.finish())
}

/// An object whose entries were read to the end.
pub(super) enum Skipped {
    /// The map represents a number; see [`number`].
    Number(String),
    /// The JSON text.
    Object(String),
}

/// Reads the rest of an object and returns its JSON text.
pub(super) fn object<'de, A: MapAccess<'de>>(entries: A) -> Result<Skipped, A::Error> {
    let mut raw = Raw::default();
    Ok(match Excerpt::top(&mut raw).map(entries)? {
        Some(number) => Skipped::Number(number),
        None => Skipped::Object(raw.finish()),
    })
}

/// The text so far.
#[derive(Default)]
struct Raw {
    text: Vec<u8>,
    is_full: bool,
}

impl Raw {
    fn push(&mut self, piece: &str) {
        // When the text is full, writing returns an error, which stops a serializer early.
        self.write_all(piece.as_bytes()).ok();
    }

    fn add(&mut self, value: &(impl Serialize + ?Sized)) {
        serde_json::to_writer(&mut *self, value).ok();
    }

    fn finish(self) -> String {
        let valid = match std::str::from_utf8(&self.text) {
            Ok(text) => text,
            // The limit is within a multi-byte character.
            Err(error) => {
                let valid = self.text.get(..error.valid_up_to()).unwrap_or_default();
                std::str::from_utf8(valid).unwrap_or_default()
            }
        };
        let more = if self.is_full { "…" } else { "" };
        format!("{valid}{more}")
    }
}

impl Write for Raw {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = match self.is_full {
            true => 0,
            false => LONGEST.saturating_sub(self.text.len()),
        };
        let taken = bytes.get(..room).unwrap_or(bytes);
        self.text.extend_from_slice(taken);
        self.is_full |= taken.len() < bytes.len();
        if self.is_full {
            return Err(io::ErrorKind::WriteZero.into());
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Copies one value of a body into the text, or skips it if the text is full.
struct Excerpt<'a> {
    raw: &'a mut Raw,
    depth: usize,
    /// Whether another value precedes this one in its array.
    is_next: bool,
}

impl<'a> Excerpt<'a> {
    fn top(raw: &'a mut Raw) -> Self {
        Self {
            raw,
            depth: 0,
            is_next: false,
        }
    }

    fn below(&mut self) -> Excerpt<'_> {
        Excerpt {
            raw: self.raw,
            depth: self.depth + 1,
            is_next: false,
        }
    }

    fn is_over(&self) -> bool {
        self.raw.is_full || self.depth >= DEEPEST
    }

    /// Copies an object. Returns the number as text if the map represents a number.
    fn map<'de, A: MapAccess<'de>>(mut self, mut entries: A) -> Result<Option<String>, A::Error> {
        let mut separator = "{";
        while !self.is_over() {
            let Some(key) = entries.next_key::<Buffered<'de>>()? else {
                self.raw.push(if separator == "{" { "{}" } else { "}" });
                return Ok(None);
            };
            let key = key.text().unwrap_or_default();
            if separator == "{" && key == number::KEY {
                let value = entries.next_value::<Buffered<'de>>()?;
                skip(entries)?;
                let text = value.text().map(str::to_owned);
                self.raw.push(text.as_deref().unwrap_or("{}"));
                return Ok(text);
            }
            self.raw.push(separator);
            self.raw.add(key);
            self.raw.push(":");
            separator = ",";
            entries.next_value_seed(self.below())?;
        }
        self.raw.is_full = true;
        skip(entries)?;
        Ok(None)
    }
}

fn skip<'de, A: MapAccess<'de>>(mut entries: A) -> Result<(), A::Error> {
    while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
    Ok(())
}

impl<'de> DeserializeSeed<'de> for Excerpt<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        if self.is_over() {
            IgnoredAny::deserialize(from)?;
            self.raw.is_full = true;
            return Ok(());
        }
        if self.is_next {
            self.raw.push(",");
        }
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Excerpt<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.raw.add(&value);
        Ok(())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.raw.add(&value);
        Ok(())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.raw.add(&value);
        Ok(())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.raw.add(&value);
        Ok(())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.raw.add(value);
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.raw.push("null");
        Ok(())
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        self.raw.push("[");
        let mut is_next = false;
        loop {
            let mut item = self.below();
            item.is_next = is_next;
            if items.next_element_seed(item)?.is_none() {
                break;
            }
            is_next = true;
        }
        self.raw.push("]");
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<(), A::Error> {
        self.map(entries)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde::de::DeserializeSeed;
    use serde_json::json;

    use super::{Excerpt, LONGEST, Raw, of};

    fn copied(body: &str) -> String {
        let mut raw = Raw::default();
        let mut json = serde_json::Deserializer::from_str(body);
        Excerpt::top(&mut raw).deserialize(&mut json).unwrap();
        json.end().unwrap();
        raw.finish()
    }

    #[test]
    fn short_values_are_copied_whole() {
        for body in [
            "null",
            "-1.5",
            r#""a\"ü""#,
            "[]",
            "{}",
            r#"[1,[true],{"a":[null],"b/c":{}},"x"]"#,
        ] {
            assert_eq!(copied(body), body);
        }
    }

    #[test]
    fn long_and_deep_values_are_cut() {
        let long = json!(vec!["ü".repeat(100); 20]).to_string();
        let cut = copied(&long);
        assert!(long.starts_with(cut.trim_end_matches('…')), "{cut}");
        assert!((LONGEST - 2..LONGEST + 4).contains(&cut.len()), "{cut}");
        let deep = format!("{}1{}", "[".repeat(100), "]".repeat(100));
        assert!(copied(&deep).len() < 100);
        assert!(copied(&format!(r#"{{"a":{deep},"b":1}}"#)).ends_with('…'));
        assert_eq!(of(&"x".repeat(5000)).chars().count(), LONGEST + 1);
    }

    #[test]
    fn broken_bodies_are_errors() {
        for body in ["", "[1", r#"{"a""#, "[1,]"] {
            let mut raw = Raw::default();
            let mut json = serde_json::Deserializer::from_str(body);
            let read = Excerpt::top(&mut raw).deserialize(&mut json);
            assert!(read.is_err(), "{body}");
        }
    }
}
