//! JSON pointers of places that the rewriting moves, from the user's description to the rewritten one and back.

use super::nulls::Nulls;
use crate::description::pointer::{decode, escape};

/// The moved places, in the order of the rewriting.
#[derive(Clone, Debug, Default)]
pub struct Moved {
    places: Vec<(String, String)>,
    anchors: Vec<Anchor>,
}

/// A schema with an `$anchor`.
#[derive(Clone, Debug)]
struct Anchor {
    /// `#` and the name.
    reference: String,
    pointer: String,
    /// The number of moves before the pointer was recorded. It contains them already.
    moves: usize,
}

impl Moved {
    /// Returns the pointer in the user's description.
    pub fn given(&self, pointer: &str) -> String {
        let steps = self.places.iter().rev();
        steps.fold(pointer.to_owned(), |at, (given, rewritten)| {
            replaced(&at, rewritten, given).unwrap_or(at)
        })
    }

    /// Returns the target of a reference in the rewritten description.
    pub(super) fn rewritten(&self, reference: &str) -> String {
        let mut anchors = self.anchors.iter();
        if let Some(anchor) = anchors.find(|it| it.reference == reference) {
            return self.after(anchor.moves, &anchor.pointer);
        }
        // The resolver decodes references.
        let decoded = decode(reference);
        let rewritten = self.after(0, &decoded);
        match rewritten == decoded {
            true => reference.to_owned(),
            false => rewritten.replace('%', "%25"),
        }
    }

    /// Returns where a pointer leads after all moves but the first ones.
    fn after(&self, moves: usize, pointer: &str) -> String {
        let steps = self.places.iter().skip(moves);
        steps.fold(pointer.to_owned(), |at, (given, rewritten)| {
            replaced(&at, given, rewritten).unwrap_or(at)
        })
    }

    /// Returns whether nothing was moved, and nothing has an anchor.
    pub(super) fn is_empty(&self) -> bool {
        self.places.is_empty() && self.anchors.is_empty()
    }
}

/// Replaces the first steps of a pointer.
fn replaced(pointer: &str, from: &str, to: &str) -> Option<String> {
    let rest = pointer.strip_prefix(from)?;
    (rest.is_empty() || rest.starts_with('/')).then(|| format!("{to}{rest}"))
}

/// The place that is being rewritten.
pub(super) struct Cursor {
    pointer: String,
    moved: Moved,
    /// The references that mean null.
    pub(super) nulls: Nulls,
}

impl Cursor {
    /// Creates a cursor at the root of the description.
    pub(super) fn at_root(nulls: Nulls) -> Self {
        Self {
            pointer: "#".to_owned(),
            moved: Moved::default(),
            nulls,
        }
    }

    /// Returns the places that were moved.
    pub(super) fn into_moved(self) -> Moved {
        self.moved
    }

    /// Changes what is at a step from here.
    pub(super) fn within(&mut self, step: &str, change: impl FnOnce(&mut Self)) {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(&escape(step));
        change(self);
        self.pointer.truncate(length);
    }

    /// Records that a place moves. Both pointers start here.
    pub(super) fn moves(&mut self, given: &str, rewritten: &str) {
        let here = |steps: &str| format!("{}/{steps}", self.pointer);
        let place = (here(given), here(rewritten));
        self.moved.places.push(place);
    }

    /// Records that a place moves to here. Its pointer starts at the root, the other one here.
    pub(super) fn comes(&mut self, given: String, rewritten: &str) {
        let rewritten = format!("{}/{rewritten}", self.pointer);
        self.moved.places.push((given, rewritten));
    }

    /// Records the `$anchor` of the schema at this place.
    pub(super) fn anchor(&mut self, name: &str) {
        self.moved.anchors.push(Anchor {
            reference: format!("#{name}"),
            pointer: self.pointer.clone(),
            moves: self.moved.places.len(),
        });
    }
}
