//! The `[[rename]]` entries, and which of them had an effect.

use std::collections::{BTreeMap, BTreeSet};

use super::name::Scope;
use crate::config::{Rename, Unknown};
use crate::description::select::Selection;
use crate::report::{Diagnostic, quoted};

/// Gives names: the default, or what the configuration says; and notes those that are given twice.
#[derive(Debug)]
pub(super) struct Namer<'a> {
    given: &'a BTreeMap<String, String>,
    renames: Renames,
    collisions: Vec<Collision>,
}

/// What was found while names were given.
#[derive(Clone, Debug)]
pub struct Naming {
    /// Which of the names that its author gives have an effect.
    pub renames: Renames,
    /// What would have one name.
    pub collisions: Vec<Collision>,
}

/// Which entries lead to what has a name, and which of them change it, by their pointers.
#[derive(Clone, Debug, Default)]
pub struct Renames {
    seen: BTreeSet<String>,
    used: BTreeSet<String>,
}

/// Two things that would have one name.
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

    /// Returns the name that the place at `pointer` gets: the default, or the entry's name in the
    /// `case` of such names.
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

    /// Takes a name for the place at `pointer`.
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
    /// Says what is wrong.
    pub fn diagnostic(&self, selection: &Selection<'_>) -> Diagnostic {
        let Self {
            what,
            name,
            pointer,
            other,
        } = self;
        Diagnostic::new(
            format!("two {what} would be named `{name}`: this and {other}"),
            "give one of them another name under [[rename]] in tagsmith.toml",
        )
        .at(pointer)
        .needed_by(selection.needed_by(pointer))
    }
}

impl Renames {
    /// Returns the entries that lead to nothing, neither in the description nor in what corrections make of it.
    pub fn unknown(&self, entries: &[Rename], selection: &Selection<'_>) -> Vec<Unknown> {
        let entries = entries.iter();
        let unknown = entries.filter(|it| self.is_unknown(it, selection));
        unknown.map(|it| Unknown::Rename(it.at.clone())).collect()
    }

    fn is_unknown(&self, entry: &Rename, selection: &Selection<'_>) -> bool {
        !self.seen.contains(&entry.at) && !selection.leads(&entry.at)
    }

    /// Returns the entries whose place is selected, and which change nothing: of several for one place, only the
    /// first may.
    pub fn expired(&self, entries: &[Rename], selection: &Selection<'_>) -> Vec<Diagnostic> {
        let mut places = BTreeSet::new();
        let mut expired = Vec::new();
        for entry in entries {
            let is_used = places.insert(&entry.at) && self.used.contains(&entry.at);
            let is_selected = self.seen.contains(&entry.at) || selection.has(&entry.at);
            if is_selected && !is_used && !self.is_unknown(entry, selection) {
                expired.push(
                    Diagnostic::new(
                        format!("the rename to {} changes nothing", quoted(&entry.name)),
                        "remove the entry from tagsmith.toml, or correct where it leads",
                    )
                    .at(&entry.at),
                );
            }
        }
        expired
    }
}
