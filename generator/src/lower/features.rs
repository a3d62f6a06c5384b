//! Which tags reach which component schemas: a schema is compiled with the features of these tags.

use std::collections::{BTreeMap, BTreeSet};

use crate::api::index::Index;
use crate::api::{Home, Named, SchemaFile, Tag, Type, TypeDef};

/// Notes them.
pub(super) fn note(tags: &[Tag], schemas: &mut [SchemaFile]) {
    let mut reached: BTreeMap<String, Vec<String>> = BTreeMap::new();
    {
        let index = Index::new(schemas);
        let modules = modules(schemas);
        for tag in tags {
            let mut found = BTreeSet::new();
            for operation in &tag.operations {
                for kind in operation.kinds() {
                    reach(kind, &operation.types, &index, &mut found);
                }
            }
            let found: BTreeSet<&str> = found
                .iter()
                .filter_map(|named| match &named.home {
                    Home::Operation => None,
                    Home::Types => modules.get(named.name.as_str()).copied(),
                    Home::Within(module) => Some(module.as_str()),
                })
                .collect();
            for module in found {
                let tags = reached.entry(module.to_owned()).or_default();
                tags.push(tag.module.clone());
            }
        }
    }
    for file in schemas {
        file.tags = reached.remove(&file.module).unwrap_or_default();
    }
}

/// Returns the module of each component's type.
fn modules(schemas: &[SchemaFile]) -> BTreeMap<&str, &str> {
    let types = schemas.iter().filter_map(|file| {
        let def = file.types.first()?;
        Some((def.name.as_str(), file.module.as_str()))
    });
    types.collect()
}

fn reach(kind: &Type, own: &[TypeDef], index: &Index<'_>, found: &mut BTreeSet<Named>) {
    let named = match kind {
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => {
            return reach(inner, own, index, found);
        }
        Type::Named(named) => named,
        _ => return,
    };
    // The types of an operation have names that others of its tag do not have.
    if !found.insert(named.clone()) {
        return;
    }
    if let Some(def) = index.find(named, own) {
        for kind in def.kinds() {
            reach(kind, own, index, found);
        }
    }
}
