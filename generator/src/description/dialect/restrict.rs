//! Rewrites a schema that has several types and a union: a value has one of the types, and matches the union.

use super::moved::Cursor;
use super::node::{Members, Node, rename};
use super::types;

/// The keywords of unions.
const UNIONS: &[&str] = &["anyOf", "oneOf"];

/// The keywords that determine the type of a branch. All other keywords only restrict its values.
const SHAPES: &[&str] = &[
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "enum",
    "items",
    "oneOf",
    "properties",
    "type",
    "x-null",
];

/// Turns unions that only restrict the values into annotations. Returns whether a union of types is left.
pub(super) fn annotate(members: &mut Members, at: &mut Cursor) -> bool {
    let mut is_left = false;
    for keyword in UNIONS {
        let Some(Node::List(branches)) = members.get(*keyword) else {
            continue;
        };
        let is_shaped = |branch: &Node| {
            let members = branch.members();
            members.is_some_and(|it| SHAPES.iter().any(|shape| it.contains_key(*shape)))
        };
        if branches.iter().any(is_shaped) {
            is_left = true;
            continue;
        }
        let annotation = format!("x-{keyword}");
        rename(members, keyword, &annotation);
        at.moves(keyword, &annotation);
    }
    is_left
}

/// Adds the keywords of each type to the branches of that type. A reference of a discriminated union stays if its schema
/// declares the same properties.
pub(super) fn distribute(members: &mut Members, names: &[String], at: &mut Cursor) {
    let has_discriminator = members.contains_key("discriminator");
    for keyword in UNIONS {
        let Some(Node::List(mut branches)) = members.get(*keyword).cloned() else {
            continue;
        };
        for name in names {
            let added = types::branch(members, name);
            let Node::Object(added) = added else {
                continue;
            };
            // A schema that contains only the type adds nothing to the branch.
            if added.len() < 2 {
                continue;
            }
            let mut is_moved = false;
            for (index, branch) in branches.iter_mut().enumerate() {
                let is_of = |it: &String| it == name || (name == "number" && it == "integer");
                if !at.targets.type_of(branch).is_some_and(|it| is_of(&it)) {
                    continue;
                }
                let Some(own) = branch.members_mut() else {
                    continue;
                };
                let place = match own.contains_key("$ref") {
                    true if has_discriminator && at.targets.declares(own, &added) => continue,
                    true => {
                        let reference = Node::Object(std::mem::take(own));
                        let parts = vec![reference, Node::Object(added.clone())];
                        own.insert("allOf".to_owned(), Node::List(parts));
                        at.moves(
                            &format!("{keyword}/{index}/$ref"),
                            &format!("{keyword}/{index}/allOf/0"),
                        );
                        format!("{keyword}/{index}/allOf/1")
                    }
                    false => {
                        merge(own, &added);
                        format!("{keyword}/{index}")
                    }
                };
                if !is_moved {
                    for key in added.keys().filter(|it| *it != "type") {
                        at.moves(key, &format!("{place}/{key}"));
                    }
                    is_moved = true;
                }
            }
        }
        members.insert((*keyword).to_owned(), Node::List(branches));
    }
}

/// Adds keywords to a branch. Keywords of the branch itself take precedence.
fn merge(branch: &mut Members, added: &Members) {
    for (key, value) in added {
        match (key.as_str(), branch.get_mut(key), value) {
            (_, None, _) => {
                branch.insert(key.clone(), value.clone());
            }
            ("properties", Some(Node::Object(own)), Node::Object(added)) => {
                for (name, property) in added {
                    own.entry(name.clone()).or_insert_with(|| property.clone());
                }
            }
            ("required", Some(Node::List(own)), Node::List(added)) => {
                let new = added.iter().filter(|it| !own.contains(it));
                let new: Vec<Node> = new.cloned().collect();
                own.extend(new);
            }
            (_, Some(_), _) => {}
        }
    }
}
