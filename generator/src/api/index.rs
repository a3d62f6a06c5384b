//! An index of all types with a definition.

use std::collections::BTreeMap;

use crate::api::{Named, SchemaFile, TypeDef, TypeScope};

/// The types of all component schemas, by schema name.
pub(crate) struct Index<'a>(BTreeMap<&'a str, &'a [TypeDef]>);

impl<'a> Index<'a> {
    pub(crate) fn new(schemas: &'a [SchemaFile]) -> Self {
        Self::of(
            schemas
                .iter()
                .map(|it| (it.wire.as_str(), it.types.as_slice())),
        )
    }

    /// Builds the index of component schemas.
    pub(crate) fn of(schemas: impl Iterator<Item = (&'a str, &'a [TypeDef])>) -> Self {
        Self(schemas.collect())
    }

    /// Returns the definition of a type. `own` contains the operation's own types.
    pub(crate) fn find(&self, named: &Named, own: &'a [TypeDef]) -> Option<&'a TypeDef> {
        self.owned(named, own).get(named.number)
    }

    /// Returns all types of a type's owner; `own` are the operation's own types.
    pub(crate) fn owned(&self, named: &Named, own: &'a [TypeDef]) -> &'a [TypeDef] {
        match &named.home {
            TypeScope::Operation => own,
            TypeScope::Component(wire) => self.0.get(wire.as_str()).copied().unwrap_or_default(),
        }
    }
}

/// Returns the identity of a component schema's type.
pub(crate) fn named(file: &SchemaFile, number: usize) -> Named {
    Named {
        home: TypeScope::Component(file.wire.clone()),
        number,
    }
}
