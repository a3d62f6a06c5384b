//! The named types of a crate, by location.

use std::collections::BTreeMap;

use tagsmith::crate_ir::{Crate, Named, SchemaFile, TypeDef, TypeScope};

/// The named types of a crate. The names of operations' types are unique within a tag.
pub(super) struct Types<'a> {
    shared: BTreeMap<Named, &'a TypeDef<'a>>,
    own: BTreeMap<(&'a str, &'a str), &'a TypeDef<'a>>,
}

impl<'a> Types<'a> {
    pub(super) fn new(api: &'a Crate<'a>) -> Self {
        let own = api.tags.iter().flat_map(|tag| {
            let types = tag.operations.iter().flat_map(|it| &it.types);
            types.map(|def| ((tag.module.as_str(), def.name.as_str()), def))
        });
        Self {
            shared: api.schemas.iter().flat_map(shared).collect(),
            own: own.collect(),
        }
    }

    pub(super) fn find(&self, named: &Named, tag: &str) -> Option<&'a TypeDef<'a>> {
        match named.home {
            TypeScope::Operation => self.own.get(&(tag, named.name.as_str())).copied(),
            TypeScope::Types | TypeScope::Within(_) => self.shared.get(named).copied(),
        }
    }
}

/// Returns the types of a component schema: its own type and those of its parts.
pub(super) fn shared<'a>(
    file: &'a SchemaFile<'a>,
) -> impl Iterator<Item = (Named, &'a TypeDef<'a>)> {
    file.types.iter().enumerate().map(|(index, def)| {
        let home = match index {
            0 => TypeScope::Types,
            _ => TypeScope::Within(file.module.clone()),
        };
        let name = def.name.clone();
        (Named { name, home }, def)
    })
}
