//! Refuses cyclic aliases.

use std::collections::BTreeMap;

use super::component::Components;
use super::context::Lowering;
use crate::api::{Named, Shape, Type, TypeDef, TypeScope};

/// Refuses an alias that refers to itself only through aliases.
pub(super) fn refuse(lowering: &mut Lowering<'_>, components: &Components) {
    let types = components.iter().flat_map(|(wire, types)| {
        let named = |number| Named {
            home: TypeScope::Component(wire.clone()),
            number,
        };
        let types = types.iter().enumerate();
        types.map(move |(number, def)| (named(number), def))
    });
    let types: BTreeMap<Named, &TypeDef> = types.collect();
    let target = |name: &Named| match types.get(name).map(|def| &def.shape) {
        Some(Shape::Alias(kind)) => innermost(kind),
        _ => None,
    };
    for (name, def) in &types {
        let mut steps = 0;
        let mut next = target(name);
        while let Some(here) = next
            && steps <= types.len()
        {
            if here == name {
                lowering.unsupported(
                    "a schema that is a list, a map or an alias of itself",
                    &def.pointer,
                );
                break;
            }
            steps += 1;
            next = target(here);
        }
    }
}

/// Returns the component type inside nested lists and maps.
fn innermost(kind: &Type) -> Option<&Named> {
    match kind {
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => innermost(inner),
        Type::Named(named) if named.is_shared() => Some(named),
        _ => None,
    }
}
