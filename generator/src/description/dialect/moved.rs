//! Maps JSON pointers of moved values, from the user's description to the rewritten one and back.

use std::collections::BTreeMap;

use super::node::Node;
use super::nulls::Nulls;
use super::targets::Targets;
use crate::description::pointer::{decode, escape};

/// The moved values, in the order of the rewriting.
#[derive(Clone, Debug, Default)]
pub struct Moved {
    places: Vec<(String, String)>,
    /// The moves, by their pointer in the user's description and by their pointer in the rewritten one.
    by_given: Index,
    by_rewritten: Index,
    anchors: BTreeMap<String, Anchor>,
}

/// For each pointer, the indexes of its moves in ascending order.
type Index = BTreeMap<String, Vec<usize>>;

/// A schema with an `$anchor`.
#[derive(Clone, Debug)]
struct Anchor {
    pointer: String,
    /// The number of moves before the pointer was recorded. The pointer already includes these moves.
    moves: usize,
}

impl Moved {
    /// Returns the pointer in the user's description.
    pub fn given(&self, pointer: &str) -> String {
        let mut at = pointer.to_owned();
        let mut before = self.places.len();
        while let Some((number, rest)) = last(&self.by_rewritten, &at, before)
            && let Some((given, _)) = self.places.get(number)
        {
            at = format!("{given}{rest}");
            before = number;
        }
        at
    }

    /// Returns the target of a reference in the rewritten description.
    pub(super) fn rewritten(&self, reference: &str) -> String {
        let anchor = reference.strip_prefix('#');
        if let Some(anchor) = anchor.and_then(|it| self.anchors.get(it)) {
            return self.after(anchor.moves, &anchor.pointer);
        }
        // Returns the decoded pointer, since the resolver decodes references anyway.
        let decoded = decode(reference);
        let rewritten = self.after(0, &decoded);
        match rewritten == decoded {
            true => reference.to_owned(),
            false => rewritten.replace('%', "%25"),
        }
    }

    /// Returns the pointer after all moves except the first `moves`.
    fn after(&self, moves: usize, pointer: &str) -> String {
        let mut at = pointer.to_owned();
        let mut next = moves;
        while let Some((number, rest)) = first(&self.by_given, &at, next)
            && let Some((_, rewritten)) = self.places.get(number)
        {
            at = format!("{rewritten}{rest}");
            next = number + 1;
        }
        at
    }

    /// Returns whether there are neither moved values nor anchors.
    pub(super) fn is_empty(&self) -> bool {
        self.places.is_empty() && self.anchors.is_empty()
    }

    fn add(&mut self, given: String, rewritten: String) {
        let number = self.places.len();
        let of = |index: &mut Index, place: &str| {
            index.entry(place.to_owned()).or_default().push(number);
        };
        of(&mut self.by_given, &given);
        of(&mut self.by_rewritten, &rewritten);
        self.places.push((given, rewritten));
    }
}

/// Returns each prefix of the pointer, and the whole pointer, together with the remaining text.
fn places(pointer: &str) -> impl Iterator<Item = (&str, &str)> {
    let slashes = pointer.match_indices('/').map(|(index, _)| index);
    let ends = slashes.chain(std::iter::once(pointer.len()));
    ends.filter_map(|end| pointer.split_at_checked(end))
}

/// Returns the first move, from index `from` on, of a prefix of the pointer, with the text after the prefix.
fn first<'p>(index: &Index, pointer: &'p str, from: usize) -> Option<(usize, &'p str)> {
    let found = places(pointer).filter_map(|(place, rest)| {
        let numbers = index.get(place)?;
        let at = numbers.partition_point(|it| *it < from);
        Some((*numbers.get(at)?, rest))
    });
    found.min_by_key(|(number, _)| *number)
}

/// Returns the last move, before index `before`, of a prefix of the pointer, with the text after the prefix.
fn last<'p>(index: &Index, pointer: &'p str, before: usize) -> Option<(usize, &'p str)> {
    let found = places(pointer).filter_map(|(place, rest)| {
        let numbers = index.get(place)?;
        let at = numbers.partition_point(|it| *it < before).checked_sub(1)?;
        Some((*numbers.get(at)?, rest))
    });
    found.max_by_key(|(number, _)| *number)
}

/// The position of the value that is being rewritten.
pub(super) struct Cursor {
    pointer: String,
    moved: Moved,
    /// The references to schemas that allow only null.
    pub(super) nulls: Nulls,
    /// The targets of references.
    pub(super) targets: Targets,
}

impl Cursor {
    /// Creates a cursor at the root of the description.
    pub(super) fn at_root(top: &Node) -> Self {
        Self {
            pointer: "#".to_owned(),
            moved: Moved::default(),
            nulls: Nulls::of(top),
            targets: Targets::of(top),
        }
    }

    /// Returns all moved values.
    pub(super) fn into_moved(self) -> Moved {
        self.moved
    }

    /// Returns whether a branch of a union is referenced. `branch` is relative to the cursor.
    pub(super) fn is_referenced(&self, branch: &str) -> bool {
        let pointer = || self.moved.given(&format!("{}/{branch}", self.pointer));
        self.targets.has_branch(pointer)
    }

    /// Applies a change one step below the cursor.
    pub(super) fn within(&mut self, step: &str, change: impl FnOnce(&mut Self)) {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(&escape(step));
        change(self);
        self.pointer.truncate(length);
    }

    /// Records a move. `given` and `rewritten` are relative to the cursor.
    pub(super) fn moves(&mut self, given: &str, rewritten: &str) {
        let here = |steps: &str| format!("{}/{steps}", self.pointer);
        let (given, rewritten) = (here(given), here(rewritten));
        self.moved.add(given, rewritten);
    }

    /// Records a move into the value at the cursor. `given` starts at the root, and `rewritten` at the cursor.
    pub(super) fn comes(&mut self, given: String, rewritten: &str) {
        let rewritten = format!("{}/{rewritten}", self.pointer);
        self.moved.add(given, rewritten);
    }

    /// Records the `$anchor` of the schema at the cursor.
    pub(super) fn anchor(&mut self, name: &str) {
        // If several anchors have the same name, the first one counts.
        let anchors = self.moved.anchors.entry(name.to_owned());
        anchors.or_insert_with(|| Anchor {
            pointer: self.pointer.clone(),
            moves: self.moved.places.len(),
        });
    }
}
