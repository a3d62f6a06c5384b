//! Structs that hold themselves: a box breaks the cycle, and a required member of a cycle becomes
//! optional, or its default would never end.

use std::collections::{BTreeMap, BTreeSet};

use super::Lowering;
use crate::model::{SchemaFile, Shape, Type, TypeDef};

/// Cuts them. Only component schemas can refer to themselves; an operation's own types cannot.
pub(super) fn cut(lowering: &mut Lowering<'_>, schemas: &mut [SchemaFile]) {
    refuse_endless_aliases(lowering, schemas);
    let edges: BTreeMap<String, BTreeSet<String>> = schemas
        .iter()
        .flat_map(|file| &file.types)
        .map(|def| (def.name.clone(), holds(def)))
        .collect();
    for def in schemas.iter_mut().flat_map(|file| &mut file.types) {
        let Shape::Struct(body) = &mut def.shape else {
            continue;
        };
        for member in &mut body.members {
            if let Type::Named(named) = &member.kind {
                member.boxed = reaches(&edges, &named.name, &def.name);
            }
        }
    }
}

/// An alias is another type by another name: one that leads back to itself by aliases alone is none.
fn refuse_endless_aliases(lowering: &mut Lowering<'_>, schemas: &[SchemaFile]) {
    let aliases: BTreeMap<&str, (&TypeDef, &Type)> = schemas
        .iter()
        .flat_map(|file| &file.types)
        .filter_map(|def| match &def.shape {
            Shape::Alias(kind) => Some((def.name.as_str(), (def, kind))),
            _ => None,
        })
        .collect();
    for (def, kind) in aliases.values() {
        let mut seen = BTreeSet::new();
        let mut next = Some(target(kind));
        while let Some(name) = next.flatten() {
            if name == def.name {
                lowering.unsupported(
                    "a schema that is a list, a map or another name of itself",
                    &def.pointer,
                );
                break;
            }
            next = aliases
                .get(name)
                .filter(|_| seen.insert(name))
                .map(|(_, kind)| target(kind));
        }
    }
}

/// Returns the component type that a type leads to through lists and maps.
fn target(kind: &Type) -> Option<&str> {
    match kind {
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => target(inner),
        Type::Named(named) if named.shared => Some(&named.name),
        _ => None,
    }
}

/// Returns the types that a value of this type holds within itself, not behind a list or a map.
fn holds(def: &TypeDef) -> BTreeSet<String> {
    let kinds: Vec<&Type> = match &def.shape {
        Shape::Struct(body) => body.members.iter().map(|member| &member.kind).collect(),
        Shape::Union(variants) => variants.iter().map(|variant| &variant.kind).collect(),
        Shape::Alias(kind) => vec![kind],
        Shape::Enum(_) => Vec::new(),
    };
    kinds
        .into_iter()
        .filter_map(|kind| match kind {
            Type::Named(named) if named.shared => Some(named.name.clone()),
            _ => None,
        })
        .collect()
}

fn reaches(edges: &BTreeMap<String, BTreeSet<String>>, from: &str, to: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut next = vec![from];
    while let Some(here) = next.pop() {
        if here == to {
            return true;
        }
        if seen.insert(here) {
            next.extend(edges.get(here).into_iter().flatten().map(String::as_str));
        }
    }
    false
}
