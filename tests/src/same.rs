//! Whether two JSON values mean the same: same members, numbers by value, times as instants.

use github_rest::jiff::Timestamp;
use serde_json::Value as Json;

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
        (Json::Number(left), Json::Number(right)) if left.as_f64() == right.as_f64() => {}
        (Json::String(left), Json::String(right)) if left == right || instant(left, right) => {}
        (left, right) if left == right => {}
        _ => found.push(path.to_owned()),
    }
}

fn instant(left: &str, right: &str) -> bool {
    let read = |text: &str| text.parse::<Timestamp>().ok();
    read(left).is_some_and(|left| Some(left) == read(right))
}

/// Returns the pointer of a member.
pub fn below(path: &str, key: &str) -> String {
    format!("{path}/{}", key.replace('~', "~0").replace('/', "~1"))
}
