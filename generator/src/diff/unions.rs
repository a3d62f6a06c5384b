//! Compares enums by values, and unions by variants.

use super::change::{Direction, Rust, Wire};
use super::kind::Kind;
use super::krate::Crate;
use super::order;
use super::relation::{Typed, Way, is_within_shapes};
use super::walk::{Location, Walk};
use crate::crate_ir::{Discriminator, EnumValue, Type, TypeDef, Union, Variant};

impl<'a> Walk<'a> {
    /// Compares two string enums.
    pub(super) fn enums(
        &mut self,
        old: &'a [EnumValue<'a>],
        new: &'a [EnumValue<'a>],
        location: &Location<'a>,
    ) {
        let item =
            |value: &EnumValue| location.at_item(format!("{}::{}", location.item, value.name));
        // A variant with the same name and a different wire value.
        let respelled = |value: &EnumValue| {
            let is_new = |it: &&EnumValue| !old.iter().any(|old| old.wire == it.wire);
            let same = new.iter().find(|it| it.name == value.name);
            same.filter(is_new)
        };
        let is_respelled = |now: &EnumValue| {
            let gone = old
                .iter()
                .filter(|it| !new.iter().any(|new| new.wire == it.wire));
            gone.filter_map(respelled).any(|it| it.wire == now.wire)
        };
        for value in old {
            match (
                new.iter().find(|it| it.wire == value.wire),
                respelled(value),
            ) {
                (Some(now), _) if now.name == value.name => {}
                (Some(now), _) => self.variant(&value.name, &now.name, &item(now)),
                (None, Some(now)) => {
                    let values = (Some(value.wire.clone()), Some(now.wire.clone()));
                    let verdicts = (location.fewer().max(location.more()), Rust::Behaviour);
                    self.note(Kind::EnumValueChanged, &item(value), values, verdicts);
                }
                (None, None) => {
                    let was = (Some(value.wire.clone()), None);
                    let verdicts = (location.fewer(), Rust::Breaking);
                    self.note(Kind::EnumValueRemoved, &item(value), was, verdicts);
                }
            }
        }
        for value in new {
            if !old.iter().any(|it| it.wire == value.wire) && !is_respelled(value) {
                let is = (None, Some(value.wire.clone()));
                let verdicts = (location.more(), Rust::Addition);
                self.note(Kind::EnumValueAdded, &item(value), is, verdicts);
                self.used_by(item(value).item);
            }
        }
        let wires = |values: &'a [EnumValue<'a>]| values.iter().map(|it| it.wire.as_str());
        if order::differs(wires(old), wires(new)) {
            let orders = order::both(wires(old), wires(new));
            let verdicts = (Wire::Compatible, Rust::Same);
            self.note(Kind::Reordered, location, orders, verdicts);
        }
    }

    /// Compares two unions. Variants are paired by name, otherwise by type.
    pub(super) fn unions(
        &mut self,
        old: &'a Union<'a>,
        new: &'a Union<'a>,
        location: &Location<'a>,
    ) {
        let item =
            |variant: &Variant| location.at_item(format!("{}::{}", location.item, variant.name));
        let mut pairs: Vec<(&'a Variant<'a>, &'a Variant<'a>)> = Vec::new();
        let named = |it: &&'a Variant<'a>| new.all().find(|now| now.name == it.name);
        // A numbered name may belong to a different variant in the new crate.
        let by_name = |it: &&'a Variant<'a>| {
            let now = named(it)?;
            let is_new = |now: &&Variant| !old.all().any(|it| it.name == now.name);
            let moved = |now: &'a Variant<'a>| self.is_alike(it, now, location);
            let is_elsewhere = !moved(now) && new.all().filter(is_new).any(moved);
            (!is_elsewhere).then_some(now)
        };
        let by_name: Vec<_> = old.all().map(|it| by_name(&it)).collect();
        let named = old.all().zip(&by_name);
        pairs.extend(named.filter_map(|(it, now)| Some((it, (*now)?))));
        let is_named = |it: &Variant| pairs_have(old, &by_name, it);
        for variant in old.all() {
            let is_free = |now: &&Variant| !pairs.iter().any(|(_, it)| std::ptr::eq(*it, *now));
            let mut rest = new.all().filter(is_free);
            let same = rest.find(|now| self.are_same(&variant.kind, &now.kind));
            if let (false, Some(now)) = (is_named(variant), same) {
                pairs.push((variant, now));
                self.variant(&variant.name, &now.name, &item(now));
            }
        }
        // Reports variants with changed names.
        for variant in old.all() {
            let is_free = |now: &&Variant| !pairs.iter().any(|(_, it)| std::ptr::eq(*it, *now));
            let is_left = !pairs.iter().any(|(it, _)| std::ptr::eq(*it, variant));
            let mut rest = new.all().filter(is_free);
            let is_alike = |now: &&'a Variant<'a>| self.is_alike(variant, now, location);
            if is_left && let Some(now) = rest.find(is_alike) {
                pairs.push((variant, now));
                self.variant(&variant.name, &now.name, &item(now));
            }
        }
        for variant in old.all() {
            match pairs.iter().find(|(it, _)| std::ptr::eq(*it, variant)) {
                Some((_, now)) => {
                    let first = self.changes.len();
                    let location = item(variant).bounded(&variant.bounds, &now.bounds);
                    self.types(&variant.kind, &now.kind, &location);
                    self.bounds(&variant.bounds, &now.bounds, first, &location);
                }
                None => {
                    let was = (Some(variant.kind.display()), None);
                    let sides = ((self.old, location.own.0), (self.new, location.own.1));
                    let is_other = is_other(variant, new, sides, true);
                    let verdict = Wire::breaking_if(location.has_requests() && is_other);
                    let verdicts = (wire(old, variant, verdict), Rust::Breaking);
                    self.note(Kind::UnionShapeRemoved, &item(variant), was, verdicts);
                }
            }
        }
        for variant in new.all() {
            if !pairs.iter().any(|(_, it)| std::ptr::eq(*it, variant)) {
                let is = (None, Some(variant.kind.display()));
                let sides = ((self.new, location.own.1), (self.old, location.own.0));
                let is_other = is_other(variant, old, sides, false);
                let verdict = Wire::breaking_if(location.has_responses() && is_other);
                let verdicts = (wire(new, variant, verdict), Rust::Addition);
                self.note(Kind::UnionShapeAdded, &item(variant), is, verdicts);
                let (item, kind) = (item(variant).item, variant.kind.display());
                self.used_by(format!("{item}({kind})"));
            }
        }
        // Uses the old names in both orders.
        let before = old.variants.iter().map(|it| it.name.as_str());
        let now = new.variants.iter().filter_map(|now| {
            let pair = pairs.iter().find(|(_, it)| std::ptr::eq(*it, now));
            pair.map(|(it, _)| it.name.as_str())
        });
        if order::differs(before.clone(), now.clone()) {
            let orders = order::both(before, now);
            let verdicts = (Wire::Compatible, Rust::Behaviour);
            self.note(Kind::Reordered, location, orders, verdicts);
        }
        self.discriminators(old, new, &pairs, location);
    }

    /// Returns whether two variants have the same values on the wire.
    fn is_alike(
        &self,
        old: &'a Variant<'a>,
        new: &'a Variant<'a>,
        location: &Location<'a>,
    ) -> bool {
        let both = Location {
            direction: Some(Direction::Both),
            ..location.clone()
        };
        let location = both.bounded(&old.bounds, &new.bounds);
        self.wire_of(&old.kind, &new.kind, &location) == Wire::Compatible
    }

    /// Compares discriminators. A new value of an added variant counts too: values of that variant may have matched
    /// another one before.
    fn discriminators(
        &mut self,
        old: &'a Union<'a>,
        new: &'a Union<'a>,
        pairs: &[(&'a Variant<'a>, &'a Variant<'a>)],
        location: &Location<'a>,
    ) {
        let both = |it: &Union| it.discriminator.as_ref().map(describe);
        let both = (both(old), both(new));
        let (before, now) = match (&old.discriminator, &new.discriminator) {
            (Some(before), Some(now)) => (before, now),
            (None, None) => return,
            _ => {
                let verdicts = (Wire::Compatible, Rust::Behaviour);
                return self.note(Kind::DiscriminatorChanged, location, both, verdicts);
            }
        };
        let new_name = |name: &str| {
            let pair = pairs.iter().find(|(old, _)| old.name == name);
            pair.map(|(_, new)| new.name.as_str())
        };
        let shape = |of: &'a Discriminator, value: &str| -> Option<&'a str> {
            let found = of.values.iter().find(|(it, _)| it == value);
            found.map(|(_, name)| name.as_str())
        };
        let mut values = before.values.iter();
        let is_gone = values.any(|(value, _)| shape(now, value).is_none());
        let mut values = now.values.iter();
        let is_new = values.any(|(value, _)| shape(before, value).is_none());
        let mut values = before.values.iter();
        let leads_elsewhere = before.member != now.member
            || values.any(|(value, name)| {
                shape(now, value).is_some_and(|it| new_name(name) != Some(it))
            });
        if is_gone || is_new || leads_elsewhere {
            let wire = Wire::breaking_if(
                leads_elsewhere
                    || (is_gone && location.has_requests())
                    || (is_new && location.has_responses()),
            );
            let verdicts = (wire, Rust::Behaviour);
            self.note(Kind::DiscriminatorChanged, location, both, verdicts);
        }
    }

    /// Returns whether two types are the same: by definition, otherwise by name.
    pub(super) fn are_same(&self, old: &Type, new: &Type) -> bool {
        match (old, new) {
            (Type::Named(left), Type::Named(right)) => {
                match (self.old.schema(left), self.new.schema(right)) {
                    (Some(left), Some(right)) => self.renamed.new_name(&left.wire) == right.wire,
                    (None, None) => left == right,
                    _ => false,
                }
            }
            (Type::List(left), Type::List(right)) | (Type::Map(left), Type::Map(right)) => {
                self.are_same(left, right)
            }
            _ => old == new,
        }
    }
}

