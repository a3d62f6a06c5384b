//! The definition of a type that an operation names.

use crate::api::{Api, Home, Named, Operation, Shape, TypeDef};

/// Returns the definition of a named type.
pub(super) fn find<'a>(
    api: &'a Api,
    operation: &'a Operation,
    named: &Named,
) -> Option<&'a TypeDef> {
    let is_it = |def: &&TypeDef| def.name == named.name;
    let mut files = api.schemas.iter();
    match &named.home {
        Home::Operation => operation.types.iter().find(is_it),
        Home::Types => files.filter_map(|file| file.types.first()).find(is_it),
        Home::Within(module) => {
            let file = files.find(|file| file.module == *module)?;
            file.types.iter().find(is_it)
        }
    }
}

/// Returns whether a named type is a union.
pub(super) fn is_union(api: &Api, operation: &Operation, named: &Named) -> bool {
    let shape = find(api, operation, named).map(|def| &def.shape);
    matches!(shape, Some(Shape::Union(_)))
}
