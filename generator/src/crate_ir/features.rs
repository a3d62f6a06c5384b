//! Decides which features compile a component schema: the tags that reach the schema. Also decides which features of
//! the runtime a tag needs.

use std::collections::{BTreeMap, BTreeSet};

use crate::api::index::Index;
use crate::api::{Api, BodyContent, Named, Tag, Type, TypeDef, TypeScope};

/// Returns the tags that reach each component schema, by schema name.
pub(super) fn of<'a>(api: &'a Api, index: &Index<'a>) -> BTreeMap<&'a str, Vec<usize>> {
    let mut reached: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, tag) in api.tags.iter().enumerate() {
        let mut found = BTreeSet::new();
        for operation in &tag.operations {
            // The index of an operation's own type is valid only within that operation.
            found.retain(|it: &&Named| it.is_shared());
            for kind in operation.kinds() {
                reach(kind, &operation.types, index, &mut found);
            }
        }
        let found: BTreeSet<&str> = found
            .iter()
            .filter_map(|named| match &named.home {
                TypeScope::Operation => None,
                TypeScope::Component(wire) => Some(wire.as_str()),
            })
            .collect();
        for wire in found {
            reached.entry(wire).or_default().push(number);
        }
    }
    reached
}

/// Returns the features of the runtime that a tag's operations need: `media-types` for uploads of any media type.
pub(super) fn needed(tag: &Tag) -> Vec<&'static str> {
    let mut bodies = tag.operations.iter().filter_map(|it| it.body.as_ref());
    match bodies.any(|it| matches!(&it.content, BodyContent::Binary(media) if media.contains('*')))
    {
        true => vec!["media-types"],
        false => Vec::new(),
    }
}

fn reach<'a>(
    kind: &'a Type,
    own: &'a [TypeDef],
    index: &Index<'a>,
    found: &mut BTreeSet<&'a Named>,
) {
    let named = match kind {
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => {
            return reach(inner, own, index, found);
        }
        Type::Named(named) => named,
        _ => return,
    };
    if !found.insert(named) {
        return;
    }
    if let Some(def) = index.find(named, own) {
        for kind in def.kinds() {
            reach(kind, own, index, found);
        }
    }
}
