//! Compares schemas. A reference is equal to the schema that it references.

use std::collections::BTreeSet;

use openapiv3::MediaType;
use serde_json::Value;

use super::context::Lowering;

/// Returns whether two bodies have equal schemas, whether inline or by reference.
pub(super) fn is_same_schema(lowering: &Lowering<'_>, one: &MediaType, other: &MediaType) -> bool {
    if one.schema == other.schema {
        return true;
    }
    let json = |media: &MediaType| serde_json::to_value(media.schema.as_ref()?).ok();
    let mut compared = BTreeSet::new();
    match (json(one), json(other)) {
        (Some(one), Some(other)) => is_same(lowering, &one, &other, &mut compared),
        _ => false,
    }
}

/// `compared` contains all pairs whose comparison has started. Such a pair counts as equal, since the schemas are
/// recursive.
fn is_same(
    lowering: &Lowering<'_>,
    one: &Value,
    other: &Value,
    compared: &mut BTreeSet<(String, String)>,
) -> bool {
    if one == other {
        return true;
    }
    if reference(one).is_some() || reference(other).is_some() {
        if !compared.insert((one.to_string(), other.to_string())) {
            return true;
        }
        let resolved = (resolved(lowering, one), resolved(lowering, other));
        let (Some(one), Some(other)) = resolved else {
            return false;
        };
        return is_same(lowering, &one, &other, compared);
    }
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, value)| {
                    let other = other.get(key);
                    other.is_some_and(|other| is_same(lowering, value, other, compared))
                })
        }
        (Value::Array(one), Value::Array(other)) => {
            let mut pairs = one.iter().zip(other);
            one.len() == other.len() && pairs.all(|(a, b)| is_same(lowering, a, b, compared))
        }
        _ => false,
    }
}

fn reference(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()
}

/// Returns the referenced schema, or an inline schema itself.
fn resolved(lowering: &Lowering<'_>, schema: &Value) -> Option<Value> {
    match reference(schema) {
        // Ignores errors, because lowering the schema reports them.
        Some(reference) => serde_json::to_value(&*lowering.resolver.schema(reference).ok()?).ok(),
        None => Some(schema.clone()),
    }
}
