//! Chooses the variant of a union that matches a value best.
//!
//! If the union's discriminator names a variant, an object is decoded as that variant. For every other value, the
//! variants of its JSON type are candidates. Several candidates are ranked by these criteria, in order:
//!
//! 1. constant properties: fewest contradictions, then most matches;
//! 2. differences: missing required properties plus undeclared ones, in an open variant too, so that a variant without
//!    required properties does not always win;
//! 3. properties that the variant cannot decode, if several variants have equally many differences;
//! 4. the fewest undeclared properties, since a decoder drops them, and then the fewest forbidden ones;
//! 5. variants with declared properties before open and empty ones, integers before numbers, which may round them, and
//!    then the order of the description.
//!
//! The ranking decodes no variant on trial. Each variant is examined a fixed number of times, so the time is linear in
//! the size of the value. Unions directly within unions are examined up to a depth of [`MOST_NESTED`].

use std::cmp::Reverse;

use super::held::Buffered;
use super::member::{self, Seen};
use super::place::{List, Map, Object, Place, Union};
use super::scalar::{self, Scalar};

/// How badly a variant matches a value. The lowest score wins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct MatchScore {
    /// The number of constant properties that have a different value.
    contradicted: usize,
    /// The number of constant properties that have the right value.
    confirmed: Reverse<usize>,
    /// The number of missing and undeclared properties, and of undecodable list items.
    apart: usize,
    /// The number of undeclared properties.
    undeclared: usize,
    /// The number of undeclared properties of a variant that forbids them.
    forbidden: usize,
    /// Whether the variant is open or empty, and so matches any object. Also true for a number variant if the value is
    /// an integer.
    is_loose: bool,
}

/// The maximum depth of unions directly within unions, which may be recursive.
pub(super) const MOST_NESTED: usize = 8;

/// The chosen variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    /// The variant's index in the union.
    pub(super) index: usize,
    /// Whether the variant may drop properties of the value.
    pub(super) may_drop: bool,
}

/// Returns the variant that matches a value best. Returns `None` if no variant matches.
pub(super) fn best(union: &mut dyn Union, value: &Buffered<'_>) -> Option<Choice> {
    let (score, index) = shape(union, value, MOST_NESTED)?;
    // An object that contradicts the constants of every variant belongs to an undeclared variant.
    let is_none = score.contradicted > 0 && score.confirmed.0 == 0;
    if is_none && matches!(value, Buffered::Object(_)) {
        return None;
    }
    Some(Choice {
        index,
        may_drop: score.undeclared > 0,
    })
}

fn shape(
    union: &mut dyn Union,
    value: &Buffered<'_>,
    nested: usize,
) -> Option<(MatchScore, usize)> {
    if let Some(index) = named(union, value, nested) {
        let undeclared = score(union.choose(index)?, value, nested).map(|it| it.undeclared);
        let confirmed = MatchScore {
            confirmed: Reverse(1),
            undeclared: undeclared.unwrap_or_default(),
            ..MatchScore::default()
        };
        return Some((confirmed, index));
    }
    let is_new = unnamed(union, value).is_some();
    let mut best: Option<(MatchScore, usize)> = None;
    let mut is_tied = false;
    for index in single_shapes(union) {
        let Some(score) = union.choose(index).and_then(|it| score(it, value, nested)) else {
            continue;
        };
        // The discriminator names an undeclared variant. Such an object may have almost none of this variant's
        // properties.
        if is_new && score.contradicted > 0 {
            continue;
        }
        is_tied = best.is_some_and(|(least, _)| least.is_level_with(&score)) || is_tied;
        if best.is_none_or(|(least, _)| score < least) {
            is_tied = best.is_some_and(|(least, _)| least.is_level_with(&score));
            best = Some((score, index));
        }
    }
    let (least, _) = best?;
    if !is_tied {
        return best;
    }
    // The numbers of differences are equal, so the values of the properties decide.
    let tied = single_shapes(union).filter_map(|index| {
        let score = score(union.choose(index)?, value, nested)?;
        score.is_level_with(&least).then_some(())?;
        Some((unreadable(union.choose(index)?, value), score, index))
    });
    let (_, score, index) = tied.min()?;
    Some((score, index))
}

/// Returns the indices of a union's variants, except the combined one.
fn single_shapes(union: &dyn Union) -> impl Iterator<Item = usize> + use<> {
    let several = union.several();
    (0..union.variants()).filter(move |index| Some(*index) != several)
}

