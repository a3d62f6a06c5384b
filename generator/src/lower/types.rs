//! The types of one component schema or of one operation, as they are made.

use openapiv3::Schema;

use super::spot::Spot;
use crate::api::{Home, Named, Shape, Type, TypeDef};

/// The types of one component schema or one operation in the making.
pub(super) struct Types {
    /// Those that are being lowered are not there yet: types stand before those that they are made of.
    defs: Vec<Option<TypeDef>>,
    home: Home,
}

/// A type, and whether `null` may stand for it.
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

    /// Returns the type as it stands where no member says that it may be null.
    pub(super) fn into_type(self) -> Type {
        if self.nullable && self.kind != Type::Json {
            Type::Nullable(Box::new(self.kind))
        } else {
            self.kind
        }
    }
}

impl Types {
    /// The types of one operation.
    pub(super) fn of_operation() -> Self {
        Self {
            defs: Vec::new(),
            home: Home::Operation,
        }
    }

    pub(super) fn into_defs(self) -> Vec<TypeDef> {
        self.defs.into_iter().flatten().collect()
    }

    /// The types of the component schema of this name: its own is the first one, whatever it is.
    pub(super) fn of_component(wire: &str) -> Self {
        Self {
            defs: vec![None],
            home: Home::Component(wire.to_owned()),
        }
    }

    /// Returns whether a component schema's own type is still to be made.
    pub(super) fn lacks_own(&self) -> bool {
        matches!(self.defs.first(), Some(None))
    }

    /// Returns the definition of a type that was made here.
    pub(super) fn own(&self, named: &Named) -> Option<&TypeDef> {
        let here = self.home == named.home;
        self.defs.get(named.number)?.as_ref().filter(|_| here)
    }

    /// Returns the number of the type at a place, which is made next: before those that it is made of.
    pub(super) fn begin(&mut self, spot: &Spot) -> usize {
        // A component schema's own type is the first one, and has its number before it is known what it is.
        let is_component = spot.place.within.is_none() && spot.place.steps.is_empty();
        if is_component && self.lacks_own() {
            return 0;
        }
        self.defs.push(None);
        self.defs.len() - 1
    }

    /// Keeps what a type is.
    pub(super) fn end(
        &mut self,
        number: usize,
        spot: &Spot,
        schema: &Schema,
        shape: Shape,
    ) -> Type {
        let def = TypeDef {
            pointer: spot.pointer.clone(),
            place: spot.place.clone(),
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

    /// Returns the type that has this number here.
    pub(super) fn type_of(&self, number: usize) -> Type {
        Type::Named(Named {
            home: self.home.clone(),
            number,
        })
    }
}
