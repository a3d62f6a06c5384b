//! Constraints of a struct: constant properties, closedness, and properties that name the variant of a sibling.

/// Constraints of a struct beyond the names and types of its properties.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Rules {
    /// The constant properties, with their only allowed value.
    pub only: &'static [(&'static str, &'static str)],
    /// Whether undeclared properties are forbidden.
    pub is_closed: bool,
    /// The properties whose variant a sibling property names.
    pub siblings: &'static [Sibling],
}

/// A union property whose variant a sibling property names.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Sibling {
    /// The wire name of the union property.
    pub member: &'static str,
    /// The wire name of the property that names the variant.
    pub named_by: &'static str,
    /// The values of that property, each with the name of the union's variant.
    pub shapes: &'static [(&'static str, &'static str)],
}

impl Rules {
    /// No constraints.
    pub const NONE: Self = Self {
        only: &[],
        is_closed: false,
        siblings: &[],
    };

    /// Adds the constant properties.
    #[must_use]
    pub const fn only(self, only: &'static [(&'static str, &'static str)]) -> Self {
        Self { only, ..self }
    }

    /// Forbids undeclared properties.
    #[must_use]
    pub const fn closed(self) -> Self {
        Self {
            is_closed: true,
            ..self
        }
    }

    /// Adds the properties whose variant a sibling property names.
    #[must_use]
    pub const fn siblings(self, siblings: &'static [Sibling]) -> Self {
        Self { siblings, ..self }
    }
}

impl Sibling {
    /// Maps the values of one property to the variants of another.
    pub const fn new(
        member: &'static str,
        named_by: &'static str,
        shapes: &'static [(&'static str, &'static str)],
    ) -> Self {
        Self {
            member,
            named_by,
            shapes,
        }
    }
}
