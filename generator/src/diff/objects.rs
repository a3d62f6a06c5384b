//! Compares two structs, property by property.

use super::change::{Rust, Wire};
use super::kind::Kind;
use super::walk::{Spot, Walk};
use super::{groups, order, unions};
use crate::api;
use crate::crate_ir::{Member, Struct, Type};

/// A property in the old and the new crate, with their structs.
pub(super) struct Pair<'a> {
    pub(super) old: &'a Member<'a>,
    pub(super) new: &'a Member<'a>,
    /// Whether requests can contain the struct in both crates.
    pub(super) in_requests: bool,
}

impl<'a> Walk<'a> {
    /// Compares two structs.
    pub(super) fn objects(&mut self, old: &'a Struct<'a>, new: &'a Struct<'a>, spot: &Spot<'a>) {
        let in_requests = old.in_request && new.in_request;
        let at =
            |member: &Member| spot.member(&member.wire, format!("{}.{}", spot.item, member.name));
        let pairs = pairs(old, new);
        for member in &old.members {
            match pairs.iter().find(|(old, _)| std::ptr::eq(*old, member)) {
                Some((_, now)) => {
                    let spot = at(now);
                    if member.wire != now.wire {
                        let wire = self.wire_without(member, new, &at(member));
                        let wire = wire.max(self.wire_with(now, old, &spot));
                        let names = (Some(member.wire.clone()), Some(now.wire.clone()));
                        let verdicts = (wire, Rust::Behaviour);
                        self.note(Kind::MemberWireNameChanged, &spot, names, verdicts);
                    }
                    let pair = Pair {
                        old: member,
                        new: now,
                        in_requests,
                    };
                    self.member(&pair, &spot);
                }
                None => {
                    let spot = at(member);
                    let verdicts = (self.wire_without(member, new, &spot), Rust::Breaking);
                    let was = (Some(member.shown()), None);
                    self.note(Kind::MemberRemoved, &spot, was, verdicts);
                    self.was_deprecated(member.deprecated.then(|| "deprecated".to_owned()));
                }
            }
        }
        let is_known = |it: &Member| pairs.iter().any(|(_, new)| std::ptr::eq(*new, it));
        for member in new.members.iter().filter(|it| !is_known(it)) {
            let spot = at(member);
            let wire = self.wire_with(member, old, &spot);
            let rust = match member.is_asked() && in_requests {
                true => Rust::Breaking,
                // The property was in `additional` before.
                false if old.additional.is_some() => Rust::Behaviour,
                false => Rust::Addition,
            };
            let is = (None, Some(member.shown()));
            self.note(Kind::MemberAdded, &spot, is, (wire, rust));
            self.used_by(format!("{}: {}", spot.item, member.shown()));
        }
        self.order_of_members(old, new, spot);
        self.requests(old, new, spot);
        self.additional(old, new, spot);
        self.closed(old, new, spot);
        self.rules(old, new, spot);
    }

    /// Returns the wire verdict on a property that the new struct does not declare.
    fn wire_without(&self, member: &Member, new: &Struct, spot: &Spot<'a>) -> Wire {
        let spot = &spot.of(member);
        let is_missed =
            (spot.has_responses() && member.required) || (spot.has_requests() && new.closed);
        // A removed property becomes an additional property, whose type is compared.
        let wire = match extra(new) {
            Some(kind) => self.wire_of(&member.kind, kind, spot),
            None => Wire::Compatible,
        };
        wire.max(Wire::breaking_if(is_missed))
    }

    /// Returns the wire verdict on a property that the old struct did not declare.
    fn wire_with(&self, member: &Member, old: &Struct, spot: &Spot<'a>) -> Wire {
        let spot = &spot.of(member);
        let wire = match extra(old) {
            Some(kind) => self.wire_of(kind, &member.kind, spot),
            None => Wire::Compatible,
        };
        let is_missed =
            (spot.has_requests() && member.is_asked()) || (spot.has_responses() && old.closed);
        wire.max(Wire::breaking_if(is_missed))
    }

    fn member(&mut self, pair: &Pair<'a>, spot: &Spot<'a>) {
        let (old, new) = (pair.old, pair.new);
        let all = spot;
        // Values of the property are sent only where both descriptions allow it.
        let spot = &spot.of(old).of(new);
        let unseen = (Wire::Compatible, Rust::Breaking);
        if old.name != new.name {
            let names = (Some(old.name.clone()), Some(new.name.clone()));
            self.note(Kind::MemberRenamed, spot, names, unseen);
        }
        match old.read_only != new.read_only && pair.in_requests {
            true => self.who_sets(old, new, all),
            false => self.presence(pair, spot),
        }
        self.who_reads(old, new, all);
        let told = self.changes.len();
        self.types(
            &old.kind,
            &new.kind,
            &spot.bounded(&old.bounds, &new.bounds),
        );
        // A changed constant is usually reported as a change of enum values.
        if old.only != new.only && self.changes.len() == told {
            let values = (old.only.clone(), new.only.clone());
            let verdicts = (Wire::Compatible, Rust::Behaviour);
            self.note(Kind::DiscriminatorChanged, spot, values, verdicts);
        }
        if old.named_by != new.named_by {
            let both = (old.named_by.as_ref(), new.named_by.as_ref());
            let both = (both.0.map(unions::told), both.1.map(unions::told));
            let verdicts = (Wire::Compatible, Rust::Behaviour);
            self.note(Kind::DiscriminatorChanged, spot, both, verdicts);
        }
        self.bounds(&old.bounds, &new.bounds, told, spot);
        if old.default != new.default {
            let defaults = (old.default.clone(), new.default.clone());
            // If requests cannot omit the property, its default has no effect.
            let rust = match old.has_setter || new.has_setter {
                true => Rust::Behaviour,
                false => Rust::Same,
            };
            self.note(
                Kind::DefaultChanged,
                spot,
                defaults,
                (Wire::Compatible, rust),
            );
        }
        self.deprecation(old.deprecated, new.deprecated, spot);
        self.text(&old.doc, &new.doc, &spot.item);
    }

