//! Edits of a description: `set`, `remove` and `rename`.
//!
//! Properties keep their order, because the order of properties and enum values is significant.

use serde::Deserialize;
use serde_yaml::{Mapping, Value as Yaml};

use crate::pointer::split;

/// An edit at the location of a JSON Pointer.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Edit {
    /// Sets a property or an item of a list. `-` appends an item.
    Set {
        /// The target.
        set: String,
        /// The new value.
        to: Yaml,
    },
    /// Removes a property or an item.
    Remove {
        /// The target.
        remove: String,
    },
    /// Renames a property in place. References to a renamed component are updated.
    Rename {
        /// The target.
        rename: String,
        /// The new name.
        name: String,
    },
}

impl Edit {
    /// Applies the edit.
    ///
    /// # Errors
    ///
    /// Fails if the target does not exist.
    pub fn apply(&self, description: &mut Yaml) -> Result<(), String> {
        let done = match self {
            Self::Set { set, to } => put(description, set, to),
            Self::Remove { remove } => take(description, remove),
            Self::Rename { rename, name } => give_name(description, rename, name),
        };
        done.ok_or_else(|| format!("the edit has no effect: {self:?}"))
    }
}

fn put(description: &mut Yaml, pointer: &str, value: &Yaml) -> Option<()> {
    let (parent, key) = split(pointer)?;
    match at(description, parent)? {
        Yaml::Mapping(members) => {
            members.insert(Yaml::String(key), value.clone());
        }
        Yaml::Sequence(items) if key == "-" => items.push(value.clone()),
        Yaml::Sequence(items) => *items.get_mut(key.parse::<usize>().ok()?)? = value.clone(),
        _ => return None,
    }
    Some(())
}

fn take(description: &mut Yaml, pointer: &str) -> Option<()> {
    let (parent, key) = split(pointer)?;
    match at(description, parent)? {
        // `swap_remove` would change the order of properties.
        Yaml::Mapping(members) => members.shift_remove(key.as_str()).map(|_| ()),
        Yaml::Sequence(items) => {
            let index = key.parse::<usize>().ok().filter(|it| *it < items.len())?;
            items.remove(index);
            Some(())
        }
        _ => None,
    }
}

fn give_name(description: &mut Yaml, pointer: &str, name: &str) -> Option<()> {
    let (parent, key) = split(pointer)?;
    let Yaml::Mapping(members) = at(description, parent)? else {
        return None;
    };
    let old = Yaml::String(key);
    members.contains_key(&old).then_some(())?;
    let named = |(member, value)| match member == old {
        true => (Yaml::from(name), value),
        false => (member, value),
    };
    *members = std::mem::take(members)
        .into_iter()
        .map(named)
        .collect::<Mapping>();
    if parent.starts_with("/components/") {
        refer(
            description,
            &format!("#{pointer}"),
            &format!("#{parent}/{name}"),
        );
    }
    Some(())
}

/// Updates the references and discriminator mappings that name a component.
fn refer(value: &mut Yaml, old: &str, new: &str) {
    match value {
        Yaml::String(text) if text == old => new.clone_into(text),
        Yaml::Sequence(items) => items.iter_mut().for_each(|it| refer(it, old, new)),
        Yaml::Mapping(members) => members.values_mut().for_each(|it| refer(it, old, new)),
        _ => {}
    }
}

fn at<'a>(description: &'a mut Yaml, pointer: &str) -> Option<&'a mut Yaml> {
    crate::pointer::steps(pointer).try_fold(description, |value, step| match value {
        Yaml::Mapping(members) => members.get_mut(step.as_str()),
        Yaml::Sequence(items) => items.get_mut(step.parse::<usize>().ok()?),
        _ => None,
    })
}
