//! Which shape of a union fits a value best.
//!
//! An object that names a shape in the union's discriminator has that shape. Every other value gets the
//! shape of its JSON type. Several shapes of that type are ranked by, in this order:
//!
//! 1. members with one allowed value: fewest contradicted, then most confirmed;
//! 2. members that set value and shape apart: required ones that are missing plus ones that the shape
//!    does not declare, in an open shape too, so that a shape that requires nothing never wins by that;
//! 3. members that the shape cannot read, where as many set several shapes apart;
//! 4. the fewest members that the shape does not declare, since a reader drops them, and then the fewest
//!    that it forbids;
//! 5. shapes with declared members before open and empty ones, integers of a union before its numbers,
//!    which may round them, and then the order of the description.
//!
//! No shape is read on trial. A union looks at each of its shapes a fixed number of times, so the work is linear in
//! the value, but for unions directly in unions, of which [`MOST_NESTED`] are looked into.

use std::cmp::Reverse;

use super::held::Held;
use super::member::{self, Seen};
use super::place::{List, Map, Object, Place, Union};
use super::scalar::{self, Scalar};

/// How badly a shape fits a value; the least is the best.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Misfit {
    /// Members that hold something else than their one allowed value.
    contradicted: usize,
    /// Members that hold their one allowed value.
    confirmed: Reverse<usize>,
    /// Missing and undeclared members together, and items that cannot be read.
    apart: usize,
    /// Members that the shape does not declare.
    undeclared: usize,
    /// Undeclared members of a shape that allows no others.
    forbidden: usize,
    /// Whether the shape is open or empty: it says next to nothing of an object. Or it is a number for an
    /// integer.
    is_loose: bool,
}

/// So many unions directly in each other are looked into; a union of itself has no end.
pub(super) const MOST_NESTED: usize = 8;

/// The shape that a value gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    /// Its index among the union's shapes.
    pub(super) index: usize,
    /// Whether the value may have members that this shape does not keep.
    pub(super) may_drop: bool,
}

/// Returns the shape that fits a value best, if one fits.
pub(super) fn best(union: &mut dyn Union, value: &Held<'_>) -> Option<Choice> {
    let (misfit, index) = shape(union, value, MOST_NESTED)?;
    // An object that says in each shape's own way that it is none of them is something new.
    let is_none = misfit.contradicted > 0 && misfit.confirmed.0 == 0;
    if is_none && matches!(value, Held::Object(_)) {
        return None;
    }
    Some(Choice {
        index,
        may_drop: misfit.undeclared > 0,
    })
}

fn shape(union: &mut dyn Union, value: &Held<'_>, nested: usize) -> Option<(Misfit, usize)> {
    if let Some(index) = named(union, value, nested) {
        let undeclared = misfit(union.choose(index)?, value, nested).map(|it| it.undeclared);
        let confirmed = Misfit {
            confirmed: Reverse(1),
            undeclared: undeclared.unwrap_or_default(),
            ..Misfit::default()
        };
        return Some((confirmed, index));
    }
    let is_new = unnamed(union, value).is_some();
    let mut best: Option<(Misfit, usize)> = None;
    let mut is_tied = false;
    for index in single_shapes(union) {
        let Some(misfit) = union.choose(index).and_then(|it| misfit(it, value, nested)) else {
            continue;
        };
        // It says that it is something else, and may have next to nothing of this shape.
        if is_new && misfit.contradicted > 0 {
            continue;
        }
        is_tied = best.is_some_and(|(least, _)| least.is_level_with(&misfit)) || is_tied;
        if best.is_none_or(|(least, _)| misfit < least) {
            is_tied = best.is_some_and(|(least, _)| least.is_level_with(&misfit));
            best = Some((misfit, index));
        }
    }
    let (least, _) = best?;
    if !is_tied {
        return best;
    }
    // As many members set them apart: what is in the members tells.
    let tied = single_shapes(union).filter_map(|index| {
        let misfit = misfit(union.choose(index)?, value, nested)?;
        misfit.is_level_with(&least).then_some(())?;
        Some((unreadable(union.choose(index)?, value), misfit, index))
    });
    let (_, misfit, index) = tied.min()?;
    Some((misfit, index))
}

/// Returns the indices of a union's shapes but the one that stands for several of them.
fn single_shapes(union: &dyn Union) -> impl Iterator<Item = usize> + use<> {
    let several = union.several();
    (0..union.variants()).filter(move |index| Some(*index) != several)
}

