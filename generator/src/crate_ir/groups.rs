//! Groups the operations of a tag, like the API's documentation.

use super::operation::{Operation, Tag};

/// The operations of a tag that the API's documentation groups together.
#[derive(Clone, Debug)]
pub struct Group<'k> {
    /// The group's key in the documentation's URLs; empty if the operations have no group.
    pub key: &'k str,
    /// The operations, in the description's order.
    pub operations: Vec<&'k Operation<'k>>,
}

impl Tag<'_> {
    /// Returns the groups of the tag, in the order of their first operations.
    pub fn groups(&self) -> Vec<Group<'_>> {
        let mut groups: Vec<Group<'_>> = Vec::new();
        for operation in &self.operations {
            let key = operation.group.as_deref().unwrap_or_default();
            match groups.iter_mut().find(|it| it.key == key) {
                Some(group) => group.operations.push(operation),
                None => groups.push(Group {
                    key,
                    operations: vec![operation],
                }),
            }
        }
        groups
    }
}
