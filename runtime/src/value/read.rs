//! The reader: fills a place from any self-describing serde format, corrects what departs from the
//! description, and notes each correction with its path.

use std::fmt;

use serde::de::value::{self, MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess,
    Visitor,
};
use serde_json::Value as Json;

use super::choice::{Sibling, named_union, union};
use super::held::Held;
use super::key::{Key, KeySeed};
use super::member::{Is, Seen};
use super::number;
use super::path::Path;
use super::place::{List, Map, Object, Optional, Place, Value};
use super::reading::{ReadError, Reading};
use super::rules;
use super::scalar::{self, Scalar};
use crate::drift::Drift;

/// How deep arrays and objects may be nested.
const MAX_DEPTH: usize = 128;

/// Reads one JSON body.
pub(crate) fn read<T: Value>(bytes: &[u8], reading: &mut Reading) -> Result<T, ReadError> {
    let mut value = T::default();
    match fill(value.place(), bytes, reading).map_err(ReadError::Syntax)? {
        Outcome::Read | Outcome::Null => Ok(value),
        // Where nothing has to be, `null` is as good as an empty object.
        Outcome::Mismatch if is_null(reading) && needs_nothing(value.place()) => Ok(value),
        Outcome::Mismatch => Err(ReadError::Shape(top(reading))),
    }
}

/// Returns whether the last note is of `null`.
fn is_null(reading: &Reading) -> bool {
    reading.drift.last().is_some_and(|it| it.found == "null")
}

/// Returns whether a place is one of objects that may be empty.
fn needs_nothing(place: Place<'_>) -> bool {
    match place {
        Place::Map(_) => true,
        Place::Object(object) => object.members().iter().all(|(_, is)| !is.required),
        _ => false,
    }
}

/// Reads one JSON body into a place. That it is UTF-8 is cheaper to see for all of it than string by
/// string; where it is not, the parser says where, or passes over it.
fn fill<'a>(
    place: Place<'a>,
    bytes: &[u8],
    reading: &'a mut Reading,
) -> serde_json::Result<Outcome> {
    match std::str::from_utf8(bytes) {
        Ok(text) => parse(serde_json::Deserializer::from_str(text), place, reading),
        Err(_) => parse(serde_json::Deserializer::from_slice(bytes), place, reading),
    }
}

fn parse<'a, 'de, R: serde_json::de::Read<'de>>(
    mut json: serde_json::Deserializer<R>,
    place: Place<'a>,
    reading: &'a mut Reading,
) -> serde_json::Result<Outcome> {
    let outcome = Seed::top(place, reading).deserialize(&mut json)?;
    json.end()?;
    Ok(outcome)
}

/// Reads a value out of any self-describing format, as `serde::Deserialize` asks for it.
///
/// # Errors
///
/// Fails where the format does, and where the top is of another shape.
pub fn deserialize<'de, T: Value, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let mut value = T::default();
    let mut reading = Reading::default();
    match Seed::top(value.place(), &mut reading).deserialize(from)? {
        Outcome::Read | Outcome::Null => Ok(value),
        Outcome::Mismatch => Err(D::Error::custom(top(&mut reading))),
    }
}

/// Takes back the note that the top has another shape: it is the error.
fn top(reading: &mut Reading) -> Drift {
    let note = reading.drift.pop();
    note.unwrap_or_else(|| Drift::new("", "a value", "another"))
}

/// How one place took its value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It holds the value, perhaps corrected further down.
    Read,
    /// The value was a `null` that may stand here.
    Null,
    /// It holds its default; the reason is noted.
    Mismatch,
}

/// One place about to be filled.
pub(super) struct Seed<'a> {
    pub(super) place: Place<'a>,
    pub(super) path: &'a Path<'a>,
    /// Whether an empty place may come as `null`.
    pub(super) nullable: bool,
    pub(super) reading: &'a mut Reading,
}

impl<'a> Seed<'a> {
    fn top(place: Place<'a>, reading: &'a mut Reading) -> Self {
        Self {
            place,
            path: &Path::TOP,
            nullable: true,
            reading,
        }
    }

