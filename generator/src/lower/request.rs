//! Which structs a request can hold.

use std::collections::BTreeSet;

use crate::api::index::{Index, named};
use crate::api::{Home, Named, SchemaFile, Shape, Tag, Type, TypeDef};

/// Marks them.
pub(super) fn mark(tags: &mut [Tag], schemas: &mut [SchemaFile]) {
    let index = Index::new(schemas);
    let mut shared = BTreeSet::new();
    let mut own: Vec<BTreeSet<usize>> = Vec::new();
    for operation in tags.iter().flat_map(|tag| &tag.operations) {
        let mut reached = BTreeSet::new();
        if let Some(kind) = operation.body.as_ref().and_then(|it| it.content.kind()) {
            reach(kind, &operation.types, &index, &mut reached, &mut shared);
        }
        own.push(reached);
    }
    let operations = tags.iter_mut().flat_map(|tag| &mut tag.operations);
    for (operation, reached) in operations.zip(own) {
        for (number, def) in operation.types.iter_mut().enumerate() {
            if reached.contains(&number) {
                mark_one(def);
            }
        }
    }
    for file in schemas {
        let names: Vec<Named> = (0..file.types.len()).map(|it| named(file, it)).collect();
        for (def, named) in file.types.iter_mut().zip(names) {
            if shared.contains(&named) {
                mark_one(def);
            }
        }
    }
}

fn mark_one(def: &mut TypeDef) {
    if let Shape::Struct(body) = &mut def.shape {
        body.in_request = true;
    }
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
        Home::Operation => own.insert(named.number),
        Home::Component(_) => shared.insert(named.clone()),
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
