//! How a position is stored. Written by hand, since the runtime has no serde derive.

use std::fmt;

use serde::de::{EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde::ser::SerializeStruct as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Next, Position};

const MEMBERS: &[&str] = &["operation", "call", "next", "items", "empty", "taken"];
const PAGES: &[&str] = &["first", "number", "link", "end"];

impl Serialize for Position {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut to = to.serialize_struct("Position", MEMBERS.len())?;
        to.serialize_field("operation", &self.operation)?;
        to.serialize_field("call", &self.call)?;
        to.serialize_field("next", &self.next)?;
        to.serialize_field("items", &self.items)?;
        to.serialize_field("empty", &self.empty)?;
        to.serialize_field("taken", &self.taken)?;
        to.end()
    }
}

impl Serialize for Next {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::First => to.serialize_unit_variant("Next", 0, "first"),
            Self::Number(page) => to.serialize_newtype_variant("Next", 1, "number", page),
            Self::Link(link) => to.serialize_newtype_variant("Next", 2, "link", link),
            Self::End => to.serialize_unit_variant("Next", 3, "end"),
        }
    }
}

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_struct("Position", MEMBERS, PositionVisitor)
    }
}

struct PositionVisitor;

impl<'de> Visitor<'de> for PositionVisitor {
    type Value = Position;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a position")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Position, A::Error> {
        let (mut operation, mut next) = (None, None);
        let (mut call, mut items, mut empty, mut taken) = (None, 0, 0, 0);
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "operation" => operation = Some(map.next_value()?),
                "call" => call = map.next_value()?,
                "next" => next = Some(map.next_value()?),
                "items" => items = map.next_value()?,
                "empty" => empty = map.next_value()?,
                "taken" => taken = map.next_value()?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(Position {
            operation: operation.ok_or_else(|| Error::missing_field("operation"))?,
            call,
            next: next.ok_or_else(|| Error::missing_field("next"))?,
            items,
            empty,
            taken,
        })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Position, A::Error> {
        Ok(Position {
            operation: element(&mut seq, 0)?,
            call: element(&mut seq, 1)?,
            next: element(&mut seq, 2)?,
            items: element(&mut seq, 3)?,
            empty: element(&mut seq, 4)?,
            taken: element(&mut seq, 5)?,
        })
    }
}

fn element<'de, T, A>(seq: &mut A, place: usize) -> Result<T, A::Error>
where
    T: Deserialize<'de>,
    A: SeqAccess<'de>,
{
    let missing = || Error::invalid_length(place, &"the six members of a position");
    seq.next_element()?.ok_or_else(missing)
}

impl<'de> Deserialize<'de> for Next {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_enum("Next", PAGES, NextVisitor)
    }
}

struct NextVisitor;

impl<'de> Visitor<'de> for NextVisitor {
    type Value = Next;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the next page")
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Next, A::Error> {
        let (Variant(variant), value) = access.variant()?;
        match variant {
            0 => value.unit_variant().map(|()| Next::First),
            1 => value.newtype_variant().map(Next::Number),
            2 => value.newtype_variant().map(Next::Link),
            _ => value.unit_variant().map(|()| Next::End),
        }
    }
}

/// The place of a variant in `PAGES`.
struct Variant(usize);

impl<'de> Deserialize<'de> for Variant {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_identifier(VariantVisitor)
    }
}

struct VariantVisitor;

impl Visitor<'_> for VariantVisitor {
    type Value = Variant;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the kind of the next page")
    }

    fn visit_u64<E: Error>(self, place: u64) -> Result<Variant, E> {
        match usize::try_from(place) {
            Ok(place) if place < PAGES.len() => Ok(Variant(place)),
            _ => Err(E::custom("there is no such kind of a next page")),
        }
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Variant, E> {
        let place = PAGES.iter().position(|it| *it == name);
        let place = place.ok_or_else(|| E::unknown_variant(name, PAGES))?;
        Ok(Variant(place))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, from_value, json, to_value};

    use super::{Next, Position};

    fn position(next: Next) -> Position {
        Position {
            operation: "things/list".to_owned(),
            call: Some("a".to_owned()),
            next,
            items: -1,
            empty: 2,
            taken: 3,
        }
    }

    fn stored(next: Json) -> Json {
        json!({"operation": "things/list", "call": "a", "next": next, "items": -1, "empty": 2, "taken": 3})
    }

    #[test]
    fn each_position_is_read_as_it_was_stored() {
        for (next, json) in [
            (Next::First, json!("first")),
            (Next::Number(7), json!({"number": 7})),
            (Next::Link("/a?b".to_owned()), json!({"link": "/a?b"})),
            (Next::End, json!("end")),
        ] {
            let (position, json) = (position(next), stored(json));
            assert_eq!(to_value(&position).unwrap(), json);
            assert_eq!(from_value::<Position>(json).unwrap(), position);
        }
    }

    #[test]
    fn members_may_be_absent_or_unknown_and_formats_may_leave_out_names() {
        let read: Position =
            from_value(json!({"operation": "a", "next": "end", "new": [1]})).unwrap();
        assert_eq!(
            (read.call, read.items, read.empty, read.taken),
            (None, 0, 0, 0)
        );
        let read: Position = from_value(json!(["a", null, "end", 1, 2, 3])).unwrap();
        assert_eq!(
            (read.call, read.items, read.empty, read.taken),
            (None, 1, 2, 3)
        );
    }

    #[test]
    fn what_is_no_position_is_refused() {
        for (json, expected) in [
            (json!({"next": "end"}), "missing field `operation`"),
            (json!({"operation": "a"}), "missing field `next`"),
            (
                json!(["a", null]),
                "invalid length 2, expected the six members of a position",
            ),
            (
                stored(json!("last")),
                "unknown variant `last`, expected one of `first`, `number`, `link`, `end`",
            ),
            (
                stored(json!({"number": "a"})),
                "invalid type: string \"a\", expected i64",
            ),
            (json!(1), "invalid type: integer `1`, expected a position"),
        ] {
            let error = from_value::<Position>(json).unwrap_err().to_string();
            assert_eq!(error, expected);
        }
    }
}
