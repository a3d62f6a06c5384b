//! The names of a union's variants: by what sets the shapes apart, and by nothing outside of the union.

use super::name;
use crate::api::Label;

/// A shape's members, each with what kind it is.
type Members<'a> = Vec<(&'a str, String)>;

/// Returns a name for each shape: its own one, and where shapes share that, one that says what only it
/// has.
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
    all.iter().enumerate().map(name).collect()
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

/// Names a shape by the members that others do not have, or, if others have the same ones, by what kind
/// they are of.
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
