//! Which types of a tree are opened on a page: those nearest to its root, until there are enough rows. A schema
//! may hold itself, and pages stay small.

use std::collections::{BTreeSet, VecDeque};

use super::places::name_in;
use super::shared::Site;
use crate::crate_ir::{Named, Shape, Type, TypeDef};

/// How many rows a tree has, beyond those of its root.
const ROWS: usize = 90;

/// How deep types are opened within types.
const DEEPEST: usize = 4;

/// The places in a tree whose types are opened: each is the way from the root, by position.
pub(super) struct Opened(BTreeSet<Vec<usize>>);

impl Opened {
    /// Decides for the tree of a type.
    pub(super) fn of<'a>(site: &Site<'a>, own: &'a [TypeDef<'a>], root: &Type) -> Self {
        let mut opened = BTreeSet::new();
        let mut rows = 0;
        let mut queue = VecDeque::from([(Vec::new(), root)]);
        while let Some((way, kind)) = queue.pop_front() {
            let named = name_in(kind);
            let Some(def) = named.and_then(|it| site.places.find(it, own)) else {
                continue;
            };
            let size = size(def);
            // A root that is a component has a page of its own, and is shown all the same.
            let is_root = way.is_empty();
            if size == 0 || way.len() > DEEPEST || !is_root && rows + size > ROWS {
                continue;
            }
            rows += if is_root { 0 } else { size };
            for (position, kind) in def.kinds().into_iter().enumerate() {
                let mut below = way.clone();
                below.push(position);
                queue.push_back((below, kind));
            }
            opened.insert(way);
        }
        Self(opened)
    }

    pub(super) fn has(&self, way: &[usize]) -> bool {
        self.0.contains(way)
    }
}

/// Returns how many rows a type has within.
fn size(def: &TypeDef) -> usize {
    match &def.shape {
        Shape::Struct(body) => body.members.len() + usize::from(body.additional.is_some()),
        Shape::Union(union) => union.variants.len(),
        Shape::Alias(kind) => usize::from(name_in(kind).is_some()),
        // They stand in the row itself.
        Shape::Enum(_) => 0,
    }
}

/// Returns whether a type is one of those that stand on the page itself.
pub(super) fn is_own(named: &Named) -> bool {
    !named.is_shared()
}
