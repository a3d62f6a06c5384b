//! Which shape of a union a value fits best.
//!
//! By what an object says in the member that tells shapes apart, if the union has one; if what it
//! names there is new, none that it contradicts where one value is allowed. Else by JSON
//! type; among several shapes of that type by members with one allowed value, then by
//! the fewest required members missing, then by the fewest members unknown, then by the order of the
//! description. One look at each shape, never a trial reading: the work is linear in the value.

use std::cmp::Reverse;

use super::held::Held;
use super::member::{self, Seen};
use super::place::{List, Object, Place, Union};
use super::scalar::{self, Scalar};

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

/// So many unions directly in each other are looked into; a union of itself has no end.
pub(super) const MOST_NESTED: usize = 8;

/// Returns the index of the shape that a value is of, by what it says itself or as it fits best, if
/// it fits any.
pub(super) fn best(union: &mut dyn Union, value: &Held<'_>) -> Option<usize> {
    shape(union, value, MOST_NESTED).map(|(_, index)| index)
}

fn shape(union: &mut dyn Union, value: &Held<'_>, nested: usize) -> Option<(Misfit, usize)> {
    if let Some(index) = told(union, value, nested) {
        let proven = Misfit {
            proven: Reverse(1),
            ..Misfit::default()
        };
        return Some((proven, index));
    }
    let is_new = unnamed(union, value).is_some();
    let mut best: Option<(Misfit, usize)> = None;
    let mut is_tied = false;
    for index in 0..union.variants() {
        let Some(misfit) = union.choose(index).and_then(|it| misfit(it, value, nested)) else {
            continue;
        };
        // It says that it is something else, and may have next to nothing of this shape.
        if is_new && misfit.other > 0 {
            continue;
        }
        is_tied = best.is_some_and(|(least, _)| least == misfit) || is_tied;
        if best.is_none_or(|(least, _)| misfit < least) {
            is_tied = false;
            best = Some((misfit, index));
        }
    }
    let (least, first) = best?;
    if !is_tied {
        return best;
    }
    // The members of both are the same: what is in them tells.
    let tied = (first..union.variants()).filter_map(|index| {
        let place = union.choose(index)?;
        (misfit(place, value, nested)? == least).then_some(())?;
        Some((unreadable(union.choose(index)?, value), index))
    });
    let (_, index) = tied.min()?;
    Some((least, index))
}

/// Returns how many members of an object, and items of its lists, a place cannot read.
fn unreadable(place: Place<'_>, value: &Held<'_>) -> usize {
    let (Place::Object(object), Held::Object(entries)) = (place, value) else {
        return 0;
    };
    let declared = object.members();
    let count = |(key, value): &(Held<'_>, Held<'_>)| {
        let (index, _) = member::find(declared, 0, key.text()?)?;
        let misfit = misfit(object.place(index)?, value, 0);
        Some(misfit.map_or(1, |it| it.missing))
    };
    entries.iter().filter_map(count).sum()
}

/// Returns the index of the shape that an object names in the member that tells shapes apart.
fn told(union: &mut dyn Union, value: &Held<'_>, nested: usize) -> Option<usize> {
    let Held::Object(entries) = value else {
        return None;
    };
    let member = union.discriminator()?;
    let index = union.named(last(entries, member)?)?;
    takes_objects(union.choose(index)?, nested).then_some(index)
}

/// Returns the member that tells shapes apart and what an object has there, if it names none of them.
pub(super) fn unnamed<'v>(
    union: &dyn Union,
    value: &'v Held<'_>,
) -> Option<(&'static str, &'v str)> {
    let Held::Object(entries) = value else {
        return None;
    };
    let member = union.discriminator()?;
    let said = last(entries, member)?;
    union.named(said).is_none().then_some((member, said))
}

fn takes_objects(place: Place<'_>, nested: usize) -> bool {
    match place {
        Place::Object(_) | Place::Map(_) | Place::Json(_) => true,
        Place::Optional(it) => takes_objects(it.some(), nested),
        Place::Union(it) => {
            let Some(nested) = nested.checked_sub(1) else {
                return false;
            };
            (0..it.variants())
                .any(|index| it.choose(index).is_some_and(|it| takes_objects(it, nested)))
        }
        _ => false,
    }
}