/// Returns whether a variant of a union is paired by name.
fn pairs_have(old: &Union<'_>, by_name: &[Option<&Variant<'_>>], variant: &Variant<'_>) -> bool {
    let mut pairs = old.all().zip(by_name);
    pairs.any(|(it, now)| std::ptr::eq(it, variant) && now.is_some())
}

/// One of the compared crates, and the operation's own types.
type Side<'a> = (&'a Crate<'a>, &'a [TypeDef<'a>]);

/// Returns whether some value of a variant matches no variant of the other union.
fn is_other(
    variant: &Variant,
    union: &Union,
    (here, there): (Side<'_>, Side<'_>),
    to_server: bool,
) -> bool {
    let way = Way {
        to_server,
        as_text: false,
    };
    let shape = (typed(&variant.kind, here), variant.bounds.as_slice());
    !is_within_shapes(shape, (typed(&variant.kind, there), union), way)
}

fn typed<'a>(kind: &'a Type, (krate, own): Side<'a>) -> Typed<'a> {
    Typed { kind, krate, own }
}

/// Returns the wire verdict for a variant. The variant for several subschemas allows no additional values.
fn wire(union: &Union, variant: &Variant, verdict: Wire) -> Wire {
    match &union.several {
        Some(several) if several.name == variant.name => Wire::Compatible,
        _ => verdict,
    }
}

pub(super) fn describe(discriminator: &Discriminator) -> String {
    let values = discriminator.values.iter();
    let values: Vec<String> = values
        .map(|(value, variant)| format!("{value} => {variant}"))
        .collect();
    format!("{}: {}", discriminator.member, values.join(", "))
}
