//! A union takes a value: the shape that fits best is chosen and filled.

use serde::de::{Deserialize, DeserializeSeed, Error};
use serde_json::Value as Json;

use super::fit::{self, Choice};
use super::held::Held;
use super::path::Path;
use super::place::{Place, Union};
use super::read::{Outcome, Seed};
use super::reading::Reading;
use super::{raw, scalar};
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

/// What the member beside a union says of its shape.
pub(super) enum Named<'a> {
    /// Nothing: it is absent or null.
    Silent,
    /// The shape of this index.
    Shape(usize),
    /// A value that names no declared shape.
    New(&'a str),
}

/// Puts an object into a union whose shape a member beside it names. A new name keeps the object as it is,
/// unless a declared shape keeps all of its members.
pub(super) fn named_union<E: Error>(
    union: &mut dyn Union,
    named: &Named<'_>,
    value: Held<'_>,
    path: &Path<'_>,
    reading: &mut Reading,
) -> Result<Outcome, E> {
    let choice = match named {
        Named::Silent => return self::union(union, value, path, reading),
        Named::Shape(index) => Some(Choice {
            index: *index,
            may_drop: true,
        }),
        Named::New(_) => fit::best(union, &value).filter(|it| !it.may_drop),
    };
    match (choice, named) {
        (None, Named::New(name)) => {
            let expected = "a shape that the member beside it names";
            let why = Drift::new(path.pointer(), expected, scalar::quoted(name));
            let why = why.with_raw(raw::of(name));
            keep(union, value, path, Some(why), reading)
        }
        (None, _) => self::union(union, value, path, reading),
        (Some(choice), _) => fill(union, choice, value, path, reading, fit::MOST_NESTED),
    }
}

fn nested_union<E: Error>(
    union: &mut dyn Union,
    value: Held<'_>,
    path: &Path<'_>,
    reading: &mut Reading,
    nested: usize,
) -> Result<Outcome, E> {
    let best = fit::best(union, &value).filter(|_| nested > 0);
    if let Some(choice) = best {
        return fill(union, choice, value, path, reading, nested);
    }
    let said = fit::unnamed(union, &value).map(|(member, said)| {
        let expected = "a value that names a declared shape";
        let path = path.member(member).pointer();
        Drift::new(path, expected, scalar::quoted(said)).with_raw(raw::of(said))
    });
    keep(union, value, path, said, reading)
}

/// Keeps a value that has no declared shape as it is, and notes why.
fn keep<E: Error>(
    union: &mut dyn Union,
    value: Held<'_>,
    path: &Path<'_>,
    why: Option<Drift>,
    reading: &mut Reading,
) -> Result<Outcome, E> {
    let value = Json::deserialize(value).map_err(E::custom)?;
    let drift = why.unwrap_or_else(|| {
        let found = scalar::describe(&value);
        Drift::new(path.pointer(), "one of the declared shapes", found).with_raw(raw::of(&value))
    });
    reading.drift.push(drift.corrected(Correction::Kept));
    union.keep(value);
    Ok(Outcome::Read)
}

/// Puts a value into the chosen shape of a union.
fn fill<E: Error>(
    union: &mut dyn Union,
    choice: Choice,
    value: Held<'_>,
    path: &Path<'_>,
    reading: &mut Reading,
    nested: usize,
) -> Result<Outcome, E> {
    let index = if choice.may_drop {
        keep_all(union, choice.index, &value, path, reading)
    } else {
        choice.index
    };
    match union.choose(index) {
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
        None => Ok(Outcome::Read),
    }
}

/// Returns the shape that keeps the members of a value: the one for several shapes, if the value is of
/// several. Notes the members that another shape declares and the chosen one drops.
fn keep_all(
    union: &mut dyn Union,
    index: usize,
    value: &Held<'_>,
    path: &Path<'_>,
    reading: &mut Reading,
) -> usize {
    let dropped = fit::dropped(union, index, value);
    if dropped.is_empty() {
        return index;
    }
    if let Some(several) = fit::several(union, value) {
        return several;
    }
    let names = union.names();
    let name = |index: usize| names.get(index).copied().unwrap_or_default();
    for (member, other) in dropped {
        let drift = Drift::new(
            path.member(member).pointer(),
            format!("no such member in the shape `{}`", name(index)),
            format!("a member of the shape `{}`", name(other)),
        );
        reading.drift.push(drift.corrected(Correction::LeftOut));
    }
    index
}
