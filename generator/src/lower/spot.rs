//! Where a schema stands: in the description, and within its component schema or its operation.

use crate::api::{Place, Step};
use crate::description::resolve::escape;

/// A place in the description.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    /// The JSON pointer, from `#`.
    pub(super) pointer: String,
    /// How one comes to a type here.
    pub(super) place: Place,
}

impl Spot {
    /// A place in an operation.
    pub(super) fn new(pointer: impl Into<String>, step: Step) -> Self {
        Self {
            pointer: pointer.into(),
            place: Place {
                within: None,
                steps: vec![step],
            },
        }
    }

    /// A component schema.
    pub(super) fn component(wire: &str) -> Self {
        Self {
            pointer: format!("#/components/schemas/{}", escape(wire)),
            place: Place::default(),
        }
    }

    /// The same place, where the type of this number stands.
    pub(super) fn within(&self, number: usize) -> Self {
        Self {
            pointer: self.pointer.clone(),
            place: Place {
                within: Some(number),
                steps: Vec::new(),
            },
        }
    }

    /// The same, said at another place.
    pub(super) fn at(&self, pointer: &str) -> Self {
        Self {
            pointer: pointer.to_owned(),
            place: self.place.clone(),
        }
    }

    /// A member of the object here.
    pub(super) fn member(&self, wire: &str) -> Self {
        let steps = format!("properties/{}", escape(wire));
        self.part(&steps, Step::Member(wire.to_owned()))
    }

    /// An item of the array here.
    pub(super) fn item(&self) -> Self {
        self.part("items", Step::Item)
    }

    /// An item of the array here, whose shapes stand at places of their own.
    pub(super) fn named_item(&self) -> Self {
        self.item().at(&self.pointer)
    }

    /// A value of the map here.
    pub(super) fn value(&self) -> Self {
        self.part("additionalProperties", Step::Value)
    }

    /// One shape of the union here, to which the steps lead.
    pub(super) fn shape(&self, steps: &str, number: usize) -> Self {
        self.part(steps, Step::Shape(number))
    }

    /// The object with the members of several shapes of the union here.
    pub(super) fn several(&self) -> Self {
        self.part("anyOf", Step::Several)
    }

    /// The same answer in another media type.
    pub(super) fn media(&self, media_type: &str) -> Self {
        let mut spot = self.clone();
        spot.place.steps.push(Step::Media(media_type.to_owned()));
        spot
    }

    /// The same type, said further down.
    pub(super) fn same(&self, steps: &str) -> Self {
        self.at(&format!("{}/{steps}", self.pointer))
    }

    fn part(&self, steps: &str, step: Step) -> Self {
        let mut spot = self.same(steps);
        spot.place.steps.push(step);
        spot
    }
}
