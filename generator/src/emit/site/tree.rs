//! Decides which types of a tree are expanded on a page: those nearest to the root, up to a number of rows. Schemas may
//! be recursive, and pages stay small.

use std::collections::{BTreeSet, VecDeque};

use super::shared::Site;
use crate::crate_ir::{Named, Shape, Type, TypeDef};

/// The maximum number of rows, in addition to those of the root.
const ROWS: usize = 90;

/// The maximum depth of expanded types.
const DEEPEST: usize = 4;

/// The expanded places in a tree, as paths of indices from the root.
pub(super) struct Opened(BTreeSet<Vec<usize>>);

impl Opened {
    /// Decides for the tree of a type.
    pub(super) fn of<'a>(site: &Site<'a>, own: &'a [TypeDef<'a>], root: &Type) -> Self {
        let mut opened = BTreeSet::new();
        let mut rows = 0;
        let mut queue = VecDeque::from([(Vec::new(), root)]);
        while let Some((way, kind)) = queue.pop_front() {
            let named = kind.named();
            let Some(def) = named.and_then(|it| site.places.find(it, own)) else {
                continue;
            };
            let size = size(def);
            // The root is expanded even if it is a component schema with a page of its own.
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

/// Returns the number of rows of a type.
fn size(def: &TypeDef) -> usize {
    match &def.shape {
        Shape::Struct(body) => body.members.len() + usize::from(body.additional.is_some()),
        Shape::Union(union) => union.variants.len(),
        Shape::Alias(kind) => usize::from(kind.named().is_some()),
        // Enum values are in the row itself.
        Shape::Enum(_) => 0,
    }
}

/// Returns whether a type is described on the page itself.
pub(super) fn is_own(named: &Named) -> bool {
    !named.is_shared()
}
