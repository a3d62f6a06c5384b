//! Decodes a union: chooses the variant that matches best, and decodes the value into that variant.

use serde::de::{Deserialize, DeserializeSeed, Error};
use serde_json::Value as Json;

use super::held::Buffered;
use super::path::Path;
use super::place::{Place, Union};
use super::reading::Reading;
use super::seed::{Outcome, Seed};
use super::union_match::{self, Choice};
use super::{raw, scalar};
use crate::base::drift::{Correction, Drift};

/// Decodes a value into a union. A value that matches no variant is kept.
pub(super) fn union<E: Error>(
    union: &mut dyn Union,
    value: Buffered<'_>,
    path: &Path<'_>,
    reading: &mut Reading,
) -> Result<Outcome, E> {
    nested_union(union, value, path, reading, union_match::MOST_NESTED)
}

/// The variant that a sibling property selects.
pub(super) enum Named<'a> {
    /// The property is absent or null.
    Silent,
    /// The variant with this index.
    Shape(usize),
    /// The sibling property's value is not declared.
    New(&'a str),
}

/// Decodes an object into a union whose variant the sibling property `by` selects. If the sibling property has an
/// undeclared value, the object is kept undecoded.
pub(super) fn named_union<E: Error>(
    union: &mut dyn Union,
    (by, named): (&str, &Named<'_>),
    value: Buffered<'_>,
    path: &Path<'_>,
    reading: &mut Reading,
) -> Result<Outcome, E> {
    match named {
        Named::Silent => self::union(union, value, path, reading),
        Named::Shape(index) => {
            let choice = Choice {
                index: *index,
                may_drop: true,
            };
            fill(
                union,
                choice,
                value,
                path,
                reading,
                union_match::MOST_NESTED,
            )
        }
        Named::New(name) => {
            let expected = format!("a variant that `{by}` names");
            let why = Drift::new(path.pointer(), expected, scalar::quoted(name));
            keep(
                union,
                value,
                path,
                Some(why.with_raw(raw::of(name))),
                reading,
            )
        }
    }
}

fn nested_union<E: Error>(
    union: &mut dyn Union,
    value: Buffered<'_>,
    path: &Path<'_>,
    reading: &mut Reading,
    nested: usize,
) -> Result<Outcome, E> {
    let new = union_match::unnamed(union, &value).map(|(member, message)| {
        let expected = "a value that names a declared variant";
        let path = path.member(member).pointer();
        Drift::new(path, expected, scalar::quoted(message)).with_raw(raw::of(message))
    });
    match union_match::best(union, &value).filter(|_| nested > 0) {
        Some(choice) => {
            reading
                .drift
                .extend(new.map(|it| it.corrected(Correction::Kept)));
            fill(union, choice, value, path, reading, nested)
        }
        None => keep(union, value, path, new, reading),
    }
}

/// Keeps a value without a declared variant, and records the reason as drift.
fn keep<E: Error>(
    union: &mut dyn Union,
    value: Buffered<'_>,
    path: &Path<'_>,
    why: Option<Drift>,
    reading: &mut Reading,
) -> Result<Outcome, E> {
    let value = Json::deserialize(value).map_err(E::custom)?;
    let drift = why.unwrap_or_else(|| {
        let found = scalar::describe(&value);
        Drift::new(path.pointer(), "a declared variant", found).with_raw(raw::of(&value))
    });
    reading.drift.push(drift.corrected(Correction::Kept));
    union.keep(value);
    Ok(Outcome::Read)
}

/// Decodes a value into the chosen variant.
fn fill<E: Error>(
    union: &mut dyn Union,
    choice: Choice,
    value: Buffered<'_>,
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
        Some(mut place) => {
            let seed = Seed {
                place: &mut place,
                path,
                nullable: true,
                reading,
            };
            seed.deserialize(value).map_err(E::custom)
        }
        None => Ok(Outcome::Read),
    }
}

/// Returns the variant that keeps all properties of a value: the combined variant, if the value matches several
/// variants. Otherwise, records the properties that the chosen variant drops although another variant declares them.
fn keep_all(
    union: &mut dyn Union,
    index: usize,
    value: &Buffered<'_>,
    path: &Path<'_>,
    reading: &mut Reading,
) -> usize {
    let dropped = union_match::dropped(union, index, value);
    if dropped.is_empty() {
        return index;
    }
    let names = union.names();
    let name = |index: usize| names.get(index).copied().unwrap_or_default();
    if let Some(several) = union_match::several(union, index, value, &dropped) {
        for member in union_match::missing(union, index, several, value) {
            let expected = format!("a property that `{}` requires", name(index));
            let drift = Drift::new(path.member(member).pointer(), expected, "nothing");
            reading.drift.push(drift.corrected(Correction::Kept));
        }
        return several;
    }
    for (member, other) in dropped {
        let drift = Drift::new(
            path.member(member).pointer(),
            format!("only properties of `{}`", name(index)),
            format!("a property of `{}`", name(other)),
        );
        let drift = drift.with_raw(value.member(member).map(raw::of));
        reading.drift.push(drift.corrected(Correction::LeftOut));
    }
    index
}
