//! One row of a struct's table, and the memory of members that came as `null`.

/// A member of an object, as the description declares it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Member {
    /// The name on the wire.
    pub name: &'static str,
    /// Whether the description requires it.
    pub required: bool,
    /// Whether the description allows `null`.
    pub nullable: bool,
    /// The one value that the description allows, for a member that tells shapes apart.
    pub only: Option<&'static str>,
}

impl Member {
    /// A member that must be there and not null.
    pub const fn required(name: &'static str) -> Self {
        Self {
            name,
            required: true,
            nullable: false,
            only: None,
        }
    }

    /// A member that may be missing.
    pub const fn optional(name: &'static str) -> Self {
        Self {
            required: false,
            ..Self::required(name)
        }
    }

    /// The same member, which may be null.
    pub const fn nullable(self) -> Self {
        Self {
            nullable: true,
            ..self
        }
    }

    /// The same member, with one allowed value.
    pub const fn only(self, value: &'static str) -> Self {
        Self {
            only: Some(value),
            ..self
        }
    }
}

/// Which members of a struct came as `null` rather than not at all, by their index.
///
/// An `Option` cannot tell the two apart; with this, what was read is written back as it came.
#[derive(Clone, Debug, Default)]
pub struct Nulls {
    first: u64,
    rest: Vec<usize>,
}

impl Nulls {
    /// Notes that the member at `index` came as `null`.
    pub fn insert(&mut self, index: usize) {
        if index < 64 {
            self.first |= 1 << index;
        } else if !self.rest.contains(&index) {
            self.rest.push(index);
        }
    }

    /// Forgets the member at `index`.
    pub fn remove(&mut self, index: usize) {
        if index < 64 {
            self.first &= !(1 << index);
        } else {
            self.rest.retain(|it| *it != index);
        }
    }

    /// Returns whether the member at `index` came as `null`.
    pub fn contains(&self, index: usize) -> bool {
        if index < 64 {
            self.first & (1 << index) != 0
        } else {
            self.rest.contains(&index)
        }
    }
}
