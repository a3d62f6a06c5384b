//! Adapts a built-in correction to other versions of a description, which may lack components.

use serde_yaml::Value as Tree;

use crate::description::load::Document;
use crate::description::reference::ComponentKey;

/// Returns an update without the mapping entries of a discriminator whose component is missing. Returns `None` if the
/// update references a missing component, or if a mapping becomes empty.
pub(super) fn fitted(update: &Tree, document: &Document<'_>) -> Option<Tree> {
    match update {
        Tree::Sequence(items) => {
            let items = items.iter().map(|it| fitted(it, document));
            items.collect::<Option<Vec<Tree>>>().map(Tree::Sequence)
        }
        Tree::Mapping(members) => {
            let mut fit = members.clone();
            for (key, value) in members {
                let value = match key.as_str() {
                    Some("$ref") if is_missing(value, document) => return None,
                    Some("mapping") => mapping(value, document)?,
                    _ => fitted(value, document)?,
                };
                fit.insert(key.clone(), value);
            }
            Some(Tree::Mapping(fit))
        }
        other => Some(other.clone()),
    }
}

fn mapping(value: &Tree, document: &Document<'_>) -> Option<Tree> {
    let Tree::Mapping(entries) = value else {
        return Some(value.clone());
    };
    let mut entries = entries.clone();
    entries.retain(|_, target| !is_missing(target, document));
    (!entries.is_empty()).then_some(Tree::Mapping(entries))
}

/// Returns whether a reference names a component that the description lacks.
fn is_missing(reference: &Tree, document: &Document<'_>) -> bool {
    let key = reference.as_str().and_then(ComponentKey::parse);
    key.is_some_and(|key| {
        let of_kind = document.components.get(&key.kind);
        !key.is_part() && !of_kind.is_some_and(|it| it.contains_key(&key.name))
    })
}
