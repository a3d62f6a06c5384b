//! The location of a schema: its JSON pointer, and its path from the component schema or operation that owns it.

use crate::api::{Place, Step};
use crate::description::resolve::{escape, schema_pointer};

/// A location in the description.
#[derive(Clone, Debug)]
pub(super) struct Location {
    /// The JSON pointer, starting with `#`.
    pub(super) pointer: String,
    /// The path to the type from its owner.
    pub(super) place: Place,
}

impl Location {
    /// Creates a location in an operation.
    pub(super) fn new(pointer: impl Into<String>, step: Step) -> Self {
        Self {
            pointer: pointer.into(),
            place: Place {
                within: None,
                steps: vec![step],
            },
        }
    }

    /// Creates the location of a component schema.
    pub(super) fn component(wire: &str) -> Self {
        Self {
            pointer: schema_pointer(wire),
            place: Place::default(),
        }
    }

    /// Returns the location with a path that starts at the type with this index.
    pub(super) fn within(&self, number: usize) -> Self {
        Self {
            pointer: self.pointer.clone(),
            place: Place {
                within: Some(number),
                steps: Vec::new(),
            },
        }
    }

    /// Returns the location with a different JSON pointer.
    pub(super) fn at(&self, pointer: &str) -> Self {
        Self {
            pointer: pointer.to_owned(),
            place: self.place.clone(),
        }
    }

    /// Returns the location of a property.
    pub(super) fn member(&self, wire: &str) -> Self {
        let steps = format!("properties/{}", escape(wire));
        self.part(&steps, Step::Member(wire.to_owned()))
    }

    /// Returns the location of an array's items.
    pub(super) fn item(&self) -> Self {
        self.part("items", Step::Item)
    }

    /// Returns the location of an array's items, in a union whose subschemas are arrays.
    pub(super) fn named_item(&self) -> Self {
        self.item().at(&self.pointer)
    }

    /// Returns the location of a map's values.
    pub(super) fn value(&self) -> Self {
        self.part("additionalProperties", Step::Value)
    }

    /// Returns the location of a subschema of a union.
    pub(super) fn shape(&self, steps: &str, number: usize) -> Self {
        self.part(steps, Step::Shape(number))
    }

    /// Returns the location of the struct with the properties of several subschemas.
    pub(super) fn several(&self) -> Self {
        self.part("anyOf", Step::Several)
    }

    /// Returns the location of a response in an alternative media type.
    pub(super) fn media(&self, media_type: &str) -> Self {
        let mut location = self.clone();
        location
            .place
            .steps
            .push(Step::Media(media_type.to_owned()));
        location
    }

    /// Returns the location of the same type, with additional steps in its JSON pointer.
    pub(super) fn same(&self, steps: &str) -> Self {
        self.at(&format!("{}/{steps}", self.pointer))
    }

    fn part(&self, steps: &str, step: Step) -> Self {
        let mut location = self.same(steps);
        location.place.steps.push(step);
        location
    }
}
