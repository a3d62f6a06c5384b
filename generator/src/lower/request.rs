//! Finds the types that requests can contain.

use std::collections::BTreeSet;

use super::exchanged::Exchanged;
use crate::api::index::Index;
use crate::api::{Named, Type, TypeDef, TypeScope};

/// The types that requests can contain.
pub(super) struct Sent {
    /// The operations' own types, by index.
    pub(super) own: Vec<BTreeSet<usize>>,
    /// The types of component schemas.
    pub(super) shared: BTreeSet<Named>,
}

impl Sent {
    pub(super) fn of<'a>(
        operations: impl Iterator<Item = &'a Exchanged>,
        index: &Index<'_>,
    ) -> Self {
        let mut shared = BTreeSet::new();
        let own = operations.map(|operation| {
            let mut own = BTreeSet::new();
            if let Some(kind) = operation.body.as_ref().and_then(|it| it.content.kind()) {
                reach(kind, &operation.types, index, &mut own, &mut shared);
            }
            own
        });
        Self {
            own: own.collect(),
            shared,
        }
    }
}

/// Returns the indexes of the types that belong to a component schema.
pub(super) fn of_component(shared: &BTreeSet<Named>, wire: &str) -> BTreeSet<usize> {
    let first = Named::component(wire);
    let own = shared.range(&first..);
    let own = own.take_while(|it| it.home == first.home);
    own.map(|it| it.number).collect()
}

fn reach(
    kind: &Type,
    types: &[TypeDef],
    index: &Index<'_>,
    own: &mut BTreeSet<usize>,
    shared: &mut BTreeSet<Named>,
) {
    let named = match kind {
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => {
            return reach(inner, types, index, own, shared);
        }
        Type::Named(named) => named,
        _ => return,
    };
    let is_new = match named.home {
        TypeScope::Operation => own.insert(named.number),
        TypeScope::Component(_) => shared.insert(named.clone()),
    };
    if !is_new {
        return;
    }
    if let Some(def) = index.find(named, types) {
        for kind in def.kinds() {
            reach(kind, types, index, own, shared);
        }
    }
}
