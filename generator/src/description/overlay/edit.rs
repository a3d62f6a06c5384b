//! The actions `update` and `remove` of Overlay 1.0, which preserve the order of members.

use serde_yaml::Value as Tree;

use super::target::Step;

/// Merges a value into the value at `path`. If that is an array, appends to it.
pub(super) fn update(tree: &mut Tree, path: &[Step], with: &Tree) {
    if let Some(at) = find(tree, path) {
        match at {
            Tree::Sequence(items) if !with.is_sequence() => items.push(with.clone()),
            at => merge(at, with),
        }
    }
}

/// Removes the value at `path`, which must not be the root.
pub(super) fn remove(tree: &mut Tree, path: &[Step]) {
    let Some((last, parent)) = path.split_last() else {
        return;
    };
    match (find(tree, parent), last) {
        (Some(Tree::Mapping(members)), Step::Member(name)) => {
            members.shift_remove(name.as_str());
        }
        (Some(Tree::Sequence(items)), Step::Item(index)) if *index < items.len() => {
            items.remove(*index);
        }
        _ => {}
    }
}

fn find<'t>(tree: &'t mut Tree, path: &[Step]) -> Option<&'t mut Tree> {
    path.iter().try_fold(tree, |at, step| match step {
        Step::Member(name) => at.get_mut(name.as_str()),
        Step::Item(index) => at.get_mut(*index),
    })
}

fn merge(at: &mut Tree, with: &Tree) {
    match (at, with) {
        (Tree::Mapping(at), Tree::Mapping(with)) => {
            for (key, value) in with {
                match at.get_mut(key) {
                    Some(at) => merge(at, value),
                    None => {
                        at.insert(key.clone(), value.clone());
                    }
                }
            }
        }
        (Tree::Sequence(at), Tree::Sequence(with)) => at.extend(with.iter().cloned()),
        (at, with) => *at = with.clone(),
    }
}
