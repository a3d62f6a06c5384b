//! Decides which types of a tree are expanded: the types nearest to the root, up to a number of rows. Since schemas may
//! be recursive, this limit keeps pages small.

use std::collections::{BTreeSet, VecDeque};

use super::shared::Site;
use crate::crate_ir::{Named, Shape, Type, TypeDef};

/// The maximum number of rows, in addition to those of the root.
const ROWS: usize = 90;

/// The maximum depth of expanded types.
const DEEPEST: usize = 4;

/// The expanded rows of a tree, as paths of indices from the root.
pub(super) struct Opened(BTreeSet<Vec<usize>>);

impl Opened {
    /// Decides which rows of a type's tree are expanded.
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
            // Expands the root even if it is a component schema with its own page.
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
        // The values of an enum are part of its row.
        Shape::Enum(_) => 0,
    }
}

/// Returns whether the current page describes a type.
pub(super) fn is_own(named: &Named) -> bool {
    !named.is_shared()
}
