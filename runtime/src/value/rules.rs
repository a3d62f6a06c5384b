//! Constraints of a struct: constant properties, no undeclared properties, and properties that select the variant of a
//! sibling.

/// Constraints of a struct beyond the names and types of its properties.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Rules {
    /// The constant properties, each with its only allowed value.
    pub only: &'static [(&'static str, &'static str)],
    /// Whether undeclared properties are forbidden.
    pub is_closed: bool,
    /// The union properties whose variant a sibling property selects.
    pub siblings: &'static [Sibling],
}

/// A union property whose variant a sibling property selects.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Sibling {
    /// The wire name of the union property.
    pub member: &'static str,
    /// The wire name of the property that selects the variant.
    pub named_by: &'static str,
    /// The values of that property, each with the name of the variant that it selects.
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

    /// Adds union properties whose variant a sibling property selects.
    #[must_use]
    pub const fn siblings(self, siblings: &'static [Sibling]) -> Self {
        Self { siblings, ..self }
    }
}

impl Sibling {
    /// Maps the values of one property to the variants of another property.
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
