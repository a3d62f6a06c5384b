//! Estimates how deeply the types of a crate contain each other. To find out whether a type is `Send`, the compiler goes
//! through all types within it, and fails at its recursion limit.

use std::collections::BTreeMap;

use petgraph::algo::{condensation, toposort};
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

use crate::api::index::named;
use crate::api::{Named, SchemaFile};

/// The compiler's default limit.
const DEFAULT: usize = 128;

/// The steps from a type to a type within it, such as those of `Option<Vec<T>>`.
const STEPS: usize = 5;

/// The steps that an operation's own types and the caller's futures add.
const OUTSIDE: usize = 32;

/// Returns the recursion limit that the component schemas need, if the default one may not suffice.
pub(super) fn recursion_limit(schemas: &[SchemaFile]) -> Option<usize> {
    let graph = graph(schemas);
    // The bound is cheap to compute, and suffices for most crates.
    if needed(bound(&graph)) <= DEFAULT {
        return None;
    }
    let limit = needed(depth(&graph));
    (limit > DEFAULT).then(|| limit.next_power_of_two())
}

/// Returns the limit for this many types within each other.
fn needed(types: usize) -> usize {
    types.saturating_mul(STEPS).saturating_add(OUTSIDE)
}

fn graph(schemas: &[SchemaFile]) -> DiGraph<(), ()> {
    let mut graph = DiGraph::new();
    let mut nodes: BTreeMap<Named, NodeIndex> = BTreeMap::new();
    let types = schemas.iter().flat_map(|file| {
        let types = file.types.iter().enumerate();
        types.map(|(number, def)| (named(file, number), def))
    });
    let types: Vec<_> = types.collect();
    for (name, _) in &types {
        nodes.insert(name.clone(), graph.add_node(()));
    }
    for (name, def) in &types {
        let held = def.kinds().into_iter().filter_map(|it| it.named());
        for held in held.filter_map(|it| nodes.get(it)) {
            if let Some(holder) = nodes.get(name) {
                graph.add_edge(*holder, *held, ());
            }
        }
    }
    graph
}

/// Returns a bound for the number of types within each other: the types of all cycles on a path.
fn bound(graph: &DiGraph<(), ()>) -> usize {
    let rings = condensation(graph.clone(), true);
    let order = toposort(&rings, None).unwrap_or_default();
    let mut longest = vec![0; rings.node_count()];
    for ring in order.into_iter().rev() {
        let within = rings
            .edges(ring)
            .filter_map(|it| longest.get(it.target().index()));
        let within: usize = within.copied().max().unwrap_or_default();
        let own = rings.node_weight(ring).map_or(0, Vec::len);
        if let Some(longest) = longest.get_mut(ring.index()) {
            *longest = own + within;
        }
    }
    longest.into_iter().max().unwrap_or_default()
}

/// Returns the number of types on the longest path that the compiler takes: it looks at each type once.
fn depth(graph: &DiGraph<(), ()>) -> usize {
    let mut deepest = 0;
    for root in graph.node_indices() {
        let mut seen = vec![false; graph.node_count()];
        let mut path = vec![graph.neighbors(root).collect::<Vec<_>>()];
        while let Some(left) = path.last_mut() {
            // Neighbours are in reverse order.
            match left.pop() {
                None => {
                    path.pop();
                }
                Some(next) => {
                    if let Some(seen) = seen.get_mut(next.index())
                        && !*seen
                    {
                        *seen = true;
                        path.push(graph.neighbors(next).collect());
                        deepest = deepest.max(path.len());
                    }
                }
            }
        }
    }
    deepest
}
