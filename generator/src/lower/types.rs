//! Collects the types of a component schema or an operation during lowering.

use openapiv3::Schema;

use super::location::Location;
use crate::api::{Named, Shape, Type, TypeDef, TypeScope};

/// The types of a component schema or an operation.
pub(super) struct Types {
    /// The types, by index. `None` marks a type that is being lowered, since the index of a type precedes those of its
    /// parts.
    defs: Vec<Option<TypeDef>>,
    home: TypeScope,
}

/// A type, and whether it is nullable.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    pub(super) kind: Type,
    pub(super) nullable: bool,
}

impl Typed {
    pub(super) fn plain(kind: Type) -> Self {
        Self {
            kind,
            nullable: false,
        }
    }

    /// Returns the type for a location that cannot be nullable itself.
    pub(super) fn into_type(self) -> Type {
        if self.nullable && self.kind != Type::Json {
            Type::Nullable(Box::new(self.kind))
        } else {
            self.kind
        }
    }
}

impl Types {
    /// Creates the collection of an operation.
    pub(super) fn of_operation() -> Self {
        Self {
            defs: Vec::new(),
            home: TypeScope::Operation,
        }
    }

    pub(super) fn into_defs(self) -> Vec<TypeDef> {
        self.defs.into_iter().flatten().collect()
    }

    /// Creates the collection of a component schema, whose own type is always the first.
    pub(super) fn of_component(wire: &str) -> Self {
        Self {
            defs: vec![None],
            home: TypeScope::Component(wire.to_owned()),
        }
    }

    /// Returns whether a component schema's own type is not lowered yet.
    pub(super) fn lacks_own(&self) -> bool {
        matches!(self.defs.first(), Some(None))
    }

    /// Returns the definition of a type in this collection.
    pub(super) fn own(&self, named: &Named) -> Option<&TypeDef> {
        let here = self.home == named.home;
        self.defs.get(named.number)?.as_ref().filter(|_| here)
    }

    /// Reserves the index of a type before its parts are lowered.
    pub(super) fn begin(&mut self, location: &Location) -> usize {
        // The own type of a component schema has index 0, which is reserved from the start.
        let is_component = location.place.within.is_none() && location.place.steps.is_empty();
        if is_component && self.lacks_own() {
            return 0;
        }
        self.defs.push(None);
        self.defs.len() - 1
    }

    /// Stores the definition of a type.
    pub(super) fn end(
        &mut self,
        number: usize,
        location: &Location,
        schema: &Schema,
        shape: Shape,
    ) -> Type {
        let def = TypeDef {
            pointer: location.pointer.clone(),
            place: location.place.clone(),
            doc: match &schema.schema_data.description {
                Some(doc) if !doc.trim().is_empty() => doc.clone(),
                _ => String::new(),
            },
            deprecated: schema.schema_data.deprecated,
            shape,
        };
        if let Some(place) = self.defs.get_mut(number) {
            *place = Some(def);
        }
        self.type_of(number)
    }

    /// Returns the type with this index.
    pub(super) fn type_of(&self, number: usize) -> Type {
        Type::Named(Named {
            home: self.home.clone(),
            number,
        })
    }
}
