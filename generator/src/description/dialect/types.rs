//! Rewrites the types of a schema: several types, and null.

use super::moved::Cursor;
use super::node::{Members, Node};

/// The keywords that apply only to values of one type.
const OF_TYPE: &[(&str, &[&str])] = &[
    ("array", &["items", "maxItems", "minItems", "uniqueItems"]),
    (
        "object",
        &[
            "additionalProperties",
            "maxProperties",
            "minProperties",
            "properties",
            "required",
        ],
    ),
    ("string", &["format", "maxLength", "minLength", "pattern"]),
    (
        "number",
        &[
            "exclusiveMaximum",
            "exclusiveMinimum",
            "format",
            "maximum",
            "minimum",
            "multipleOf",
        ],
    ),
];

/// The formats of numbers. All other formats belong to strings.
const OF_NUMBERS: &[&str] = &[
    "decimal", "double", "float", "int16", "int32", "int64", "int8", "uint16", "uint32", "uint64",
    "uint8",
];

/// The keywords that may occur in a schema with a union of one schema and null. The union is then merged with that
/// schema.
const ANNOTATIONS: &[&str] = &[
    "default",
    "deprecated",
    "description",
    "example",
    "externalDocs",
    "nullable",
    "readOnly",
    "title",
    "writeOnly",
    "xml",
];

/// Rewrites the types of a schema.
pub(super) fn settle(members: &mut Members, at: &mut Cursor) {
    union_with_null(members, "anyOf", at);
    union_with_null(members, "oneOf", at);
    enum_of_null(members);
    match members.get("type") {
        Some(Node::List(names)) => {
            let names: Vec<String> = names.iter().filter_map(Node::type_name).collect();
            several(members, names, at);
        }
        Some(it) if it.type_name().is_some_and(|it| it == "null") => only_null(members),
        _ => {}
    }
}

/// Returns the JSON type of a scalar; `None` for null.
pub(super) fn of_scalar(value: &Node) -> Option<&'static str> {
    let types = ["string", "boolean", "integer", "number"];
    types.into_iter().find(|it| is_of(value, it))
}

/// Rewrites a union with null: to a nullable union, or to its only other schema.
fn union_with_null(members: &mut Members, keyword: &str, at: &mut Cursor) {
    let Some(branches) = members.get_mut(keyword).and_then(Node::items_mut) else {
        return;
    };
    let branches = std::mem::take(branches).into_iter().enumerate();
    let branches = branches.filter(|(_, it)| !is_never(it));
    let is_null = |it: &Node| is_only_null(it) || at.nulls.has(it);
    let (nulls, mut left): (Vec<_>, Vec<_>) = branches.partition(|(_, it)| is_null(it));
    let has_null = !nulls.is_empty();
    for (place, null) in nulls {
        keep_referenced(members, keyword, place, null, at);
    }
    match left.len() {
        0 if has_null => {
            members.shift_remove(keyword);
        }
        1 if has_null => {
            if let Some((place, only)) = left.pop() {
                one_branch(members, keyword, place, only, at);
            }
        }
        _ => {
            for (index, (place, _)) in left.iter().enumerate() {
                if index != *place {
                    at.moves(&format!("{keyword}/{place}"), &format!("{keyword}/{index}"));
                }
            }
            let left = left.into_iter().map(|(_, it)| it).collect();
            members.insert(keyword.to_owned(), Node::List(left));
        }
    }
    if has_null {
        nullable(members);
    }
}

/// Moves a referenced branch of null into a definition, so that references to the branch stay valid.
fn keep_referenced(
    members: &mut Members,
    keyword: &str,
    place: usize,
    null: Node,
    at: &mut Cursor,
) {
    let given = format!("{keyword}/{place}");
    if !at.is_referenced(&given) {
        return;
    }
    let definitions = members.entry("$defs".to_owned());
    let definitions = definitions.or_insert_with(|| Node::Object(Members::new()));
    if let Some(definitions) = definitions.members_mut() {
        let name = format!("{keyword} {place}");
        at.moves(&given, &format!("$defs/{name}"));
        definitions.entry(name).or_insert(null);
    }
}

/// Replaces a union by its only schema. If nothing else constrains the value, the schemas are merged. Otherwise the
/// result is an `allOf`.
fn one_branch(members: &mut Members, keyword: &str, place: usize, only: Node, at: &mut Cursor) {
    let index = members.get_index_of(keyword).unwrap_or(0);
    members.shift_remove(keyword);
    let is_annotation = |key: &String| ANNOTATIONS.contains(&key.as_str()) || key.starts_with("x-");
    let given = format!("{keyword}/{place}");
    match only {
        Node::Object(branch)
            if !branch.contains_key("$ref")
                && !branch.contains_key("x-$anchor")
                && members.keys().all(is_annotation)
                && !at.is_referenced(&given) =>
        {
            for (index, (key, value)) in (index..).zip(branch) {
                // Annotations of the outer schema take precedence.
                if !members.contains_key(&key) {
                    at.moves(&format!("{given}/{key}"), &key);
                    members.shift_insert(index.min(members.len()), key, value);
                }
            }
        }
        only => {
            let parts = members.entry("allOf".to_owned());
            let parts = parts.or_insert_with(|| Node::List(Vec::new()));
            if let Some(parts) = parts.items_mut() {
                at.moves(&given, &format!("allOf/{}", parts.len()));
                parts.push(only);
            }
        }
    }
}

/// Returns whether a rewritten schema allows no value, like `false`.
fn is_never(schema: &Node) -> bool {
    let members = schema.members().filter(|it| it.len() == 1);
    let not = members.and_then(|it| it.get("not")?.members());
    not.is_some_and(Members::is_empty)
}

