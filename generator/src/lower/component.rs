//! Lowers the component schemas that operations reach.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::context::Lowering;
use super::location::Location;
use super::{bounds, schema};
use crate::api::index::Index;
use crate::api::{Bound, TypeDef};

/// The types of all component schemas, by schema name.
pub(super) type Components = BTreeMap<String, Vec<TypeDef>>;

/// Lowers all requested component schemas, and transitively all component schemas that these reference.
pub(super) fn all(lowering: &mut Lowering<'_>) -> Components {
    let mut all = Components::new();
    while let Some(wire) = lowering.wanted.pop_first() {
        if let Entry::Vacant(entry) = all.entry(wire) {
            let types = schema::component(lowering, entry.key());
            entry.insert(types);
        }
    }
    all
}

/// Returns the index of all types.
pub(super) fn index(all: &Components) -> Index<'_> {
    Index::of(
        all.iter()
            .map(|(wire, types)| (wire.as_str(), types.as_slice())),
    )
}

/// Returns the constraints of a component schema.
pub(super) fn bounds_of(lowering: &Lowering<'_>, wire: &str) -> Vec<Bound> {
    let schema = lowering.resolver.schema(&Location::component(wire).pointer);
    // Ignores errors, because lowering the schema reports them.
    schema.map(|it| bounds::of(&it)).unwrap_or_default()
}
