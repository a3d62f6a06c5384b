//! Where a schema stands in the description: the name that a type there gets by its path, and what it
//! is if the description does not say.

use crate::description::resolve::escape;
use crate::name;

/// A place in the description.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    /// The JSON pointer, from `#`.
    pub(super) pointer: String,
    /// The name of a type here.
    pub(super) name: String,
    /// What a type here is.
    pub(super) doc: String,
}

impl Spot {
    pub(super) fn new(
        pointer: impl Into<String>,
        name: impl Into<String>,
        doc: impl Into<String>,
    ) -> Self {
        Self {
            pointer: pointer.into(),
            name: name.into(),
            doc: doc.into(),
        }
    }

    /// A component schema.
    pub(super) fn component(wire: &str) -> Self {
        Self::new(
            format!("#/components/schemas/{}", escape(wire)),
            name::pascal(wire),
            format!("The schema `{}`.", wire.replace('`', "'")),
        )
    }

    /// The same place, whose type has this name.
    pub(super) fn named(&self, name: &str) -> Self {
        Self::new(&self.pointer, name, &self.doc)
    }

    /// The same, said at another place.
    pub(super) fn at(&self, pointer: &str) -> Self {
        Self::new(pointer, &self.name, &self.doc)
    }

    /// A member of the object here.
    pub(super) fn member(&self, wire: &str) -> Self {
        Self::new(
            format!("{}/properties/{}", self.pointer, escape(wire)),
            format!("{}{}", self.name, name::pascal(wire)),
            format!(
                "The member `{}` of `{}`.",
                wire.replace('`', "'"),
                self.name
            ),
        )
    }

    /// An item of the array here.
    pub(super) fn item(&self) -> Self {
        self.part("items", "Item", "An item of ")
    }

    /// An item of the array here, whose shapes stand at places of their own.
    pub(super) fn named_item(&self) -> Self {
        self.item().at(&self.pointer)
    }

    /// A value of the map here.
    pub(super) fn value(&self) -> Self {
        self.part("additionalProperties", "Value", "A value of ")
    }

    /// One shape of the union here, to which the steps lead.
    pub(super) fn shape(&self, steps: &str, variant: &str) -> Self {
        Self::new(
            format!("{}/{steps}", self.pointer),
            format!("{}{variant}", self.name),
            format!("The shape `{variant}` of `{}`.", self.name),
        )
    }

    /// The same type, said further down.
    pub(super) fn same(&self, steps: &str) -> Self {
        self.part(steps, "", "")
    }

    fn part(&self, steps: &str, suffix: &str, prefix: &str) -> Self {
        let doc = match self.doc.split_at_checked(1) {
            Some((first, rest)) if !prefix.is_empty() => {
                format!("{prefix}{}{rest}", first.to_lowercase())
            }
            _ => self.doc.clone(),
        };
        Self::new(
            format!("{}/{steps}", self.pointer),
            format!("{}{suffix}", self.name),
            doc,
        )
    }
}
