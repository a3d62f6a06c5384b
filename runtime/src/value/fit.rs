//! Which shape of a union a value fits best.
//!
//! By JSON type first; among several shapes of that type by members with one allowed value, then by
//! the fewest required members missing, then by the fewest members unknown, then by the order of the
//! description. One look at each shape, never a trial reading: the work is linear in the value.

use std::cmp::Reverse;

use serde_json::Value as Json;

use super::place::{List, Object, Place, Union};
use super::scalar;

/// How badly a value fits; the least is the best.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Misfit {
    /// Members that hold another than their one allowed value.
    other: usize,
    /// Members that hold their one allowed value.
    proven: Reverse<usize>,
    /// Required members that are missing, and items that cannot be read.
    missing: usize,
    /// Members and values that the shape does not know.
    unknown: usize,
}

/// Returns the index of the shape that fits best, if one fits at all.
pub(super) fn best(union: &mut dyn Union, value: &Json) -> Option<usize> {
    (0..union.variants())
        .filter_map(|index| Some((misfit(union.choose(index)?, value)?, index)))
        .min()
        .map(|(_, index)| index)
}

fn misfit(place: Place<'_>, value: &Json) -> Option<Misfit> {
    match (place, value) {
        (Place::Optional(_), Json::Null) => Some(Misfit::default()),
        (Place::Optional(it), value) => misfit(it.some(), value),
        (Place::Bool(_), Json::Bool(_)) | (Place::Str(_), Json::String(_)) => {
            Some(Misfit::default())
        }
        (Place::Int(_), Json::Number(number)) => {
            let fits = number.is_i64() || number.as_f64().and_then(scalar::integral).is_some();
            fits.then(Misfit::default)
        }
        (Place::Float(_), Json::Number(_)) => Some(Misfit::default()),
        (Place::Time(_), Json::String(text)) => scalar::reads_as_time(text).then(Misfit::default),
        (Place::Date(_), Json::String(text)) => scalar::reads_as_date(text).then(Misfit::default),
        (Place::Enum(it), Json::String(text)) => Some(Misfit {
            other: usize::from(!it.declared().contains(&text.as_str())),
            ..Misfit::default()
        }),
        (Place::Object(it), Json::Object(members)) => object(it, members),
        (Place::Map(it), Json::Object(members)) => Some(total(
            members
                .iter()
                .map(|(key, value)| misfit(it.insert(key), value)),
        )),
        (Place::List(it), Json::Array(items)) => Some(list(it, items)),
        // A shape that takes anything comes after those that say what they take.
        (Place::Json(_), _) => Some(Misfit {
            unknown: 1,
            ..Misfit::default()
        }),
        (Place::Union(_), _) => Some(Misfit::default()),
        _ => None,
    }
}

fn object(object: &mut dyn Object, members: &serde_json::Map<String, Json>) -> Option<Misfit> {
    let declared = object.members();
    let mut misfit = Misfit::default();
    let mut known = 0;
    for member in declared {
        match (members.get(member.name), member.only) {
            (None, _) => misfit.missing += usize::from(member.required),
            (Some(value), Some(only)) => {
                known += 1;
                let proven = value.as_str() == Some(only);
                misfit.other += usize::from(!proven);
                misfit.proven.0 += usize::from(proven);
            }
            (Some(_), None) => known += 1,
        }
    }
    let open = object.additional().is_some();
    if !open {
        misfit.unknown = members.len().saturating_sub(known);
    }
    let fits = known > 0 || open || misfit.missing == 0;
    fits.then_some(misfit)
}

fn list(list: &mut dyn List, items: &[Json]) -> Misfit {
    let misfits = items.iter().map(|item| {
        list.clear();
        misfit(list.push(), item)
    });
    total(misfits)
}

fn total(misfits: impl Iterator<Item = Option<Misfit>>) -> Misfit {
    let mut total = Misfit::default();
    for misfit in misfits {
        match misfit {
            Some(misfit) => {
                total.other += misfit.other;
                total.proven.0 += misfit.proven.0;
                total.missing += misfit.missing;
                total.unknown += misfit.unknown;
            }
            None => total.missing += 1,
        }
    }
    total
}
