//! Compares two structs, property by property.

use super::change::{Rust, Wire};
use super::kind::Kind;
use super::walk::{Location, Walk};
use super::{groups, order, unions};
use crate::api;
use crate::crate_ir::{Member, Struct, Type};

/// A property in the old and the new crate, each with its struct.
pub(super) struct Pair<'a> {
    pub(super) old: &'a Member<'a>,
    pub(super) new: &'a Member<'a>,
    /// Whether requests can contain the struct in both crates.
    pub(super) in_requests: bool,
}

impl<'a> Walk<'a> {
    /// Compares two structs.
    pub(super) fn objects(
        &mut self,
        old: &'a Struct<'a>,
        new: &'a Struct<'a>,
        location: &Location<'a>,
    ) {
        let in_requests = old.in_request && new.in_request;
        let at = |member: &Member| {
            location.member(&member.wire, format!("{}.{}", location.item, member.name))
        };
        let pairs = pairs(old, new);
        for member in &old.members {
            match pairs.iter().find(|(old, _)| std::ptr::eq(*old, member)) {
                Some((_, now)) => {
                    let location = at(now);
                    if member.wire != now.wire {
                        let wire = self.wire_without(member, new, &at(member));
                        let wire = wire.max(self.wire_with(now, old, &location));
                        let names = (Some(member.wire.clone()), Some(now.wire.clone()));
                        let verdicts = (wire, Rust::Behaviour);
                        self.note(Kind::MemberWireNameChanged, &location, names, verdicts);
                    }
                    let pair = Pair {
                        old: member,
                        new: now,
                        in_requests,
                    };
                    self.member(&pair, &location);
                }
                None => {
                    let location = at(member);
                    let verdicts = (self.wire_without(member, new, &location), Rust::Breaking);
                    let was = (Some(member.display()), None);
                    self.note(Kind::MemberRemoved, &location, was, verdicts);
                    self.was_deprecated(member.deprecated.then(|| "deprecated".to_owned()));
                }
            }
        }
        let is_known = |it: &Member| pairs.iter().any(|(_, new)| std::ptr::eq(*new, it));
        for member in new.members.iter().filter(|it| !is_known(it)) {
            let location = at(member);
            let wire = self.wire_with(member, old, &location);
            let rust = match member.is_asked() && in_requests {
                true => Rust::Breaking,
                // The field `additional` contained the property before.
                false if old.additional.is_some() => Rust::Behaviour,
                false => Rust::Addition,
            };
            let is = (None, Some(member.display()));
            self.note(Kind::MemberAdded, &location, is, (wire, rust));
            self.used_by(format!("{}: {}", location.item, member.display()));
        }
        self.order_of_members(old, new, location);
        self.requests(old, new, location);
        self.additional(old, new, location);
        self.closed(old, new, location);
        self.rules(old, new, location);
    }

    /// Returns the wire verdict for a property that the new struct does not declare.
    fn wire_without(&self, member: &Member, new: &Struct, location: &Location<'a>) -> Wire {
        let location = &location.of(member);
        let is_missed = (location.has_responses() && member.required)
            || (location.has_requests() && new.closed);
        // A removed property becomes an additional property, so the type of additional properties decides.
        let wire = match extra(new) {
            Some(kind) => self.wire_of(&member.kind, kind, location),
            None => Wire::Compatible,
        };
        wire.max(Wire::breaking_if(is_missed))
    }

    /// Returns the wire verdict for a property that the old struct did not declare.
    fn wire_with(&self, member: &Member, old: &Struct, location: &Location<'a>) -> Wire {
        let location = &location.of(member);
        let wire = match extra(old) {
            Some(kind) => self.wire_of(kind, &member.kind, location),
            None => Wire::Compatible,
        };
        let is_missed = (location.has_requests() && member.is_asked())
            || (location.has_responses() && old.closed);
        wire.max(Wire::breaking_if(is_missed))
    }

