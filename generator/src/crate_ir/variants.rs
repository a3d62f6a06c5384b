//! Names the variants of a union by the differences of its subschemas. A name depends only on the union itself.

use std::collections::BTreeSet;

use super::name;
use crate::api::Label;

/// The properties of a subschema, each with its JSON types.
type Members<'a> = Vec<(&'a str, String)>;

/// Returns a name for each subschema. If subschemas have the same name, each is named after the properties that only
/// this subschema has.
pub(super) fn names(labels: &[Label]) -> Vec<String> {
    let all: Vec<(String, Members<'_>)> = labels
        .iter()
        .map(|it| (joined(&it.words), members(it)))
        .collect();
    let name = |(index, (own, members)): (usize, &(String, Members<'_>))| {
        let others = all.iter().enumerate();
        let alike = others.filter(|(other, (name, _))| *other != index && name == own);
        let alike: Vec<&Members<'_>> = alike.map(|(_, (_, members))| members).collect();
        apart(members, &alike).unwrap_or_else(|| own.clone())
    };
    numbered(all.iter().enumerate().map(name).collect())
}

/// Numbers, in their order, the subschemas that have no difference.
fn numbered(names: Vec<String>) -> Vec<String> {
    let mut taken: BTreeSet<String> = names.iter().cloned().collect();
    let mut seen = BTreeSet::new();
    let mut all = Vec::with_capacity(names.len());
    for name in names {
        if seen.insert(name.clone()) {
            all.push(name);
            continue;
        }
        let mut numbers = (2..).map(|number: usize| format!("{name}{number}"));
        let free = numbers.find(|it| !taken.contains(it)).unwrap_or(name);
        taken.insert(free.clone());
        all.push(free);
    }
    all
}

fn members(label: &Label) -> Members<'_> {
    let members = label.members.iter();
    members
        .map(|(name, kind)| (name.as_str(), joined(kind)))
        .collect()
}

fn joined(words: &[String]) -> String {
    words.iter().map(|it| name::pascal(it)).collect()
}

/// Returns a name from the properties that other subschemas lack. If others have the same properties, returns a name
/// from the JSON types.
fn apart(members: &Members<'_>, others: &[&Members<'_>]) -> Option<String> {
    let has = |other: &Members<'_>, name: &str| other.iter().any(|(it, _)| *it == name);
    let is_same = |other: &&&Members<'_>| {
        other.len() == members.len() && members.iter().all(|(name, _)| has(other, name))
    };
    let name = match others.iter().find(is_same) {
        Some(_) => members
            .iter()
            .map(|(name, kind)| format!("{}{kind}", name::pascal(name)))
            .collect::<String>(),
        None => members
            .iter()
            .filter(|(name, _)| !others.is_empty() && !others.iter().any(|it| has(it, name)))
            .map(|(name, _)| name::pascal(name))
            .collect(),
    };
    (!name.is_empty()).then_some(name)
}
