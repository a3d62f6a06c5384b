//! A union takes a value: the shape that fits best is chosen and filled.

use serde::de::{Deserialize, DeserializeSeed, Error};
use serde_json::Value as Json;

use super::held::Held;
use super::path::Path;
use super::place::{Place, Union};
use super::read::{Outcome, Seed};
use super::reading::Reading;
use super::{fit, raw, scalar};
use crate::drift::{Correction, Drift};

/// Puts a value into a union, which keeps one that fits no shape.
pub(super) fn union<E: Error>(
    union: &mut dyn Union,
    value: Held<'_>,
    path: &Path<'_>,
    reading: &mut Reading,
) -> Result<Outcome, E> {
    nested_union(union, value, path, reading, fit::MOST_NESTED)
}

fn nested_union<E: Error>(
    union: &mut dyn Union,
    value: Held<'_>,
    path: &Path<'_>,
    reading: &mut Reading,
    nested: usize,
) -> Result<Outcome, E> {
    let best = fit::best(union, &value).filter(|_| nested > 0);
    match best.and_then(|index| union.choose(index)) {
        Some(Place::Union(inner)) => nested_union(inner, value, path, reading, nested - 1),
        Some(place) => {
            let seed = Seed {
                place,
                path,
                nullable: true,
                reading,
            };
            seed.deserialize(value).map_err(E::custom)
        }
        None => {
            let said = fit::unnamed(union, &value).map(|(member, said)| {
                let expected = "a value that names a declared shape";
                let path = path.member(member).pointer();
                Drift::new(path, expected, scalar::quoted(said)).with_raw(raw::of(said))
            });
            let value = Json::deserialize(value).map_err(E::custom)?;
            let drift = said.unwrap_or_else(|| {
                let found = scalar::describe(&value);
                Drift::new(path.pointer(), "one of the declared shapes", found)
                    .with_raw(raw::of(&value))
            });
            reading.drift.push(drift.corrected(Correction::Kept));
            union.keep(value);
            Ok(Outcome::Read)
        }
    }
}
