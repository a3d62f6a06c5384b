//! Decodes the properties of objects, the entries of maps and the items of lists.

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess};

use super::held::Buffered;
use super::key::{Key, KeySeed};
use super::member::{Is, Seen};
use super::number;
use super::path::Path;
use super::place::{AN_EMPTY_OBJECT, AN_OBJECT_OF_DEFAULTS, List, Map, Object, Place};
use super::reading::Reading;
use super::seed::{Outcome, Seed};
use super::{raw, scalar, sibling};
use crate::base::drift::{Correction, Drift};

/// Decodes an object with declared properties.
pub(super) fn object<'de, A: MapAccess<'de>>(
    object: &mut dyn Object,
    mut entries: A,
    path: &Path<'_>,
    reading: &mut Reading,
) -> Result<Outcome, A::Error> {
    let members = object.members();
    let keep = reading.unknown.is_some() || object.additional().is_some();
    let mut seen = Seen::default();
    let mut next = 0;
    // A property whose variant a sibling property selects is decoded after that sibling.
    let siblings = object.rules().siblings;
    let mut held: Vec<(usize, Buffered<'de>)> = Vec::new();
    while let Some(key) = entries.next_key_seed(KeySeed {
        members,
        next,
        keep,
    })? {
        match key {
            Key::Declared(index, (name, is)) => {
                next = index + 1;
                let here = path.member(name);
                if !seen.insert(index) {
                    reading.forget(&here);
                    reading.note_repeated(&here);
                    if let Some(place) = object.place(index) {
                        place.reset();
                    }
                }
                if !siblings.is_empty() && siblings.iter().any(|it| it.member == *name) {
                    held.retain(|(it, _)| *it != index);
                    let value: Buffered<'de> = entries.next_value()?;
                    reading.has_floats |= value.has_floats();
                    held.push((index, value));
                    continue;
                }
                // Matched by reference, because a move would copy the place for every property.
                let Some(place) = &mut object.place(index) else {
                    entries.next_value::<IgnoredAny>()?;
                    continue;
                };
                let outcome = entries.next_value_seed(Seed {
                    place,
                    path: &here,
                    nullable: is.nullable(),
                    reading,
                })?;
                note_null(object, index, *is, outcome);
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
            Key::Number if next == 0 => {
                return not_an_object(entries, AN_OBJECT_OF_DEFAULTS, path, reading);
            }
            Key::Number => {
                entries.next_value::<IgnoredAny>()?;
            }
        }
    }
    for (index, value) in held {
        sibling::member(object, index, value, path, reading).map_err(A::Error::custom)?;
    }
    if seen.count < members.len() {
        note_missing(object, &seen, path, reading);
    }
    Ok(Outcome::Read)
}

/// Records whether a nullable optional property was `null`.
pub(super) fn note_null(object: &mut dyn Object, index: usize, is: Is, outcome: Outcome) {
    if is.nullable()
        && !is.required()
        && let Some(nulls) = object.nulls_mut()
    {
        match outcome {
            Outcome::Null => nulls.insert(index),
            Outcome::Read | Outcome::Mismatch => nulls.remove(index),
        }
    }
}

fn note_missing(object: &mut dyn Object, seen: &Seen, path: &Path<'_>, reading: &mut Reading) {
    for (index, (name, _)) in seen.missing(object.members()) {
        let (expected, correction) = match object.place(index) {
            // An empty place is filled temporarily, to find out its type.
            Some(Place::Optional(it)) => {
                let expected = it.some().expected();
                it.none();
                (expected, Correction::Absent)
            }
            Some(place) => (
                place.expected(),
                Correction::Filled(place.default_in_words()),
            ),
            None => continue,
        };
        let drift = Drift::new(path.member(name).pointer(), expected, "nothing");
        reading.drift.push(drift.corrected(correction));
    }
}

/// Decodes a map.
pub(super) fn map<'de, A: MapAccess<'de>>(
    map: &mut dyn Map,
    mut entries: A,
    path: &Path<'_>,
    reading: &mut Reading,
) -> Result<Outcome, A::Error> {
    map.clear();
    let mut is_first = true;
    while let Some(key) = entries.next_key::<Buffered<'de>>()? {
        let Some(key) = key.text() else {
            return Err(A::Error::custom("a property name is not a string"));
        };
        // `serde_json` presents a number of arbitrary precision as a map whose first key is this one.
        if std::mem::take(&mut is_first) && key == number::KEY {
            return not_an_object(entries, AN_EMPTY_OBJECT, path, reading);
        }
        entry(map, key, &mut entries, path, reading)?;
    }
    Ok(Outcome::Read)
}

/// Records that a number was found in place of an object.
fn not_an_object<'de, A: MapAccess<'de>>(
    mut entries: A,
    default: &str,
    path: &Path<'_>,
    reading: &mut Reading,
) -> Result<Outcome, A::Error> {
    let value = entries.next_value::<Buffered<'de>>()?;
    reading.has_floats = true;
    while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
    let found = match value.text() {
        Some(text) => scalar::quoted(text),
        None => "an object".to_owned(),
    };
    let raw = value.text().map(raw::shortened);
    let drift = Drift::new(path.pointer(), "an object", found)
        .corrected(Correction::Filled(default.to_owned()))
        .with_raw(raw);
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
        place: &mut map.insert(key),
        path: &path.member(key),
        nullable: true,
        reading,
    })?;
    if outcome == Outcome::Mismatch {
        map.remove(key);
        reading.correct_last(Correction::LeftOut);
    }
    Ok(())
}

/// Decodes an array.
pub(super) fn list<'de, A: SeqAccess<'de>>(
    list: &mut dyn List,
    mut items: A,
    path: &Path<'_>,
    reading: &mut Reading,
) -> Result<Outcome, A::Error> {
    list.clear();
    let mut index = 0;
    while let Some(outcome) = items.next_element_seed(ItemSeed {
        list: &mut *list,
        path: &path.item(index),
        reading: &mut *reading,
    })? {
        // An undecodable item is left out, and never replaced by a default.
        if outcome == Outcome::Mismatch {
            list.pop();
            reading.correct_last(Correction::LeftOut);
        }
        index += 1;
    }
    Ok(Outcome::Read)
}

/// The next item of a list, which is appended only when the input contains another item.
struct ItemSeed<'a> {
    list: &'a mut dyn List,
    path: &'a Path<'a>,
    reading: &'a mut Reading,
}

impl<'de> DeserializeSeed<'de> for ItemSeed<'_> {
    type Value = Outcome;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Outcome, D::Error> {
        from.deserialize_any(Seed {
            place: &mut self.list.push(),
            path: self.path,
            nullable: true,
            reading: self.reading,
        })
    }
}