/// Returns the members of an object that its shape does not keep and another shape of the union declares,
/// each with the index of that shape.
pub(super) fn dropped<'v>(
    union: &mut dyn Union,
    chosen: usize,
    value: &'v Held<'_>,
) -> Vec<(&'v str, usize)> {
    let Held::Object(entries) = value else {
        return Vec::new();
    };
    let mut names: Vec<&str> = entries.iter().filter_map(|(key, _)| key.text()).collect();
    if let Some(mut place) = union.choose(chosen) {
        names.retain(|name| !keeps(&mut place, name, MOST_NESTED));
    }
    let mut dropped: Vec<(&str, usize)> = Vec::new();
    for index in single_shapes(union) {
        let Some(mut place) = union.choose(index).filter(|_| !names.is_empty()) else {
            continue;
        };
        names.retain(|name| {
            let is_declared = declares(&mut place, name, MOST_NESTED);
            dropped.extend(is_declared.then_some((*name, index)));
            !is_declared
        });
    }
    dropped
}

/// Returns the shape that stands for several, if it declares and can read what the chosen one drops of an
/// object, and misses no more.
pub(super) fn several(
    union: &mut dyn Union,
    chosen: usize,
    value: &Held<'_>,
    dropped: &[(&str, usize)],
) -> Option<usize> {
    let several = union.several()?;
    let missing = |place: Place<'_>| {
        let misfit = misfit(place, value, MOST_NESTED).filter(|it| it.contradicted == 0);
        misfit.map(|it| it.apart.saturating_sub(it.undeclared))
    };
    let least = missing(union.choose(chosen)?)?;
    if missing(union.choose(several)?).is_none_or(|it| it > least) {
        return None;
    }
    let mut place = union.choose(several)?;
    let mut names = dropped.iter();
    let keeps_all = names.all(|(name, _)| declares(&mut place, name, MOST_NESTED));
    (keeps_all && unreadable(place, value) == 0).then_some(several)
}

/// Returns the members that a shape requires and an object lacks, where the shape for several does not
/// require them.
pub(super) fn missing(
    union: &mut dyn Union,
    shape: usize,
    several: usize,
    value: &Held<'_>,
) -> Vec<&'static str> {
    let mut required = |index: usize| -> Vec<&'static str> {
        let members = match union.choose(index) {
            Some(Place::Object(it)) => it.members(),
            _ => &[],
        };
        let required = members.iter().filter(|(_, is)| is.required());
        required.map(|(name, _)| *name).collect()
    };
    let told = required(several);
    let names = required(shape).into_iter();
    names
        .filter(|name| value.member(name).is_none() && !told.contains(name))
        .collect()
}

/// Returns whether a place keeps a member of this name.
fn keeps(place: &mut Place<'_>, name: &str, nested: usize) -> bool {
    match place {
        Place::Object(it) => it.additional().is_some() || declares(place, name, nested),
        Place::Map(_) | Place::Json(_) => true,
        _ => declares(place, name, nested),
    }
}

/// Returns whether a place has a member of this name of its own.
fn declares(place: &mut Place<'_>, name: &str, nested: usize) -> bool {
    match place {
        Place::Object(it) => member::find(it.members(), 0, name).is_some(),
        Place::Optional(it) => declares(&mut it.some(), name, nested),
        Place::Union(it) => {
            let Some(nested) = nested.checked_sub(1) else {
                return false;
            };
            (0..it.variants()).any(|index| {
                let place = it.choose(index);
                place.is_some_and(|mut place| declares(&mut place, name, nested))
            })
        }
        _ => false,
    }
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
        Some(misfit.map_or(1, |it| it.apart))
    };
    entries.iter().filter_map(count).sum()
}

/// Returns the index of the shape that an object names in the union's discriminator.
fn named(union: &mut dyn Union, value: &Held<'_>, nested: usize) -> Option<usize> {
    let Held::Object(entries) = value else {
        return None;
    };
    let member = union.discriminator()?;
    let index = union.named(last(entries, member)?)?;
    takes_objects(union.choose(index)?, nested).then_some(index)
}

/// Returns the discriminator and what an object has there, if it names none of the shapes.
pub(super) fn unnamed<'v>(
    union: &dyn Union,
    value: &'v Held<'_>,
) -> Option<(&'static str, &'v str)> {
    let Held::Object(entries) = value else {
        return None;
    };
    let member = union.discriminator()?;
    // An empty one stands for a missing one that was filled in.
    let said = last(entries, member).filter(|said| !said.is_empty())?;
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
        (Place::Map(it), Held::Object(entries)) => Some(map(it, entries)),
        (Place::List(it), Held::List(items)) => Some(list(it, items)),
        (Place::Json(_), value) => Some(anything(value)),
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
        | (Place::Float(_), Scalar::Float(_)) => true,
        (Place::Float(_), Scalar::Int(_) | Scalar::Large(_)) => {
            return Some(Misfit {
                is_loose: true,
                ..Misfit::default()
            });
        }
        (Place::Uint(_), Scalar::Int(value)) => value >= 0,
        (Place::Uint(_), Scalar::Large(_)) => true,
        (Place::Uint(_), Scalar::Float(value)) => scalar::unsigned(value).is_some(),
        (Place::Int(_), Scalar::Float(value)) => scalar::integral(value).is_some(),
        (Place::Time(_), Scalar::Str(text)) => scalar::reads_as_time(text),
        (Place::Date(_), Scalar::Str(text)) => scalar::reads_as_date(text),
        (Place::Enum(it), Scalar::Str(text)) => {
            return Some(Misfit {
                contradicted: usize::from(!it.declared().contains(&text)),
                ..Misfit::default()
            });
        }
        _ => false,
    };
    fits.then(Misfit::default)
}

