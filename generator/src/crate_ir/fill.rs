//! Generates the code of sample values by filling slots with samples.

use super::context::Context;
use super::name::raw;
use super::sample::{self, Value};
use super::slot::{self, OTHER, Set, Slot, Template};
use super::spelling::string;
use super::{EnumValue, Named, Shape, TypeDef, Union};

/// Returns the code of a slot with a value in its hole.
pub(super) fn fill(context: &Context<'_>, slot: &Slot<Named>, value: &Value) -> String {
    match (slot, value) {
        (Slot::Literal(code), value) => literal(code, value),
        (Slot::Json { any }, value) => json(any, value),
        (Slot::Nullable { null, .. }, Value::Null) => (*null).to_owned(),
        (Slot::Nullable { some, .. }, value) => fill(context, some, value),
        (Slot::List { none, .. }, Value::List(items)) if items.is_empty() => none.clone(),
        (Slot::List { list, around, .. }, Value::List(items)) => put(
            around,
            &joined(items.iter().map(|it| fill(context, list, it))),
        ),
        (Slot::Map { none, .. }, Value::Object(members)) if members.is_empty() => none.clone(),
        (
            Slot::Map {
                map,
                key,
                entry,
                around,
                ..
            },
            Value::Object(members),
        ) => {
            let entries = members.iter().map(|(name, value)| {
                let key = literal(key, &Value::Text(name.clone()));
                put(entry, &joined([key, fill(context, map, value)]))
            });
            put(around, &joined(entries))
        }
        (Slot::Exact { name }, value) => named(context, name, value, true),
        (Slot::Into { into }, value) => named(context, into, value, false),
        (Slot::Around { around, of }, value) => put(around, &fill(context, of, value)),
        (Slot::List { .. } | Slot::Map { .. }, _) => "Default::default()".to_owned(),
    }
}

/// Returns code with `part` in its hole.
pub(super) fn put(code: &str, part: &str) -> String {
    code.replacen("{}", part, 1)
}

/// Joins pieces of code with commas.
pub(super) fn joined(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().collect::<Vec<_>>().join(", ")
}

/// Returns the code of a literal, in the form that its hole requires.
fn literal(code: &str, value: &Value) -> String {
    let text = match value {
        Value::Text(text) => text.as_str(),
        _ => "",
    };
    let plain = serde_json::to_string(value).unwrap_or_default();
    let numbers = text
        .split('-')
        .map(|it| it.trim_start_matches('0').to_owned());
    [
        ("{b}", plain.clone()),
        ("{i}", plain.clone()),
        ("{u}", plain.clone()),
        ("{f}", plain),
        ("{s}", string(text)),
        ("{t}", string(text)),
        ("{d}", joined(numbers)),
    ]
    .iter()
    .find(|(hole, _)| code.contains(hole))
    .map_or_else(|| code.to_owned(), |(hole, it)| code.replacen(hole, it, 1))
}

fn json([null, literal, text]: &[String; 3], value: &Value) -> String {
    match value {
        Value::Null => null.clone(),
        Value::Bool(it) => put(literal, &it.to_string()),
        Value::Text(it) => put(literal, &string(it)),
        other => {
            let json = serde_json::to_string(other).unwrap_or_default();
            text.replacen("{s}", &string(&json), 1)
        }
    }
}

fn named(context: &Context<'_>, named: &Named, value: &Value, is_exact: bool) -> String {
    let path = context.path(named);
    let default = || format!("{path}::default()");
    let Some(def) = context.types.find(named) else {
        return default();
    };
    match (slot::template(context, named, def), &def.shape, value) {
        (Some(Template::Struct { new, members, .. }), Shape::Struct(_), Value::Object(given)) => {
            structure(context, def, (&new, &members), given).unwrap_or_else(default)
        }
        (Some(Template::Enum { value: code }), Shape::Enum(values), Value::Text(text)) => {
            enumeration(&code, values, text, is_exact)
        }
        (Some(Template::Union { variants }), Shape::Union(union), value) => {
            match variants.get(variant(context, union, value)) {
                Some((around, slot)) if is_exact => put(around, &fill(context, slot, value)),
                Some((_, slot)) => fill(context, slot, value),
                None => default(),
            }
        }
        _ => default(),
    }
}

/// Returns the constructor call. Returns `None` if an argument has no sample, for example in a recursive schema.
fn structure(
    context: &Context<'_>,
    def: &TypeDef,
    (new, sets): (&str, &[Option<Set>]),
    given: &[(String, Value)],
) -> Option<String> {
    let Shape::Struct(body) = &def.shape else {
        return None;
    };
    let mut arguments = Vec::new();
    for (member, set) in body.members.iter().zip(sets) {
        if let Some(Set::Argument(slot)) = set {
            let (_, value) = given.iter().find(|(wire, _)| *wire == member.wire)?;
            arguments.push(fill(context, slot, value));
        }
    }
    Some(put(new, &joined(arguments)))
}

fn enumeration(code: &str, values: &[EnumValue], text: &str, is_exact: bool) -> String {
    match values.iter().find(|it| it.wire == text) {
        Some(value) => put(code, &raw(&value.name)),
        None if is_exact => put(code, &OTHER.replacen("{s}", &string(text), 1)),
        None => string(text),
    }
}

/// Returns the index of the union's variant that a sample matches.
fn variant(context: &Context<'_>, union: &Union, value: &Value) -> usize {
    let is_it = |kind| sample::value(&context.types, kind) == *value;
    let found = union.variants.iter().position(|it| is_it(&it.kind));
    found.unwrap_or(0)
}
