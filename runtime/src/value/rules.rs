//! What sets a struct apart from the other shapes of a union, and what its members say of each other.

/// What the description says of a struct beyond its members' names and types.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Rules {
    /// The members that have one allowed value, with that value.
    pub only: &'static [(&'static str, &'static str)],
    /// Whether the description allows no other members.
    pub is_closed: bool,
    /// The members whose shape another member names.
    pub siblings: &'static [Sibling],
}

/// A member that is a union, and the member beside it that names its shape.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Sibling {
    /// The wire name of the union's member.
    pub member: &'static str,
    /// The wire name of the member that names the shape.
    pub named_by: &'static str,
    /// The values of that member, each with the name of the union's variant.
    pub shapes: &'static [(&'static str, &'static str)],
}

impl Rules {
    /// No rules.
    pub const NONE: Self = Self {
        only: &[],
        is_closed: false,
        siblings: &[],
    };

    /// Adds the members that have one allowed value.
    #[must_use]
    pub const fn only(self, only: &'static [(&'static str, &'static str)]) -> Self {
        Self { only, ..self }
    }

    /// Forbids members that are not declared.
    #[must_use]
    pub const fn closed(self) -> Self {
        Self {
            is_closed: true,
            ..self
        }
    }

    /// Adds the members whose shape another member names.
    #[must_use]
    pub const fn siblings(self, siblings: &'static [Sibling]) -> Self {
        Self { siblings, ..self }
    }
}

impl Sibling {
    /// Says which value of one member stands for which variant of another.
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