/// Returns how a shape that takes anything fits a value: after those that say what they take.
fn anything(value: &Held<'_>) -> Misfit {
    let parts = match value {
        Held::List(items) => items.len(),
        Held::Object(entries) => entries.len(),
        Held::Null | Held::Scalar(_) | Held::Text(_) => 0,
    };
    Misfit {
        apart: parts.max(1),
        is_loose: true,
        ..Misfit::default()
    }
}

fn object(object: &mut dyn Object, entries: &[(Held<'_>, Held<'_>)]) -> Option<Misfit> {
    let declared = object.members();
    let rules = object.rules();
    let is_open = object.additional().is_some();
    let mut misfit = Misfit::default();
    let mut seen = Seen::default();
    let mut next = 0;
    for (key, value) in entries {
        let name = key.text()?;
        match (member::find(declared, next, name), object.additional()) {
            (Some((index, _)), _) => {
                seen.insert(index);
                next = index + 1;
            }
            (None, Some(rest)) => misfit.add(Some(entry(rest, name, value))),
            (None, None) => {
                misfit.apart += 1;
                misfit.undeclared += 1;
                misfit.forbidden += usize::from(rules.is_closed);
            }
        }
    }
    let missing = seen.missing(declared).count();
    misfit.apart += missing;
    misfit.is_loose |= declared.is_empty();
    for (name, only) in rules.only {
        let said = last(entries, name);
        // An empty one stands for a missing one that was filled in.
        let is_filled = said == Some("");
        if !is_filled && entries.iter().any(|(key, _)| key.text() == Some(name)) {
            let is_confirmed = said == Some(only);
            misfit.contradicted += usize::from(!is_confirmed);
            misfit.confirmed.0 += usize::from(is_confirmed);
        }
    }
    let fits = seen.count > 0 || is_open || missing == 0;
    fits.then_some(misfit)
}

/// Returns the string under a key: the last, as the reader takes it.
fn last<'a>(entries: &'a [(Held<'_>, Held<'_>)], name: &str) -> Option<&'a str> {
    let mut latest = entries.iter().rev();
    let (_, value) = latest.find(|(key, _)| key.text() == Some(name))?;
    value.text()
}

fn map(map: &mut dyn Map, entries: &[(Held<'_>, Held<'_>)]) -> Misfit {
    let mut total = Misfit {
        is_loose: matches!(map.insert(""), Place::Json(_)),
        ..Misfit::default()
    };
    for (key, value) in entries {
        total.add(key.text().map(|name| entry(map, name, value)));
    }
    total
}

/// Returns how an object's member fits where a shape has no declared one: one that may be anything sets
/// the two apart.
fn entry(map: &mut dyn Map, name: &str, value: &Held<'_>) -> Misfit {
    match map.insert(name) {
        Place::Json(_) => Misfit {
            apart: 1,
            is_loose: true,
            ..Misfit::default()
        },
        place => misfit(place, value, 0).unwrap_or(Misfit {
            apart: 1,
            ..Misfit::default()
        }),
    }
}

fn list(list: &mut dyn List, items: &[Held<'_>]) -> Misfit {
    let mut total = Misfit::default();
    for item in items {
        list.clear();
        total.add(misfit(list.push(), item, 0));
    }
    total
}

impl Misfit {
    /// Returns whether only what the members hold can tell two shapes apart.
    fn is_level_with(&self, other: &Self) -> bool {
        let rank = |it: &Self| (it.contradicted, it.confirmed, it.apart);
        rank(self) == rank(other)
    }

    /// Adds how a part fits; nothing for one that cannot be read.
    fn add(&mut self, part: Option<Self>) {
        let Some(part) = part else {
            self.apart += 1;
            return;
        };
        self.contradicted += part.contradicted;
        self.confirmed.0 += part.confirmed.0;
        self.apart += part.apart;
        self.undeclared += part.undeclared;
        self.forbidden += part.forbidden;
        self.is_loose |= part.is_loose;
    }
}
