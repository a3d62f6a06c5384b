//! Functions on JSON Pointers.

use serde_json::Value as Json;

/// Returns the pointer of a property.
pub fn below(path: &str, key: &str) -> String {
    format!("{path}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// Returns whether the first pointer is equal to the second one or below it.
pub fn is_within(path: &str, top: &str) -> bool {
    path.strip_prefix(top)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Returns the steps of a pointer.
pub fn steps(path: &str) -> impl Iterator<Item = String> {
    let steps = path.split('/').skip(1);
    steps.map(|step| step.replace("~1", "/").replace("~0", "~"))
}

/// Splits a pointer into the parent's pointer and the last step.
pub fn split(path: &str) -> Option<(&str, String)> {
    let (parent, step) = path.rsplit_once('/')?;
    Some((parent, step.replace("~1", "/").replace("~0", "~")))
}

/// Returns the pointers of all values within a value. The value's own pointer is the first.
pub fn all(value: &Json) -> Vec<String> {
    let mut found = Vec::new();
    collect(value, "", &mut found);
    found
}

fn collect(value: &Json, path: &str, found: &mut Vec<String>) {
    found.push(path.to_owned());
    match value {
        Json::Object(members) => {
            for (key, value) in members {
                collect(value, &below(path, key), found);
            }
        }
        Json::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                collect(value, &format!("{path}/{index}"), found);
            }
        }
        _ => {}
    }
}