    fn member(&mut self, pair: &Pair<'a>, location: &Location<'a>) {
        let (old, new) = (pair.old, pair.new);
        let all = location;
        // A property is sent only in directions that both descriptions allow.
        let location = &location.of(old).of(new);
        let unseen = (Wire::Compatible, Rust::Breaking);
        if old.name != new.name {
            let names = (Some(old.name.clone()), Some(new.name.clone()));
            self.note(Kind::MemberRenamed, location, names, unseen);
        }
        match old.read_only != new.read_only && pair.in_requests {
            true => self.who_sets(old, new, all),
            false => self.presence(pair, location),
        }
        self.who_reads(old, new, all);
        let first = self.changes.len();
        self.types(
            &old.kind,
            &new.kind,
            &location.bounded(&old.bounds, &new.bounds),
        );
        // A changed constant is usually reported as a change of enum values.
        if old.only != new.only && self.changes.len() == first {
            let values = (old.only.clone(), new.only.clone());
            let verdicts = (Wire::Compatible, Rust::Behaviour);
            self.note(Kind::DiscriminatorChanged, location, values, verdicts);
        }
        if old.named_by != new.named_by {
            let both = (old.named_by.as_ref(), new.named_by.as_ref());
            let both = (both.0.map(unions::describe), both.1.map(unions::describe));
            let verdicts = (Wire::Compatible, Rust::Behaviour);
            self.note(Kind::DiscriminatorChanged, location, both, verdicts);
        }
        self.bounds(&old.bounds, &new.bounds, first, location);
        if old.default != new.default {
            let defaults = (old.default.clone(), new.default.clone());
            // A default has no effect if requests cannot omit the property.
            let rust = match old.has_setter || new.has_setter {
                true => Rust::Behaviour,
                false => Rust::Same,
            };
            self.note(
                Kind::DefaultChanged,
                location,
                defaults,
                (Wire::Compatible, rust),
            );
        }
        self.deprecation(old.deprecated, new.deprecated, location);
        self.text(&old.doc, &new.doc, &location.item);
    }

    /// Compares the order of required properties, which are the arguments of `new`. The order of other properties does
    /// not affect source code.
    fn order_of_members(
        &mut self,
        old: &'a Struct<'a>,
        new: &'a Struct<'a>,
        location: &Location<'a>,
    ) {
        // Uses the old names in both orders.
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
        self.note(Kind::Reordered, location, orders, verdicts);
    }

    fn requests(&mut self, old: &Struct, new: &Struct, location: &Location<'a>) {
        let (kind, rust) = match (old.in_request, new.in_request) {
            (false, true) => (Kind::EnteredRequests, Rust::Addition),
            (true, false) => (Kind::LeftRequests, Rust::Breaking),
            _ => return,
        };
        self.note(kind, location, (None, None), (Wire::Compatible, rust));
    }

    fn additional(&mut self, old: &'a Struct<'a>, new: &'a Struct<'a>, location: &Location<'a>) {
        let location = &location
            .items()
            .at_item(format!("{}.additional", location.item));
        // A separate change reports whether additional properties are allowed.
        let is_closed = (old.closed, new.closed);
        match (&old.additional, &new.additional) {
            (None, None) => {}
            (Some(old), Some(new)) => self.types(old, new, location),
            (None, Some(new)) => {
                let is = (None, Some(new.display()));
                // Additional properties of any value are equal to undeclared additional properties.
                let is_less = !is_closed.0 && location.has_requests() && *new != Type::Json;
                let wire = Wire::breaking_if(is_less);
                let verdicts = (wire, Rust::Addition);
                self.note(Kind::AdditionalAdded, location, is, verdicts);
                self.used_by(format!("{}: Map<{}>", location.item, new.display()));
            }
            (Some(old), None) => {
                let was = (Some(old.display()), None);
                let is_more = !is_closed.1 && location.has_responses() && *old != Type::Json;
                let wire = Wire::breaking_if(is_more);
                let verdicts = (wire, Rust::Breaking);
                self.note(Kind::AdditionalRemoved, location, was, verdicts);
            }
        }
    }

    /// Compares whether additional properties are allowed. The crate always accepts additional properties.
    fn closed(&mut self, old: &Struct, new: &Struct, location: &Location<'a>) {
        let wire = match (old.closed, new.closed) {
            (false, true) => location.fewer(),
            (true, false) => location.more(),
            _ => return,
        };
        let both = (closed(old), closed(new));
        self.note(Kind::ConstraintChanged, location, both, (wire, Rust::Same));
    }

    /// Compares which properties must occur together. The crate only documents these groups.
    fn rules(&mut self, old: &Struct, new: &Struct, location: &Location<'a>) {
        let describe = |it: &Struct| {
            let texts: Vec<&str> = it.rules.iter().map(|it| it.text.as_str()).collect();
            (!texts.is_empty()).then(|| texts.join(" "))
        };
        if describe(old) != describe(new) {
            let wire = Wire::breaking_if(
                (location.has_requests() && !groups::hold(old, new, api::Member::is_asked))
                    || (location.has_responses() && !groups::hold(new, old, |it| it.required)),
            );
            let verdicts = (wire, Rust::Same);
            self.note(
                Kind::ConstraintChanged,
                location,
                (describe(old), describe(new)),
                verdicts,
            );
        }
    }
}

/// Pairs properties by wire name, otherwise by field name, since source still compiles in that case.
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

/// Returns `additionalProperties: false` if the object is closed.
fn closed(body: &Struct) -> Option<String> {
    let text = "additionalProperties: false";
    body.closed.then(|| text.to_owned())
}

/// Returns the type of additional properties; `None` if any value is allowed.
fn extra<'a>(body: &'a Struct<'a>) -> Option<&'a Type> {
    body.additional.as_ref().filter(|it| **it != Type::Json)
}
