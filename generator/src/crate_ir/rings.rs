//! Finds recursive structs, whose cycles a box must break. A required property in a cycle becomes optional, because its
//! default value would be infinite.

use std::collections::BTreeMap;

use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;

use crate::api::index::named;
use crate::api::{Named, SchemaFile, Type};

/// The recursive types, each with the number of its cycle. Only component schemas can be recursive. An operation's own
/// types cannot.
pub(super) struct Rings(BTreeMap<Named, usize>);

impl Rings {
    pub(super) fn of(schemas: &[SchemaFile]) -> Self {
        let types = schemas.iter().flat_map(|file| {
            let types = file.types.iter().enumerate();
            types.map(|(number, def)| (named(file, number), def))
        });
        let types: Vec<_> = types.collect();
        let mut graph: DiGraphMap<&Named, ()> = DiGraphMap::new();
        for (name, def) in &types {
            graph.add_node(name);
            // Ignores lists and maps, since they already break a cycle.
            for kind in def.kinds() {
                if let Type::Named(held) = kind
                    && held.is_shared()
                {
                    graph.add_edge(name, held, ());
                }
            }
        }
        let mut rings = BTreeMap::new();
        for (number, ring) in tarjan_scc(&graph).into_iter().enumerate() {
            let alone = ring.len() == 1 && ring.iter().all(|it| !graph.contains_edge(it, it));
            if !alone {
                rings.extend(ring.into_iter().map(|name| (name.clone(), number)));
            }
        }
        Self(rings)
    }

    /// Returns whether a field of type `held` in `holder` needs a box to break a cycle.
    pub(super) fn need_box(&self, holder: &Named, held: &Type) -> bool {
        let ring = |named: &Named| self.0.get(named);
        match held {
            Type::Named(held) => ring(held).is_some() && ring(held) == ring(holder),
            _ => false,
        }
    }
}
