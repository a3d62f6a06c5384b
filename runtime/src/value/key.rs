//! Parses property names, and looks them up in a struct's property table.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Visitor};

use super::member::{self, Member};
use super::number;

/// A property name.
pub(super) enum Key {
    Declared(usize, &'static Member),
    Additional(String),
    Ignored,
    /// The map represents a number; see [`number`].
    Number,
}

/// Looks up a key in the table. The search begins after the last match.
pub(super) struct KeySeed {
    pub(super) members: &'static [Member],
    pub(super) next: usize,
    /// Whether undeclared names are returned instead of ignored.
    pub(super) keep: bool,
}

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Key, D::Error> {
        from.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a property name")
    }

    #[inline]
    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Key, E> {
        Ok(match self.members.get(self.next) {
            Some(member) if member.0 == name => Key::Declared(self.next, member),
            _ => self.search(name),
        })
    }
}

impl KeySeed {
    /// Searches for a name that is not the expected next one. Separate, so that the common case can be inlined.
    #[inline(never)]
    fn search(&self, name: &str) -> Key {
        match member::find(self.members, self.next, name) {
            Some((index, member)) => Key::Declared(index, member),
            None if name == number::KEY => Key::Number,
            None if self.keep => Key::Additional(name.to_owned()),
            None => Key::Ignored,
        }
    }
}
