//! Which structs a request can hold: their optional nullable members have three values, and they
//! are made by `new` and setters.

use std::collections::BTreeSet;

use crate::model::{Named, SchemaFile, Shape, Tag, Type, TypeDef};

/// Marks them.
pub(super) fn mark(tags: &mut [Tag], schemas: &mut [SchemaFile]) {
    let mut reached = BTreeSet::new();
    for operation in tags.iter().flat_map(|tag| &tag.operations) {
        if let Some(body) = &operation.body {
            reach(&body.kind, &operation.types, schemas, &mut reached);
        }
    }
    let own = tags
        .iter_mut()
        .flat_map(|tag| &mut tag.operations)
        .flat_map(|operation| &mut operation.types);
    let shared = schemas.iter_mut().flat_map(|file| &mut file.types);
    for (def, shared) in own
        .map(|def| (def, false))
        .chain(shared.map(|def| (def, true)))
    {
        let named = Named {
            name: def.name.clone(),
            shared,
        };
        if reached.contains(&named)
            && let Shape::Struct(body) = &mut def.shape
        {
            body.in_request = true;
            for member in &mut body.members {
                member.three_valued = member.nullable && !member.required;
            }
        }
    }
}

fn reach(kind: &Type, own: &[TypeDef], schemas: &[SchemaFile], reached: &mut BTreeSet<Named>) {
    let named = match kind {
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => {
            return reach(inner, own, schemas, reached);
        }
        Type::Named(named) => named,
        _ => return,
    };
    if !reached.insert(named.clone()) {
        return;
    }
    let Some(def) = find(named, own, schemas) else {
        return;
    };
    match &def.shape {
        Shape::Struct(body) => {
            for member in &body.members {
                reach(&member.kind, own, schemas, reached);
            }
            if let Some(additional) = &body.additional {
                reach(additional, own, schemas, reached);
            }
        }
        Shape::Union(variants) => {
            for variant in variants {
                reach(&variant.kind, own, schemas, reached);
            }
        }
        Shape::Alias(kind) => reach(kind, own, schemas, reached),
        Shape::Enum(_) => {}
    }
}

/// Returns a named type's definition.
pub(super) fn find<'a>(
    named: &Named,
    own: &'a [TypeDef],
    schemas: &'a [SchemaFile],
) -> Option<&'a TypeDef> {
    if named.shared {
        return schemas
            .iter()
            .flat_map(|file| &file.types)
            .find(|def| def.name == named.name);
    }
    own.iter().find(|def| def.name == named.name)
}
