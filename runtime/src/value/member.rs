//! A row of a struct's property table, and sets of properties that were present or `null`.

/// A declared property: its wire name and its presence. A tuple of constants compiles fastest.
pub type Member = (&'static str, Is);

/// Whether a property is required and nullable.
#[derive(Clone, Copy, Debug)]
pub enum Is {
    /// Required, not nullable.
    Required,
    /// Required, nullable.
    RequiredNullable,
    /// Optional, not nullable.
    Optional,
    /// Optional, nullable.
    OptionalNullable,
}

impl Is {
    /// Returns whether the description requires the property.
    #[must_use]
    pub const fn required(self) -> bool {
        matches!(self, Self::Required | Self::RequiredNullable)
    }

    /// Returns whether the description allows `null` for the property.
    #[must_use]
    pub const fn nullable(self) -> bool {
        matches!(self, Self::RequiredNullable | Self::OptionalNullable)
    }
}

/// The index that stands for all undeclared properties.
pub const REST: usize = usize::MAX;

/// Returns the property with this name, and its index. The search begins at `next`, which usually matches, because
/// responses have a stable property order.
#[inline]
pub(super) fn find(
    members: &'static [Member],
    next: usize,
    name: &str,
) -> Option<(usize, &'static Member)> {
    if let Some(member) = members.get(next)
        && member.0 == name
    {
        return Some((next, member));
    }
    let (before, after) = members.split_at(next.min(members.len()));
    let is_it = |(_, member): &(usize, &Member)| member.0 == name;
    let ahead = (before.len()..).zip(after).find(is_it);
    ahead.or_else(|| (0..).zip(before).find(is_it))
}

/// The properties of a struct that were `null` instead of absent, by index.
///
/// An `Option` cannot distinguish `null` from absent. By means of this set, a decoded value is encoded as it was
/// received.
#[derive(Clone, Debug, Default)]
pub struct Nulls {
    first: u64,
    rest: Vec<usize>,
}

impl Nulls {
    /// Marks the property at `index` as `null`.
    pub fn insert(&mut self, index: usize) {
        if index < 64 {
            self.first |= 1 << index;
        } else if !self.rest.contains(&index) {
            self.rest.push(index);
        }
    }

    /// Removes the mark of the property at `index`.
    pub fn remove(&mut self, index: usize) {
        if index < 64 {
            self.first &= !(1 << index);
        } else {
            self.rest.retain(|it| *it != index);
        }
    }

    /// Returns whether the property at `index` was `null`.
    pub fn contains(&self, index: usize) -> bool {
        if index < 64 {
            self.first & (1 << index) != 0
        } else {
            self.rest.contains(&index)
        }
    }
}

/// The properties of a struct that were present, by index.
#[derive(Default)]
pub(super) struct Seen {
    first: [u64; 2],
    rest: Vec<usize>,
    pub(super) count: usize,
}

impl Seen {
    /// Marks a property as present. Returns `false` if it was already marked.
    #[inline]
    pub(super) fn insert(&mut self, index: usize) -> bool {
        if self.contains(index) {
            return false;
        }
        self.count += 1;
        match self.first.get_mut(index / 64) {
            Some(word) => *word |= 1 << (index % 64),
            None => self.rest.push(index),
        }
        true
    }

    #[inline]
    fn contains(&self, index: usize) -> bool {
        match self.first.get(index / 64) {
            Some(word) => word & (1 << (index % 64)) != 0,
            None => self.rest.contains(&index),
        }
    }

    /// Returns the required properties that are missing, with their indices.
    pub(super) fn missing<'m>(
        &self,
        members: &'m [Member],
    ) -> impl Iterator<Item = (usize, &'m Member)> {
        let first = self.first.iter().zip((0..).step_by(64));
        let first = first.flat_map(|(word, start)| ones(!word).map(move |bit| start + bit));
        let rest = (64 * self.first.len()..members.len()).filter(|it| !self.rest.contains(it));
        let absent = first
            .chain(rest)
            .map_while(|index| Some((index, members.get(index)?)));
        absent.filter(|(_, (_, is))| is.required())
    }
}

/// Returns the indices of the bits that are set, in ascending order.
fn ones(mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = word.trailing_zeros();
        word &= word.checked_sub(1)?;
        Some(bit as usize)
    })
}

#[cfg(test)]
mod tests {
    use super::{Is, Member, Seen};

    #[test]
    fn missing_required_properties_are_listed() {
        for count in [0, 1, 63, 64, 65, 127, 128, 129, 200] {
            let members: Vec<Member> = (0..count)
                .map(|index| match index % 3 {
                    0 => ("required", Is::Required),
                    1 => ("nullable", Is::RequiredNullable),
                    _ => ("optional", Is::Optional),
                })
                .collect();
            let mut seen = Seen::default();
            for index in (0..count).step_by(2) {
                assert!(seen.insert(index));
                assert!(!seen.insert(index));
            }
            let missing: Vec<usize> = seen.missing(&members).map(|(index, _)| index).collect();
            let expected = (0..count).filter(|index| index % 2 == 1 && index % 3 < 2);
            assert_eq!(missing, expected.collect::<Vec<_>>(), "{count}");
        }
    }
}