/// Returns the properties of an object that the chosen variant drops and another variant declares. Each is returned
/// with the index of that other variant.
pub(super) fn dropped<'v>(
    union: &mut dyn Union,
    chosen: usize,
    value: &'v Buffered<'_>,
) -> Vec<(&'v str, usize)> {
    let Buffered::Object(entries) = value else {
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

/// Returns the combined variant. This variant must decode the properties that the chosen variant drops, and must not
/// lack more required properties.
pub(super) fn several(
    union: &mut dyn Union,
    chosen: usize,
    value: &Buffered<'_>,
    dropped: &[(&str, usize)],
) -> Option<usize> {
    let several = union.several()?;
    let missing = |place: Place<'_>| {
        let score = score(place, value, MOST_NESTED).filter(|it| it.contradicted == 0);
        score.map(|it| it.apart.saturating_sub(it.undeclared))
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

/// Returns the required properties of a variant that an object lacks and that the combined variant does not require.
pub(super) fn missing(
    union: &mut dyn Union,
    shape: usize,
    several: usize,
    value: &Buffered<'_>,
) -> Vec<&'static str> {
    let mut required = |index: usize| -> Vec<&'static str> {
        let members = match union.choose(index) {
            Some(Place::Object(it)) => it.members(),
            _ => &[],
        };
        let required = members.iter().filter(|(_, is)| is.required());
        required.map(|(name, _)| *name).collect()
    };
    let reported = required(several);
    let names = required(shape).into_iter();
    names
        .filter(|name| value.member(name).is_none() && !reported.contains(name))
        .collect()
}

/// Returns whether a place keeps a property of this name.
fn keeps(place: &mut Place<'_>, name: &str, nested: usize) -> bool {
    match place {
        Place::Object(it) => it.additional().is_some() || declares(place, name, nested),
        Place::Map(_) | Place::Json(_) => true,
        _ => declares(place, name, nested),
    }
}

/// Returns whether a place declares a property of this name.
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

/// Returns how many properties of an object, and items of the object's lists, a place cannot decode.
fn unreadable(place: Place<'_>, value: &Buffered<'_>) -> usize {
    let (Place::Object(object), Buffered::Object(entries)) = (place, value) else {
        return 0;
    };
    let declared = object.members();
    let count = |(key, value): &(Buffered<'_>, Buffered<'_>)| {
        let (index, _) = member::find(declared, 0, key.text()?)?;
        let score = score(object.place(index)?, value, 0);
        Some(score.map_or(1, |it| it.apart))
    };
    entries.iter().filter_map(count).sum()
}

/// Returns the index of the variant that the discriminator of an object names.
fn named(union: &mut dyn Union, value: &Buffered<'_>, nested: usize) -> Option<usize> {
    let Buffered::Object(entries) = value else {
        return None;
    };
    let member = union.discriminator()?;
    let index = union.named(last(entries, member)?)?;
    takes_objects(union.choose(index)?, nested).then_some(index)
}

/// Returns the discriminator and its value in an object, if this value names no variant.
pub(super) fn unnamed<'v>(
    union: &dyn Union,
    value: &'v Buffered<'_>,
) -> Option<(&'static str, &'v str)> {
    let Buffered::Object(entries) = value else {
        return None;
    };
    let member = union.discriminator()?;
    // An empty string is the default that fills a missing property.
    let message = last(entries, member).filter(|message| !message.is_empty())?;
    union.named(message).is_none().then_some((member, message))
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

fn score(place: Place<'_>, value: &Buffered<'_>, nested: usize) -> Option<MatchScore> {
    match (place, value) {
        (Place::Optional(_), Buffered::Null) => Some(MatchScore::default()),
        (Place::Optional(it), value) => score(it.some(), value, nested),
        (Place::Object(it), Buffered::Object(entries)) => object(it, entries),
        (Place::Map(it), Buffered::Object(entries)) => Some(map(it, entries)),
        (Place::List(it), Buffered::List(items)) => Some(list(it, items)),
        (Place::Json(_), value) => Some(anything(value)),
        (Place::Union(it), value) => match nested.checked_sub(1) {
            Some(nested) => shape(it, value, nested).map(|(score, _)| score),
            // Nested values are not examined here, but when they are decoded.
            None => Some(MatchScore::default()),
        },
        (place, value) => scalar(place, value.scalar()?),
    }
}

fn scalar(place: Place<'_>, value: Scalar<'_>) -> Option<MatchScore> {
    let fits = match (place, value) {
        (Place::Bool(_), Scalar::Bool(_))
        | (Place::Str(_), Scalar::Str(_))
        | (Place::Int(_), Scalar::Int(_))
        | (Place::Float(_), Scalar::Float(_)) => true,
        (Place::Float(_), Scalar::Int(_) | Scalar::Large(_)) => {
            return Some(MatchScore {
                is_loose: true,
                ..MatchScore::default()
            });
        }
        (Place::Uint(_), Scalar::Int(value)) => value >= 0,
        (Place::Uint(_), Scalar::Large(_)) => true,
        (Place::Uint(_), Scalar::Float(value)) => scalar::unsigned(value).is_some(),
        (Place::Int(_), Scalar::Float(value)) => scalar::integral(value).is_some(),
        (Place::Time(_), Scalar::Str(text)) => scalar::reads_as_time(text),
        (Place::Date(_), Scalar::Str(text)) => scalar::reads_as_date(text),
        (Place::Enum(it), Scalar::Str(text)) => {
            return Some(MatchScore {
                contradicted: usize::from(!it.declared().contains(&text)),
                ..MatchScore::default()
            });
        }
        _ => false,
    };
    fits.then(MatchScore::default)
}

/// Scores a variant that accepts any value. Such a variant loses against specific variants.
fn anything(value: &Buffered<'_>) -> MatchScore {
    let parts = match value {
        Buffered::List(items) => items.len(),
        Buffered::Object(entries) => entries.len(),
        Buffered::Null | Buffered::Scalar(_) | Buffered::Text(_) => 0,
    };
    MatchScore {
        apart: parts.max(1),
        is_loose: true,
        ..MatchScore::default()
    }
}

fn object(object: &mut dyn Object, entries: &[(Buffered<'_>, Buffered<'_>)]) -> Option<MatchScore> {
    let declared = object.members();
    let rules = object.rules();
    let is_open = object.additional().is_some();
    let mut score = MatchScore::default();
    let mut seen = Seen::default();
    let mut next = 0;
    for (key, value) in entries {
        let name = key.text()?;
        match (member::find(declared, next, name), object.additional()) {
            (Some((index, _)), _) => {
                seen.insert(index);
                next = index + 1;
            }
            (None, Some(rest)) => score.add(Some(entry(rest, name, value))),
            (None, None) => {
                score.apart += 1;
                score.undeclared += 1;
                score.forbidden += usize::from(rules.is_closed);
            }
        }
    }
    let missing = seen.missing(declared).count();
    score.apart += missing;
    score.is_loose |= declared.is_empty();
    for (name, only) in rules.only {
        let message = last(entries, name);
        // An empty string is the default that fills a missing property.
        let is_filled = message == Some("");
        if !is_filled && entries.iter().any(|(key, _)| key.text() == Some(name)) {
            let is_confirmed = message == Some(only);
            score.contradicted += usize::from(!is_confirmed);
            score.confirmed.0 += usize::from(is_confirmed);
        }
    }
    let fits = seen.count > 0 || is_open || missing == 0;
    fits.then_some(score)
}

/// Returns the string under a key. Of duplicates, returns the last one, as the decoder does.
fn last<'a>(entries: &'a [(Buffered<'_>, Buffered<'_>)], name: &str) -> Option<&'a str> {
    let mut latest = entries.iter().rev();
    let (_, value) = latest.find(|(key, _)| key.text() == Some(name))?;
    value.text()
}

