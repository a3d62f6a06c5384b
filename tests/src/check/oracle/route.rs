//! Finds the operation of a request by method and path.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value as Json};
use tagsmith_runtime::conformance::{Arguments, Entry};

use crate::check::wire::{is_multi_segment, name};
use crate::description::{Description, Operation};
use crate::shapes::shapes;
use crate::subject::Subject;
use crate::validator::translate::kind;

/// Returns the operation and the parameters of a request. If several operations match, the one with the most literal
/// segments is chosen.
pub(super) fn route<'a, C>(
    subject: &'a Subject<C>,
    method: &str,
    target: &str,
) -> Option<(&'a Operation, &'a Entry<C>, Arguments)> {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let segments: Vec<&str> = path.split('/').collect();
    let candidates = subject.operations.iter().filter_map(|(operation, entry)| {
        if !operation.method.eq_ignore_ascii_case(method) {
            return None;
        }
        let template: Vec<&str> = operation.path.split('/').collect();
        let found = matched(operation, &template, &segments)?;
        Some((operation, entry, found, literals(&template)))
    });
    let (operation, entry, found, _) = candidates.max_by_key(|(.., literals)| *literals)?;
    let query = query.split('&').filter_map(|it| it.split_once('='));
    let found = found.into_iter().chain(query.map(owned));
    let parameters = found.map(|(name, text)| {
        let value = value(&subject.api, operation, &name, decoded(&text));
        (name, value)
    });
    let given = Arguments {
        parameters: parameters.collect::<Map<String, Json>>(),
        body: None,
    };
    Some((operation, entry, given))
}

fn owned((name, text): (&str, &str)) -> (String, String) {
    (decoded(name), text.to_owned())
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn literals(template: &[&str]) -> usize {
    template.iter().filter(|it| !it.starts_with('{')).count()
}

/// Matches the segments of a path. Returns the text of each parameter.
fn matched(
    operation: &Operation,
    template: &[&str],
    segments: &[&str],
) -> Option<Vec<(String, String)>> {
    let (Some((part, later)), Some((segment, rest))) =
        (template.split_first(), segments.split_first())
    else {
        return (template.is_empty() && segments.is_empty()).then(Vec::new);
    };
    let parameter = part.strip_prefix('{').and_then(|it| it.strip_suffix('}'));
    let Some(parameter) = parameter else {
        let rest = (part == segment).then(|| matched(operation, later, rest));
        return rest.flatten();
    };
    let mut parameters = operation.parameters.iter();
    let is_multi = parameters.any(|it| name(it) == parameter && is_multi_segment(it));
    let longest = match is_multi {
        true => segments.len(),
        false => 1,
    };
    (1..=longest).find_map(|length| {
        let (taken, rest) = segments.split_at_checked(length)?;
        let text = taken.join("/");
        if text.is_empty() && !is_multi {
            return None;
        }
        let mut found = vec![(parameter.to_owned(), text)];
        found.extend(matched(operation, later, rest)?);
        Some(found)
    })
}

/// Returns the value of a parameter as its declared type.
fn value(api: &Description, operation: &Operation, wanted: &str, text: String) -> Json {
    let parameter = operation.parameters.iter().find(|it| name(it) == wanted);
    let schema = parameter.and_then(|it| it.get("schema"));
    let kinds = schema.map(|it| shapes(api, it));
    let is_text = kinds
        .iter()
        .flatten()
        .any(|it| kind(it).is_none_or(|it| it == "string"));
    match serde_json::from_str(&text) {
        Ok(value) if !is_text => value,
        _ => Json::String(text),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::matched;
    use crate::description::Description;

    #[test]
    fn extracts_path_parameters() {
        let multi = json!({"name": "ref", "in": "path", "x-multi-segment": true});
        let path = "/repos/{repo}/refs/{ref}";
        let api = Description::of(json!({"paths": {path: {"get": {
            "operationId": "o", "parameters": [multi, {"name": "repo", "in": "path"}]
        }}}}));
        let [operation] = &api.operations()[..] else {
            panic!("one operation");
        };
        let of = |path: &str| {
            let template: Vec<_> = operation.path.split('/').collect();
            let segments: Vec<_> = path.split('/').collect();
            matched(operation, &template, &segments)
        };
        let pairs = |repo: &str, r#ref: &str| {
            Some(vec![
                ("repo".to_owned(), repo.to_owned()),
                ("ref".to_owned(), r#ref.to_owned()),
            ])
        };
        assert_eq!(of("/repos/r/refs/heads/x"), pairs("r", "heads/x"));
        assert_eq!(of("/repos/r/refs/"), pairs("r", ""));
        assert_eq!(of("/repos/r/refs"), None);
        assert_eq!(of("/repos//refs/x"), None);
        assert_eq!(of("/repos/r/s/refs/x"), None);
    }
}