/// Returns whether a rewritten schema allows only null.
fn is_only_null(schema: &Node) -> bool {
    let Some(members) = schema.members() else {
        return false;
    };
    let is_null = members.get("x-null").is_some_and(|it| it.is("true"));
    is_null
        && !["$ref", "allOf", "anyOf", "oneOf"]
            .iter()
            .any(|it| members.contains_key(*it))
}

/// Rewrites an enum with null, but without a type, to a nullable enum.
fn enum_of_null(members: &mut Members) {
    if members.contains_key("type") {
        return;
    }
    let Some(Node::List(values)) = members.get("enum") else {
        return;
    };
    let others = values.iter().filter(|it| !it.is("null")).count();
    if others == values.len() {
        return;
    }
    match others {
        0 => only_null(members),
        _ => nullable(members),
    }
}

/// Rewrites a schema that allows only null to a nullable schema of any value, and marks it with `x-null`.
fn only_null(members: &mut Members) {
    members.shift_remove("type");
    members.shift_remove("enum");
    nullable(members);
    members.insert("x-null".to_owned(), Node::flag(true));
}

fn nullable(members: &mut Members) {
    members.insert("nullable".to_owned(), Node::flag(true));
}

/// Rewrites several types. Null becomes a flag. The other types become a union, each with the keywords that apply to
/// it.
fn several(members: &mut Members, names: Vec<String>, at: &mut Cursor) {
    let index = members.get_index_of("type").unwrap_or(0);
    members.shift_remove("type");
    if names.iter().any(|it| it == "null") {
        nullable(members);
    }
    let given = names.clone();
    let mut names: Vec<String> = names.into_iter().filter(|it| it != "null").collect();
    // `number` includes integers.
    if names.iter().any(|it| it == "number") {
        names.retain(|it| it != "integer");
    }
    names.dedup();
    if let Some(Node::List(values)) = members.get("enum") {
        let has_value = |name: &String| values.iter().any(|it| is_of(it, name));
        match names.iter().any(has_value) {
            true => names.retain(has_value),
            // Null is the only value.
            false if given.iter().any(|it| it == "null") => names.clear(),
            false => {}
        }
    }
    match names.as_slice() {
        [] => only_null(members),
        [name] => {
            members.shift_insert(index, "type".to_owned(), Node::text(name));
        }
        // A schema with all types is equal to a schema without a type.
        _ if names.len() >= 5 && !is_shaped(members) => {}
        _ => {
            // A union stays a union. Each branch gets the keywords that apply to the branch's type.
            let is_union = super::restrict::annotate(members, at);
            let branches: Vec<Node> = names.iter().map(|name| branch(members, name)).collect();
            match is_union {
                true => super::restrict::distribute(members, &names, at),
                false => moved(members, &given, &names, at),
            }
            for (_, keywords) in OF_TYPE {
                for keyword in *keywords {
                    members.shift_remove(*keyword);
                }
            }
            members.shift_remove("enum");
            if !is_union {
                let index = index.min(members.len());
                members.shift_insert(index, "anyOf".to_owned(), Node::List(branches));
            }
        }
    }
}

/// Records the moves of types and of their keywords into branches.
fn moved(members: &Members, given: &[String], names: &[String], at: &mut Cursor) {
    for (index, name) in names.iter().enumerate() {
        if let Some(place) = given.iter().position(|it| it == name) {
            at.moves(&format!("type/{place}"), &format!("anyOf/{index}"));
        }
    }
    for (index, name) in names.iter().enumerate() {
        for (keyword, _) in applicable(members, name) {
            at.moves(keyword, &format!("anyOf/{index}/{keyword}"));
        }
    }
}

/// Returns the keywords of a schema that apply to values of a type.
fn applicable<'a>(
    members: &'a Members,
    name: &str,
) -> impl Iterator<Item = (&'static str, &'a Node)> {
    let owner = if name == "integer" { "number" } else { name };
    let found = OF_TYPE.iter().find(|(it, _)| *it == owner);
    let keywords = found.map(|(_, it)| *it).unwrap_or_default();
    let declared = keywords.iter();
    let declared = declared.filter_map(|it| Some((*it, members.get(*it)?)));
    declared.filter(move |(keyword, value)| {
        let format = value.as_text().filter(|_| *keyword == "format");
        format.is_none_or(|it| OF_NUMBERS.contains(&it.as_str()) == (owner == "number"))
    })
}

/// Returns whether a schema contains more constraints than its type.
fn is_shaped(members: &Members) -> bool {
    let mut keywords = OF_TYPE.iter().flat_map(|(_, keywords)| keywords.iter());
    members.contains_key("enum") || keywords.any(|it| members.contains_key(*it))
}

/// Returns the schema for the values of one type.
pub(super) fn branch(members: &Members, name: &str) -> Node {
    let mut branch = Members::new();
    branch.insert("type".to_owned(), Node::text(name));
    for (keyword, value) in applicable(members, name) {
        branch.insert(keyword.to_owned(), value.clone());
    }
    if let Some(Node::List(values)) = members.get("enum") {
        let of_type = values.iter().filter(|it| is_of(it, name)).cloned();
        let of_type: Vec<Node> = of_type.collect();
        if !of_type.is_empty() {
            branch.insert("enum".to_owned(), Node::List(of_type));
        }
    }
    Node::Object(branch)
}

/// Returns whether a value is of a type.
fn is_of(value: &Node, name: &str) -> bool {
    match name {
        "string" => value.as_text().is_some(),
        "boolean" => value.is("true") || value.is("false"),
        "integer" => value.to_string().parse::<i64>().is_ok(),
        "number" => value.is_number(),
        "array" => matches!(value, Node::List(_)),
        "object" => matches!(value, Node::Object(_)),
        _ => false,
    }
}
