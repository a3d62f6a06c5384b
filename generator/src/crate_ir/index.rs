//! An index of all named types by name.

use std::collections::BTreeMap;

use super::types::{Named, SchemaFile, TypeDef, TypeScope};

/// The types of all component schemas.
pub struct Index<'a> {
    /// The own type of each component schema.
    components: BTreeMap<&'a str, &'a TypeDef<'a>>,
    /// The other types of each component schema, by module.
    parts: BTreeMap<(&'a str, &'a str), &'a TypeDef<'a>>,
}

impl<'a> Index<'a> {
    /// Builds the index of component schemas.
    pub fn new(schemas: &'a [SchemaFile<'a>]) -> Self {
        let mut components = BTreeMap::new();
        let mut parts = BTreeMap::new();
        for file in schemas {
            let mut types = file.types.iter();
            components.extend(types.next().map(|def| (def.name.as_str(), def)));
            parts.extend(types.map(|def| ((file.module.as_str(), def.name.as_str()), def)));
        }
        Self { components, parts }
    }

    /// Returns the definition of a named type. `own` contains the operation's own types.
    pub fn find(&self, named: &Named, own: &'a [TypeDef<'a>]) -> Option<&'a TypeDef<'a>> {
        match &named.home {
            TypeScope::Operation => own.iter().find(|def| def.name == named.name),
            TypeScope::Types => self.components.get(named.name.as_str()).copied(),
            TypeScope::Within(module) => self.parts.get(&(module, &named.name)).copied(),
        }
    }
}

/// Returns the name of a type in a file.
pub fn named(file: &SchemaFile<'_>, index: usize) -> Option<Named> {
    let def = file.types.get(index)?;
    Some(Named {
        name: def.name.clone(),
        home: match index {
            0 => TypeScope::Types,
            _ => TypeScope::Within(file.module.clone()),
        },
    })
}