    /// Required properties are ordered like the arguments of `new`. The order of other properties is invisible to
    /// source code.
    fn order_of_members(&mut self, old: &'a Struct<'a>, new: &'a Struct<'a>, spot: &Spot<'a>) {
        // Both orders use the old names.
        let pairs = &pairs(old, new);
        let named = |member: &'a Member<'a>| {
            let pair = pairs.iter().find(|(_, new)| std::ptr::eq(*new, member));
            pair.map_or(member.wire.as_str(), |(old, _)| old.wire.as_str())
        };
        let wires = |body: &'a Struct<'a>| body.members.iter().map(named);
        if !order::differs(wires(old), wires(new)) {
            return;
        }
        let needed = |body: &'a Struct<'a>| body.asked().map(named);
        let is_seen = old.in_request && new.in_request && order::differs(needed(old), needed(new));
        let orders = order::both(wires(old), wires(new));
        let verdicts = (Wire::Compatible, Rust::breaking_if(is_seen));
        self.note(Kind::Reordered, spot, orders, verdicts);
    }

    fn requests(&mut self, old: &Struct, new: &Struct, spot: &Spot<'a>) {
        let (kind, rust) = match (old.in_request, new.in_request) {
            (false, true) => (Kind::EnteredRequests, Rust::Addition),
            (true, false) => (Kind::LeftRequests, Rust::Breaking),
            _ => return,
        };
        self.note(kind, spot, (None, None), (Wire::Compatible, rust));
    }

    fn additional(&mut self, old: &'a Struct<'a>, new: &'a Struct<'a>, spot: &Spot<'a>) {
        let spot = &spot.items().at_item(format!("{}.additional", spot.item));
        // Allowing or forbidding additional properties is a separate change.
        let is_closed = (old.closed, new.closed);
        match (&old.additional, &new.additional) {
            (None, None) => {}
            (Some(old), Some(new)) => self.types(old, new, spot),
            (None, Some(new)) => {
                let is = (None, Some(new.shown()));
                // Allowing any value is the same as no declaration.
                let is_less = !is_closed.0 && spot.has_requests() && *new != Type::Json;
                let wire = Wire::breaking_if(is_less);
                let verdicts = (wire, Rust::Addition);
                self.note(Kind::AdditionalAdded, spot, is, verdicts);
                self.used_by(format!("{}: Map<{}>", spot.item, new.shown()));
            }
            (Some(old), None) => {
                let was = (Some(old.shown()), None);
                let is_more = !is_closed.1 && spot.has_responses() && *old != Type::Json;
                let wire = Wire::breaking_if(is_more);
                let verdicts = (wire, Rust::Breaking);
                self.note(Kind::AdditionalRemoved, spot, was, verdicts);
            }
        }
    }

    /// Compares whether additional properties are allowed. The crate accepts them in any case.
    fn closed(&mut self, old: &Struct, new: &Struct, spot: &Spot<'a>) {
        let wire = match (old.closed, new.closed) {
            (false, true) => spot.fewer(),
            (true, false) => spot.more(),
            _ => return,
        };
        let told = (closed(old), closed(new));
        self.note(Kind::ConstraintChanged, spot, told, (wire, Rust::Same));
    }

    /// Compares which properties must occur together. The crate only documents these rules.
    fn rules(&mut self, old: &Struct, new: &Struct, spot: &Spot<'a>) {
        let told = |it: &Struct| {
            let texts: Vec<&str> = it.rules.iter().map(|it| it.text.as_str()).collect();
            (!texts.is_empty()).then(|| texts.join(" "))
        };
        if told(old) != told(new) {
            let wire = Wire::breaking_if(
                (spot.has_requests() && !groups::hold(old, new, api::Member::is_asked))
                    || (spot.has_responses() && !groups::hold(new, old, |it| it.required)),
            );
            let verdicts = (wire, Rust::Same);
            self.note(
                Kind::ConstraintChanged,
                spot,
                (told(old), told(new)),
                verdicts,
            );
        }
    }
}

/// Pairs properties by wire name, otherwise by field name, since source still compiles then.
fn pairs<'a>(old: &'a Struct<'a>, new: &'a Struct<'a>) -> Vec<(&'a Member<'a>, &'a Member<'a>)> {
    let has = |body: &Struct, wire: &str| body.members.iter().any(|it| it.wire == wire);
    let pair = |member: &'a Member<'a>| {
        let mut all = new.members.iter();
        let now = match has(new, &member.wire) {
            true => all.find(|it| it.wire == member.wire),
            false => all.find(|it| it.name == member.name && !has(old, &it.wire)),
        };
        Some((member, now?))
    };
    old.members.iter().filter_map(pair).collect()
}

/// Returns `additionalProperties: false`, if the object is closed.
fn closed(body: &Struct) -> Option<String> {
    let told = "additionalProperties: false";
    body.closed.then(|| told.to_owned())
}

/// Returns the type of additional properties, unless any value is allowed.
fn extra<'a>(body: &'a Struct<'a>) -> Option<&'a Type> {
    body.additional.as_ref().filter(|it| **it != Type::Json)
}
