//! Applies the `[[rename]]` entries, and records which entries have an effect.

use std::collections::{BTreeMap, BTreeSet};

use super::name::{self, Scope};
use crate::config::{Rename, Unknown};
use crate::description::select::Selection;
use crate::report::{Diagnostic, quoted};

/// Assigns the configured or the default names, and records collisions.
#[derive(Debug)]
pub(super) struct Namer<'a> {
    given: &'a BTreeMap<String, String>,
    renames: Renames,
    collisions: Vec<Collision>,
}

/// The result of naming all items.
#[derive(Clone, Debug)]
pub struct Naming {
    /// The `[[rename]]` entries that have an effect.
    pub renames: Renames,
    /// Name collisions.
    pub collisions: Vec<Collision>,
}

/// The entries that match a named item, and the entries that change its name, by JSON pointer.
#[derive(Clone, Debug, Default)]
pub struct Renames {
    seen: BTreeSet<String>,
    used: BTreeSet<String>,
}

/// A name collision.
#[derive(Clone, Debug)]
pub struct Collision {
    what: &'static str,
    name: String,
    pointer: String,
    other: String,
}

impl<'a> Namer<'a> {
    pub(super) fn new(given: &'a BTreeMap<String, String>) -> Self {
        Self {
            given,
            renames: Renames::default(),
            collisions: Vec::new(),
        }
    }

    /// Returns the name of the item at `pointer`: the configured name in the required `case`, otherwise the default.
    pub(super) fn name(
        &mut self,
        pointer: &str,
        default: String,
        case: impl Fn(&str) -> String,
    ) -> String {
        let Some(given) = self.given.get(pointer) else {
            return default;
        };
        self.renames.seen.insert(pointer.to_owned());
        let name = case(given);
        if name != default {
            self.renames.used.insert(pointer.to_owned());
        }
        name
    }

    /// Returns whether the item at `pointer` has a `[[rename]]` entry.
    pub(super) fn is_given(&self, pointer: &str) -> bool {
        self.given.contains_key(pointer)
    }

    /// Returns the default names of pairs of wire name and JSON pointer in one scope. Names with a `[[rename]]` entry
    /// do not collide with the others.
    pub(super) fn defaults(
        &self,
        named: &[(&str, &str)],
        spell: fn(&str) -> String,
    ) -> Vec<String> {
        self.defaults_by(named, spell, str::to_owned)
    }

    /// Does the same for names of which only the part that `unique` returns must be unique.
    pub(super) fn defaults_by(
        &self,
        named: &[(&str, &str)],
        spell: fn(&str) -> String,
        unique: fn(&str) -> String,
    ) -> Vec<String> {
        let free = named.iter().filter(|(_, pointer)| !self.is_given(pointer));
        let free: Vec<&str> = free.map(|(wire, _)| *wire).collect();
        let mut apart = name::apart(&free, spell, unique).into_iter();
        let default = |(wire, pointer): &(&str, &str)| match self.is_given(pointer) {
            true => spell(wire),
            false => apart.next().unwrap_or_default(),
        };
        named.iter().map(default).collect()
    }

    /// Reserves a name in the scope for the item at `pointer`, or records a collision.
    pub(super) fn take(
        &mut self,
        scope: &mut Scope,
        what: &'static str,
        name: &str,
        pointer: &str,
    ) {
        if let Err(other) = scope.take(name, pointer) {
            self.collide(what, name, pointer, other);
        }
    }

    pub(super) fn collide(
        &mut self,
        what: &'static str,
        name: &str,
        pointer: &str,
        other: impl Into<String>,
    ) {
        // Reports only one collision per item, since one `[[rename]]` entry resolves all of them.
        if self.collisions.iter().any(|it| it.pointer == pointer) {
            return;
        }
        self.collisions.push(Collision {
            what,
            name: name.to_owned(),
            pointer: pointer.to_owned(),
            other: other.into(),
        });
    }

    pub(super) fn finish(self) -> Naming {
        Naming {
            renames: self.renames,
            collisions: self.collisions,
        }
    }
}

impl Collision {
    /// Returns the diagnostic for the collision.
    pub fn diagnostic(&self, selection: &Selection<'_>) -> Diagnostic {
        let Self {
            what,
            name,
            pointer,
            other,
        } = self;
        Diagnostic::new(
            format!("two {what} would have the name `{name}`: this one and {other}"),
            "rename one of them in tagsmith.toml:",
        )
        .paste(vec![
            "[[rename]]".to_owned(),
            format!("at = {}", serde_json::Value::from(pointer.as_str())),
            format!("name = \"{name}2\""),
            format!("reason = \"`{name}` is taken\""),
        ])
        .at(pointer)
        .needed_by(selection.needed_by(pointer))
    }
}

impl Renames {
    /// Returns the entries that match neither the description nor the corrected description.
    pub fn unknown(&self, entries: &[Rename], selection: &Selection<'_>) -> Vec<Unknown> {
        let entries = entries.iter();
        let unknown = entries.filter(|it| self.is_unknown(it, selection));
        unknown.map(|it| Unknown::Rename(it.at.clone())).collect()
    }

    fn is_unknown(&self, entry: &Rename, selection: &Selection<'_>) -> bool {
        !self.seen.contains(&entry.at) && !selection.leads(&entry.at)
    }

    /// Returns the entries that match a selected item but have no effect. If an item has several entries, only the
    /// first one has an effect.
    pub fn expired(&self, entries: &[Rename], selection: &Selection<'_>) -> Vec<Diagnostic> {
        let mut places = BTreeSet::new();
        let mut expired = Vec::new();
        for entry in entries {
            let is_used = places.insert(&entry.at) && self.used.contains(&entry.at);
            let is_selected = self.seen.contains(&entry.at) || selection.has(&entry.at);
            if is_selected && !is_used && !self.is_unknown(entry, selection) {
                expired.push(
                    Diagnostic::new(
                        format!("the [[rename]] to {} has no effect", quoted(&entry.name)),
                        "remove the entry from tagsmith.toml, or correct its `at`",
                    )
                    .at(&entry.at),
                );
            }
        }
        expired
    }
}
