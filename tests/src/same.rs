//! Compares JSON values by meaning: objects regardless of order, numbers by value, and times as instants.

use jiff::Timestamp;
use serde_json::{Number, Value as Json};

use crate::pointer::below;

/// Returns the JSON Pointers at which two values differ.
pub fn differences(left: &Json, right: &Json) -> Vec<String> {
    let mut found = Vec::new();
    compare(left, right, "", &mut found);
    found
}

fn compare(left: &Json, right: &Json, path: &str, found: &mut Vec<String>) {
    match (left, right) {
        (Json::Object(left), Json::Object(right)) => {
            for (key, value) in left {
                let here = below(path, key);
                match right.get(key) {
                    Some(other) => compare(value, other, &here, found),
                    None => found.push(here),
                }
            }
            for key in right.keys().filter(|key| !left.contains_key(*key)) {
                found.push(below(path, key));
            }
        }
        (Json::Array(left), Json::Array(right)) if left.len() == right.len() => {
            for (index, (left, right)) in left.iter().zip(right).enumerate() {
                compare(left, right, &format!("{path}/{index}"), found);
            }
        }
        (Json::Number(left), Json::Number(right)) if equal(left, right) => {}
        (Json::String(left), Json::String(right)) if left == right || instant(left, right) => {}
        (left, right) if left == right => {}
        _ => found.push(path.to_owned()),
    }
}

fn instant(left: &str, right: &str) -> bool {
    let read = |text: &str| text.parse::<Timestamp>().ok();
    read(left).is_some_and(|left| Some(left) == read(right))
}

/// Integers are compared exactly, because an `f64` cannot represent all 64-bit integers.
fn equal(left: &Number, right: &Number) -> bool {
    match (left.as_i64(), right.as_i64()) {
        (Some(left), Some(right)) => left == right,
        _ => left.as_f64() == right.as_f64(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::differences;

    #[test]
    fn compares_json_values_by_meaning() {
        let left = json!({"a": 1, "b": "2021-01-01T00:00:00Z", "c": [1], "d/e": 0});
        let same = json!({"a": 1.0, "b": "2021-01-01T01:00:00+01:00", "c": [1], "d/e": 0});
        assert_eq!(differences(&left, &same), Vec::<String>::new());
        let other = json!({"a": 2, "b": "2021-01-01T00:00:00", "c": [1, 2], "f": null});
        assert_eq!(
            differences(&left, &other),
            ["/a", "/b", "/c", "/d~1e", "/f"]
        );
        let large = differences(
            &json!(9_007_199_254_740_993_i64),
            &json!(9_007_199_254_740_992_i64),
        );
        assert_eq!(large, [""]);
    }
}