fn map(map: &mut dyn Map, entries: &[(Buffered<'_>, Buffered<'_>)]) -> MatchScore {
    let mut total = MatchScore {
        is_loose: matches!(map.insert(""), Place::Json(_)),
        ..MatchScore::default()
    };
    for (key, value) in entries {
        total.add(key.text().map(|name| entry(map, name, value)));
    }
    total
}

/// Scores a property of an object that a variant does not declare. The property counts as a difference even if the
/// variant allows any undeclared property.
fn entry(map: &mut dyn Map, name: &str, value: &Buffered<'_>) -> MatchScore {
    match map.insert(name) {
        Place::Json(_) => MatchScore {
            apart: 1,
            is_loose: true,
            ..MatchScore::default()
        },
        place => score(place, value, 0).unwrap_or(MatchScore {
            apart: 1,
            ..MatchScore::default()
        }),
    }
}

fn list(list: &mut dyn List, items: &[Buffered<'_>]) -> MatchScore {
    let mut total = MatchScore::default();
    for item in items {
        list.clear();
        total.add(score(list.push(), item, 0));
    }
    total
}

impl MatchScore {
    /// Returns whether two variants can be distinguished only by the values of their properties.
    fn is_level_with(&self, other: &Self) -> bool {
        let rank = |it: &Self| (it.contradicted, it.confirmed, it.apart);
        rank(self) == rank(other)
    }

    /// Adds the score of a part. Returns `None` if the part cannot be decoded.
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
