//! Every type that has a place of its own, for what reaches across types.

use std::collections::BTreeMap;

use crate::api::{Home, Named, SchemaFile, TypeDef};

/// The types of all component schemas, by their names in the description.
pub(crate) struct Index<'a>(BTreeMap<&'a str, &'a [TypeDef]>);

impl<'a> Index<'a> {
    pub(crate) fn new(schemas: &'a [SchemaFile]) -> Self {
        Self::of(
            schemas
                .iter()
                .map(|it| (it.wire.as_str(), it.types.as_slice())),
        )
    }

    /// Makes the index of component schemas by their names.
    pub(crate) fn of(schemas: impl Iterator<Item = (&'a str, &'a [TypeDef])>) -> Self {
        Self(schemas.collect())
    }

    /// Returns a type's definition; an operation's own types are `own`.
    pub(crate) fn find(&self, named: &Named, own: &'a [TypeDef]) -> Option<&'a TypeDef> {
        let types = match &named.home {
            Home::Operation => own,
            Home::Component(wire) => self.0.get(wire.as_str())?,
        };
        types.get(named.number)
    }
}

/// Returns which type one of a component schema's is.
pub(crate) fn named(file: &SchemaFile, number: usize) -> Named {
    Named {
        home: Home::Component(file.wire.clone()),
        number,
    }
}
