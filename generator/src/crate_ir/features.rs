//! Which tags reach which component schemas: a schema is compiled with the features of these tags.

use std::collections::{BTreeMap, BTreeSet};

use crate::api::index::Index;
use crate::api::{Api, Home, Named, Type, TypeDef};

/// Returns the modules of the tags that reach each component schema, by its module.
pub(super) fn of<'a>(api: &'a Api, index: &Index<'a>) -> BTreeMap<&'a str, Vec<String>> {
    let mut reached: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let modules = modules(api);
    for tag in &api.tags {
        let mut found = BTreeSet::new();
        for operation in &tag.operations {
            for kind in operation.kinds() {
                reach(kind, &operation.types, index, &mut found);
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
            let tags = reached.entry(module).or_default();
            tags.push(tag.module.clone());
        }
    }
    reached
}

/// Returns the module of each component's type.
fn modules(api: &Api) -> BTreeMap<&str, &str> {
    let types = api.schemas.iter().filter_map(|file| {
        let def = file.types.first()?;
        Some((def.name.as_str(), file.module.as_str()))
    });
    types.collect()
}

fn reach<'a>(
    kind: &'a Type,
    own: &'a [TypeDef],
    index: &Index<'a>,
    found: &mut BTreeSet<&'a Named>,
) {
    let named = match kind {
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => {
            return reach(inner, own, index, found);
        }
        Type::Named(named) => named,
        _ => return,
    };
    // The types of an operation have names that others of its tag do not have.
    if !found.insert(named) {
        return;
    }
    if let Some(def) = index.find(named, own) {
        for kind in def.kinds() {
            reach(kind, own, index, found);
        }
    }
}