    fn note(&mut self, found: impl Into<String>) -> Outcome {
        let drift = Drift::new(self.path.pointer(), self.place.expected(), found);
        self.reading.drift.push(drift);
        Outcome::Mismatch
    }

    /// Steps into an optional place, runs `fill` there, and empties the place if that failed.
    fn inside<E>(
        optional: &mut dyn Optional,
        path: &Path<'_>,
        reading: &mut Reading,
        fill: impl FnOnce(Seed<'_>) -> Result<Outcome, E>,
    ) -> Result<Outcome, E> {
        let outcome = fill(Seed {
            place: optional.some(),
            path,
            nullable: false,
            reading,
        })?;
        if outcome != Outcome::Read {
            optional.none();
        }
        Ok(outcome)
    }

    fn scalar<E: serde::de::Error>(mut self, value: Scalar<'_>) -> Result<Outcome, E> {
        match self.place {
            Place::Optional(it) => {
                Seed::inside(it, self.path, self.reading, |seed| seed.scalar(value))
            }
            Place::Union(it) => union(it, Held::Scalar(value), self.path, self.reading),
            ref mut place => match scalar::store(place, &value) {
                Ok(()) => Ok(Outcome::Read),
                Err(scalar::Misfit::Kept(found)) => {
                    self.note(found);
                    Ok(Outcome::Read)
                }
                Err(scalar::Misfit::Refused(found)) => Ok(self.note(found)),
            },
        }
    }

    /// Takes a number that came as text.
    fn number<E: serde::de::Error>(mut self, text: &str) -> Result<Outcome, E> {
        match number::parse(text) {
            Some(value) => self.scalar(value),
            None => Ok(self.note(format!("`{text}`"))),
        }
    }

    fn null<E>(mut self) -> Result<Outcome, E> {
        match self.place {
            Place::Optional(it) if self.nullable => {
                it.null();
                Ok(Outcome::Null)
            }
            Place::Optional(it) => Seed::inside(it, self.path, self.reading, |seed| seed.null()),
            Place::Json(it) => {
                *it = Json::Null;
                Ok(Outcome::Read)
            }
            _ => Ok(self.note("null")),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Outcome;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Outcome, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Outcome;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.place.expected())
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Outcome, E> {
        self.scalar(Scalar::Bool(value))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Outcome, E> {
        self.scalar(Scalar::Int(value))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Outcome, E> {
        self.scalar(Scalar::from(value))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Outcome, E> {
        self.scalar(Scalar::Float(value))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Outcome, E> {
        if let Place::Str(it) = self.place {
            *it = value.to_owned();
            return Ok(Outcome::Read);
        }
        self.scalar(Scalar::Str(value))
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Outcome, E> {
        self.null()
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<Outcome, E> {
        self.null()
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Outcome, D::Error> {
        from.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<Outcome, D::Error> {
        from.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<Outcome, A::Error> {
        too_deep(self.path)?;
        match self.place {
            Place::List(it) => list(it, items, self.path, self.reading),
            Place::Optional(it) => {
                Seed::inside(it, self.path, self.reading, |seed| seed.visit_seq(items))
            }
            Place::Json(it) => {
                *it = Json::deserialize(SeqAccessDeserializer::new(items))?;
                Ok(Outcome::Read)
            }
            Place::Union(it) => {
                let value = Held::deserialize(SeqAccessDeserializer::new(items))?;
                union(it, value, self.path, self.reading)
            }
            _ => {
                while items.next_element::<IgnoredAny>()?.is_some() {}
                Ok(self.note("an array"))
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut entries: A) -> Result<Outcome, A::Error> {
        too_deep(self.path)?;
        match self.place {
            Place::Object(it) => object(it, entries, self.path, self.reading),
            Place::Map(it) => map(it, entries, self.path, self.reading),
            Place::Optional(it) => {
                Seed::inside(it, self.path, self.reading, |seed| seed.visit_map(entries))
            }
            Place::Json(it) => {
                *it = Json::deserialize(MapAccessDeserializer::new(entries))?;
                Ok(Outcome::Read)
            }
            Place::Union(it) => {
                let value = Held::deserialize(MapAccessDeserializer::new(entries))?;
                union(it, value, self.path, self.reading)
            }
            _ => {
                let text = number::text(&mut entries)?;
                skip(entries)?;
                match text {
                    Some(text) => self.number(&text),
                    None => Ok(self.note("an object")),
                }
            }
        }
    }
}

fn skip<'de, A: MapAccess<'de>>(mut entries: A) -> Result<(), A::Error> {
    while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
    Ok(())
}

fn too_deep<E: serde::de::Error>(path: &Path<'_>) -> Result<(), E> {
    if path.depth() >= MAX_DEPTH {
        return Err(E::custom(format_args!(
            "nested deeper than {MAX_DEPTH} levels"
        )));
    }
    Ok(())
}

fn object<'de, A: MapAccess<'de>>(
    object: &mut dyn Object,
    mut entries: A,
    path: &Path<'_>,
    reading: &mut Reading,
) -> Result<Outcome, A::Error> {
    let members = object.members();
    let keep = reading.unknown.is_some() || object.additional().is_some();
    let mut seen = Seen::default();
    let mut next = 0;
    // Members whose shape another member names wait until that one is read.
    let siblings = object.rules().siblings;
    let mut held: Vec<(usize, Held<'de>)> = Vec::new();
    while let Some(key) = entries.next_key_seed(KeySeed {
        members,
        next,
        keep,
    })? {
        match key {
            Key::Declared(index, (name, is)) => {
                next = index + 1;
                let again = !seen.insert(index);
                let here = path.member(name);
                if again {
                    reading.forget(&here);
                    object.place(index).map(Place::reset);
                }
                if !siblings.is_empty() && siblings.iter().any(|it| it.member == *name) {
                    held.retain(|(it, _)| *it != index);
                    held.push((index, entries.next_value()?));
                    continue;
                }
                let Some(place) = object.place(index) else {
                    entries.next_value::<IgnoredAny>()?;
                    continue;
                };
                let outcome = entries.next_value_seed(Seed {
                    place,
                    path: &here,
                    nullable: is.nullable,
                    reading,
                })?;
                note_null(object, index, is, outcome);
            }
            Key::Additional(name) => {
                if let Some(rest) = object.additional() {
                    entry(rest, &name, &mut entries, path, reading)?;
                } else {
                    if let Some(unknown) = &mut reading.unknown {
                        unknown.push(path.member(&name).pointer());
                    }
                    entries.next_value::<IgnoredAny>()?;
                }
            }
            Key::Ignored => {
                entries.next_value::<IgnoredAny>()?;
            }
            Key::Number if next == 0 => return not_an_object(entries, path, reading),
            Key::Number => {
                entries.next_value::<IgnoredAny>()?;
            }
        }
    }
    for (index, value) in held {
        named_member(object, index, value, path, reading).map_err(A::Error::custom)?;
    }
    if seen.count < members.len() {
        note_missing(object, &seen, path, reading);
    }
    Ok(Outcome::Read)
}

/// Remembers whether an optional member that may be null came as `null`.
fn note_null(object: &mut dyn Object, index: usize, is: &Is, outcome: Outcome) {
    if is.nullable
        && !is.required
        && let Some(nulls) = object.nulls_mut()
    {
        match outcome {
            Outcome::Null => nulls.insert(index),
            Outcome::Read | Outcome::Mismatch => nulls.remove(index),
        }
    }
}

/// Reads a member whose shape another member names.
fn named_member(
    object: &mut dyn Object,
    index: usize,
    value: Held<'_>,
    path: &Path<'_>,
    reading: &mut Reading,
) -> Result<(), value::Error> {
    let Some((name, is)) = object.members().get(index) else {
        return Ok(());
    };
    let said = rules::said_beside(object, name).map(str::to_owned);
    let shape = said
        .as_deref()
        .map(|said| (said, rules::shape(object, name, said)));
    let Some(place) = object.place(index) else {
        return Ok(());
    };
    let seed = Seed {
        place,
        path: &path.member(name),
        nullable: is.nullable,
        reading,
    };
    let outcome = named_seed(seed, shape, value)?;
    note_null(object, index, is, outcome);
    Ok(())
}

/// Fills a place with a value whose shape is named: what is said of it, and the variant if one is declared.
fn named_seed(
    seed: Seed<'_>,
    shape: Option<(&str, Option<&str>)>,
    value: Held<'_>,
) -> Result<Outcome, value::Error> {
    match (seed.place, &value) {
        (Place::Optional(it), Held::Object(_)) => {
            Seed::inside(it, seed.path, seed.reading, |seed| {
                named_seed(seed, shape, value)
            })
        }
        (Place::Union(it), Held::Object(_)) => {
            let index = |variant: &str| it.names().iter().position(|name| *name == variant);
            let sibling = match shape {
                None => Sibling::Silent,
                Some((said, variant)) => variant
                    .and_then(index)
                    .map_or(Sibling::New(said), Sibling::Names),
            };
            named_union(it, &sibling, value, seed.path, seed.reading)
        }
        (place, _) => Seed { place, ..seed }.deserialize(value),
    }
}

fn note_missing(object: &mut dyn Object, seen: &Seen, path: &Path<'_>, reading: &mut Reading) {
    for (index, (name, is)) in object.members().iter().enumerate() {
        if is.required && !seen.contains(index) {
            let expected = match object.place(index) {
                // An empty place has to be filled to tell what it is for.
                Some(Place::Optional(it)) => {
                    let expected = it.some().expected();
                    it.none();
                    expected
                }
                Some(place) => place.expected(),
                None => continue,
            };
            let pointer = path.member(name).pointer();
            reading.drift.push(Drift::new(pointer, expected, "nothing"));
        }
    }
}

fn map<'de, A: MapAccess<'de>>(
    map: &mut dyn Map,
    mut entries: A,
    path: &Path<'_>,
    reading: &mut Reading,
) -> Result<Outcome, A::Error> {
    map.clear();
    while let Some(key) = entries.next_key::<String>()? {
        if key == number::KEY {
            return not_an_object(entries, path, reading);
        }
        entry(map, &key, &mut entries, path, reading)?;
    }
    Ok(Outcome::Read)
}

/// Notes a number where an object should be.
fn not_an_object<'de, A: MapAccess<'de>>(
    mut entries: A,
    path: &Path<'_>,
    reading: &mut Reading,
) -> Result<Outcome, A::Error> {
    let value = entries.next_value::<Held<'de>>()?;
    skip(entries)?;
    let found = match value.text() {
        Some(text) => format!("`{text}`"),
        None => "an object".to_owned(),
    };
    let drift = Drift::new(path.pointer(), "an object", found);
    reading.drift.push(drift);
    Ok(Outcome::Mismatch)
}

fn entry<'de, A: MapAccess<'de>>(
    map: &mut dyn Map,
    key: &str,
    entries: &mut A,
    path: &Path<'_>,
    reading: &mut Reading,
) -> Result<(), A::Error> {
    let outcome = entries.next_value_seed(Seed {
        place: map.insert(key),
        path: &path.member(key),
        nullable: true,
        reading,
    })?;
    if outcome == Outcome::Mismatch {
        map.remove(key);
    }
    Ok(())
}

fn list<'de, A: SeqAccess<'de>>(
    list: &mut dyn List,
    mut items: A,
    path: &Path<'_>,
    reading: &mut Reading,
) -> Result<Outcome, A::Error> {
    list.clear();
    for index in 0.. {
        let outcome = items.next_element_seed(Seed {
            place: list.push(),
            path: &path.item(index),
            nullable: true,
            reading,
        })?;
        match outcome {
            Some(Outcome::Read | Outcome::Null) => {}
            // Left out, never replaced by a default.
            Some(Outcome::Mismatch) => {
                list.pop();
                if let Some(note) = reading.drift.last_mut() {
                    note.left_out = true;
                }
            }
            None => {
                list.pop();
                break;
            }
        }
    }
    Ok(Outcome::Read)
}