fn misfit(place: Place<'_>, value: &Held<'_>, nested: usize) -> Option<Misfit> {
    match (place, value) {
        (Place::Optional(_), Held::Null) => Some(Misfit::default()),
        (Place::Optional(it), value) => misfit(it.some(), value, nested),
        (Place::Object(it), Held::Object(entries)) => object(it, entries),
        (Place::Map(it), Held::Object(entries)) => {
            Some(total(entries.iter().map(|(key, value)| {
                misfit(it.insert(key.text()?), value, 0)
            })))
        }
        (Place::List(it), Held::List(items)) => Some(list(it, items)),
        // A shape that takes anything comes after those that say what they take.
        (Place::Json(_), _) => Some(Misfit {
            unknown: 1,
            ..Misfit::default()
        }),
        (Place::Union(it), value) => match nested.checked_sub(1) {
            Some(nested) => shape(it, value, nested).map(|(misfit, _)| misfit),
            // Below an array or an object, each value is looked at when its turn comes.
            None => Some(Misfit::default()),
        },
        (place, value) => scalar(place, value.scalar()?),
    }
}

fn scalar(place: Place<'_>, value: Scalar<'_>) -> Option<Misfit> {
    let fits = match (place, value) {
        (Place::Bool(_), Scalar::Bool(_))
        | (Place::Str(_), Scalar::Str(_))
        | (Place::Int(_), Scalar::Int(_))
        | (Place::Float(_), Scalar::Int(_) | Scalar::Large(_) | Scalar::Float(_)) => true,
        (Place::Uint(_), Scalar::Int(value)) => value >= 0,
        (Place::Uint(_), Scalar::Large(_)) => true,
        (Place::Uint(_), Scalar::Float(value)) => scalar::unsigned(value).is_some(),
        (Place::Int(_), Scalar::Float(value)) => scalar::integral(value).is_some(),
        (Place::Time(_), Scalar::Str(text)) => scalar::reads_as_time(text),
        (Place::Date(_), Scalar::Str(text)) => scalar::reads_as_date(text),
        (Place::Enum(it), Scalar::Str(text)) => {
            return Some(Misfit {
                other: usize::from(!it.declared().contains(&text)),
                ..Misfit::default()
            });
        }
        _ => false,
    };
    fits.then(Misfit::default)
}

fn object(object: &mut dyn Object, entries: &[(Held<'_>, Held<'_>)]) -> Option<Misfit> {
    let declared = object.members();
    let open = object.additional().is_some();
    let mut misfit = Misfit::default();
    let mut seen = Seen::default();
    let mut next = 0;
    for (key, _) in entries {
        match member::find(declared, next, key.text()?) {
            Some((index, _)) => {
                seen.insert(index);
                next = index + 1;
            }
            None => misfit.unknown += usize::from(!open),
        }
    }
    for (index, (_, is)) in declared.iter().enumerate() {
        misfit.missing += usize::from(is.required && !seen.contains(index));
    }
    for (name, only) in object.only() {
        if entries.iter().any(|(key, _)| key.text() == Some(name)) {
            let proven = last(entries, name) == Some(only);
            misfit.other += usize::from(!proven);
            misfit.proven.0 += usize::from(proven);
        }
    }
    let fits = seen.count > 0 || open || misfit.missing == 0;
    fits.then_some(misfit)
}

/// Returns the string under a key: the last, as the reader takes it.
fn last<'a>(entries: &'a [(Held<'_>, Held<'_>)], name: &str) -> Option<&'a str> {
    let mut latest = entries.iter().rev();
    let (_, value) = latest.find(|(key, _)| key.text() == Some(name))?;
    value.text()
}

fn list(list: &mut dyn List, items: &[Held<'_>]) -> Misfit {
    let misfits = items.iter().map(|item| {
        list.clear();
        misfit(list.push(), item, 0)
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
