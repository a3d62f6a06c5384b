//! Compares the inline types of schemas and operations. This requires that their values were already compared.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Rust, Wire};
use super::kind::Kind;
use super::walk::{Location, Walk};
use crate::crate_ir::{Shape, TypeDef};

/// The inline types of an owner, and the module that contains them.
type Parts<'a, 'm> = (&'a [TypeDef<'a>], &'m str);

impl<'a> Walk<'a> {
    /// Reports added and removed inline types of an owner. Ignores types that a change from index `first` on already
    /// names.
    pub(super) fn parts(
        &mut self,
        old: Parts<'a, '_>,
        new: Parts<'a, '_>,
        first: usize,
        location: &Location<'a>,
    ) {
        let (before, now) = location.names;
        let changes = self.changes.get(first..).unwrap_or_default();
        let olds = changes.iter().filter_map(|it| it.old.as_deref());
        let news = changes.iter().filter_map(|it| it.new.as_deref());
        let mut known: (BTreeSet<&str>, BTreeSet<&str>) = (
            olds.flat_map(names).collect(),
            news.flat_map(names).collect(),
        );
        for (left, right) in &self.walked {
            known.0.insert(&left.name);
            known.1.insert(&right.name);
        }
        let gone = lone(old, new, &known.0, (before, now));
        let come = lone(new, old, &known.1, (now, before));
        for item in gone {
            let was = (Some(item.clone()), None);
            let verdicts = (Wire::Compatible, Rust::Breaking);
            self.note(Kind::TypeRemoved, &location.at_item(item), was, verdicts);
        }
        for item in come {
            let is = (None, Some(item.clone()));
            let verdicts = (Wire::Compatible, Rust::Addition);
            self.note(Kind::TypeAdded, &location.at_item(item), is, verdicts);
        }
        self.same_enums(old, new, location);
    }

    /// Reports the enums of both owners that now share a type with different enums.
    fn same_enums(&mut self, old: Parts<'a, '_>, new: Parts<'a, '_>, location: &Location<'a>) {
        let (olds, news) = (
            part_names(old.0, location.names.0),
            part_names(new.0, location.names.1),
        );
        for (part, now) in &news {
            let Some(before) = olds.get(part) else {
                continue;
            };
            let is_other = news.iter().any(|(other, there)| {
                let was = olds.get(other).map(|it| first(it) == first(before));
                was.is_some_and(|was| was != (first(there) == first(now)))
            });
            if is_other && (before.same_as.is_some() || now.same_as.is_some()) {
                let item = format!("{}::{}", new.1, now.name);
                let names = (Some(first(before).to_owned()), Some(first(now).to_owned()));
                let verdicts = (Wire::Compatible, Rust::Behaviour);
                self.note(
                    Kind::EnumTypeChanged,
                    &location.at_item(item),
                    names,
                    verdicts,
                );
            }
        }
    }
}

/// Returns the string enums of an owner by their names without the owner's name.
fn part_names<'t>(types: &'t [TypeDef<'t>], own: &str) -> BTreeMap<&'t str, &'t TypeDef<'t>> {
    let enums = types.iter().filter(|it| matches!(it.shape, Shape::Enum(_)));
    let named = enums.map(|it| (it.name.strip_prefix(own).unwrap_or(&it.name), it));
    named.collect()
}

/// Returns the name of the enum that an enum is.
fn first<'t>(def: &'t TypeDef<'_>) -> &'t str {
    def.same_as.as_deref().unwrap_or(&def.name)
}

/// Returns the names in the text of a type.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split(|it: char| !it.is_ascii_alphanumeric() && it != '_')
}

/// Returns the items of the types whose names the other owner lacks. Ignores already reported types. The names of
/// inline types start with the name of their owner.
fn lone(
    (types, module): Parts<'_, '_>,
    (others, _): Parts<'_, '_>,
    known: &BTreeSet<&str>,
    (own, other): (&str, &str),
) -> Vec<String> {
    let is_there = |name: &str| match name.strip_prefix(own) {
        Some(rest) => others
            .iter()
            .any(|it| it.name.strip_prefix(other) == Some(rest)),
        None => others.iter().any(|it| it.name == name),
    };
    let lone = types
        .iter()
        .filter(|it| !known.contains(it.name.as_str()) && !is_there(&it.name));
    lone.map(|it| format!("{module}::{}", it.name)).collect()
}
