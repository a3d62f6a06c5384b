//! Compares whether properties are optional, nullable, read-only and write-only.

use super::change::{Rust, Wire};
use super::kind::Kind;
use super::objects::Pair;
use super::walk::{Location, Walk};
use crate::crate_ir::Member;

impl<'a> Walk<'a> {
    /// Compares whether a property is optional or nullable, and how its field represents this.
    pub(super) fn presence(&mut self, pair: &Pair<'a>, location: &Location<'a>) {
        let (old, new) = (pair.old, pair.new);
        let fields = || describe(old, new);
        let is_other = is_other(old, new);
        let required = (old.required, new.required);
        let nullable = (old.nullable, new.nullable);
        // In requests, a required property is an argument of `new`, and an optional property has a setter.
        let is_argument = pair.in_requests && old.is_asked() != new.is_asked();
        let rust = Rust::breaking_if(is_other || is_argument);
        match required {
            (false, true) => {
                let wire = Wire::breaking_if(location.has_requests() && new.is_asked());
                self.note(Kind::MemberBecameRequired, location, fields(), (wire, rust));
            }
            (true, false) => {
                let verdicts = (location.more(), rust);
                self.note(Kind::MemberBecameOptional, location, fields(), verdicts);
            }
            _ => {}
        }
        let rust = Rust::breaking_if(is_other);
        match nullable {
            (false, true) => {
                let verdicts = (location.more(), rust);
                self.note(Kind::MemberBecameNullable, location, fields(), verdicts);
            }
            (true, false) => {
                let verdicts = (location.fewer(), rust);
                self.note(Kind::MemberBecameNonNullable, location, fields(), verdicts);
            }
            _ => {}
        }
        if is_other && required.0 == required.1 && nullable.0 == nullable.1 {
            let verdicts = (Wire::Compatible, Rust::Breaking);
            self.note(
                Kind::MemberRepresentationChanged,
                location,
                fields(),
                verdicts,
            );
        }
    }

    /// Reports that a property became read-only or writable.
    pub(super) fn who_sets(&mut self, old: &Member, new: &Member, location: &Location<'a>) {
        let (kind, rust) = match new.read_only {
            true => (Kind::MemberBecameReadOnly, Rust::Breaking),
            false if new.is_asked() || is_other(old, new) => {
                (Kind::MemberBecameWritable, Rust::Breaking)
            }
            false => (Kind::MemberBecameWritable, Rust::Addition),
        };
        let is_missed = new.is_asked() && !old.is_asked();
        let is_null = !old.nullable && new.nullable;
        let may_be_missing = (old.required && !new.required) || is_null;
        let wire = Wire::breaking_if(
            (location.has_requests() && is_missed) || (location.has_responses() && may_be_missing),
        );
        self.note(kind, location, describe(old, new), (wire, rust));
    }
}

impl<'a> Walk<'a> {
    /// Reports that a property became write-only or readable.
    pub(super) fn who_reads(&mut self, old: &Member, new: &Member, location: &Location<'a>) {
        let kind = match (old.write_only, new.write_only) {
            (false, true) => Kind::MemberBecameWriteOnly,
            (true, false) => Kind::MemberBecameReadable,
            _ => return,
        };
        let is_missed = new.write_only && old.required && location.has_responses();
        let verdicts = (Wire::breaking_if(is_missed), Rust::Same);
        self.note(kind, location, (None, None), verdicts);
    }
}

/// Returns whether the representation of a field changed.
fn is_other(old: &Member, new: &Member) -> bool {
    old.field != new.field || old.boxed != new.boxed
}

/// Returns the old and the new field: their types or, if the types are equal, whether the fields are optional.
fn describe(old: &Member, new: &Member) -> (Option<String>, Option<String>) {
    let describe = |it: &Member| match old.display() == new.display() {
        true => {
            let presence = if it.required { "required" } else { "optional" };
            let null = if it.nullable { ", nullable" } else { "" };
            let place = if it.boxed { ", boxed" } else { "" };
            format!("{}: {presence}{null}{place}", it.display())
        }
        false => it.display(),
    };
    (Some(describe(old)), Some(describe(new)))
}
