//! Structs that hold themselves: a box breaks the cycle, and a required member of a cycle becomes
//! optional, or its default would never end.

use std::collections::BTreeMap;

use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;

use super::Lowering;
use crate::api::index::named;
use crate::api::{Named, SchemaFile, Shape, Type, TypeDef};

/// Cuts them. Only component schemas can refer to themselves; an operation's own types cannot.
pub(super) fn cut(lowering: &mut Lowering<'_>, schemas: &mut [SchemaFile]) {
    let names: Vec<Vec<Option<Named>>> = schemas
        .iter()
        .map(|file| (0..file.types.len()).map(|it| named(file, it)).collect())
        .collect();
    let all = || {
        let files = schemas.iter().zip(&names);
        let types = files.flat_map(|(file, names)| file.types.iter().zip(names));
        types.filter_map(|(def, name)| Some((name.as_ref()?, def)))
    };
    refuse_endless_aliases(lowering, &all().collect());
    let rings = rings(all());
    let ring = |named: &Named| rings.get(named).copied();
    let cut: Vec<Vec<bool>> = all()
        .map(|(name, def)| {
            let Shape::Struct(body) = &def.shape else {
                return Vec::new();
            };
            let members = body.members.iter();
            let is_cut = |kind: &Type| match kind {
                Type::Named(held) => ring(held).is_some() && ring(held) == ring(name),
                _ => false,
            };
            members.map(|member| is_cut(&member.kind)).collect()
        })
        .collect();
    let types = schemas.iter_mut().flat_map(|file| &mut file.types);
    for (def, cut) in types.zip(cut) {
        if let Shape::Struct(body) = &mut def.shape {
            for (member, cut) in body.members.iter_mut().zip(cut) {
                member.boxed = cut;
            }
        }
    }
}

/// Returns for each type that holds itself, through others or not, with which others it does.
fn rings<'a>(types: impl Iterator<Item = (&'a Named, &'a TypeDef)>) -> BTreeMap<Named, usize> {
    let mut graph: DiGraphMap<&Named, ()> = DiGraphMap::new();
    for (name, def) in types {
        graph.add_node(name);
        // Not what is behind a list or a map.
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
    rings
}

/// An alias is another type by another name: one that leads back to itself by aliases alone is none.
fn refuse_endless_aliases(lowering: &mut Lowering<'_>, types: &BTreeMap<&Named, &TypeDef>) {
    let target = |name: &Named| match types.get(name).map(|def| &def.shape) {
        Some(Shape::Alias(kind)) => innermost(kind),
        _ => None,
    };
    for (name, def) in types {
        let mut steps = 0;
        let mut next = target(name);
        while let Some(here) = next
            && steps <= types.len()
        {
            if here == *name {
                lowering.unsupported(
                    "a schema that is a list, a map or another name of itself",
                    &def.pointer,
                );
                break;
            }
            steps += 1;
            next = target(here);
        }
    }
}

/// Returns the component type that a type leads to through lists and maps.
fn innermost(kind: &Type) -> Option<&Named> {
    match kind {
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => innermost(inner),
        Type::Named(named) if named.is_shared() => Some(named),
        _ => None,
    }
}
