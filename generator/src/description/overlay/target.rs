//! The target of an overlay action: a JSONPath (RFC 9535) that matches parts of operations or components.

use jsonpath_rust::JsonPath;
use jsonpath_rust::parser::model::{Segment, Selector};
use jsonpath_rust::parser::parse_json_path;
use serde_json::{Value as Json, json};

use crate::report::Diagnostic;

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Member(String),
    Item(usize),
}

/// A parsed path.
#[derive(Debug)]
pub(super) struct Target {
    text: String,
    /// The first three steps, if they are names.
    start: Vec<Option<String>>,
}

impl Target {
    pub(super) fn parse(text: &str) -> Result<Self, Diagnostic> {
        let path = parse_json_path(text).map_err(|error| {
            Diagnostic::new(
                format!(
                    "the target is not a valid JSONPath: {}",
                    error.to_string().replace('\n', " ")
                ),
                "follow RFC 9535",
            )
        })?;
        let start: Vec<Option<String>> = path.segments.iter().take(3).map(name).collect();
        let first = start.first().cloned().flatten();
        let leads_into_a_part = matches!(first.as_deref(), Some("paths" | "components"));
        if start.len() < 3 || !leads_into_a_part {
            return Err(Diagnostic::new(
                "the target is not in an operation or a component",
                "start the target with `$.paths['/path'].method` or `$.components.kind.name`",
            ));
        }
        Ok(Self {
            text: text.to_owned(),
            start,
        })
    }

    /// Returns whether the target may match within the part of the description at `place`.
    pub(super) fn leads_into(&self, place: [&str; 3]) -> bool {
        let steps = self.start.iter().zip(place);
        steps
            .into_iter()
            .all(|(step, at)| step.as_deref().is_none_or(|it| it == at))
    }

    /// Returns the paths of all matches, relative to the part at `place`.
    pub(super) fn find(&self, place: [&str; 3], value: Json) -> Vec<Vec<Step>> {
        let [first, second, third] = place;
        let document = json!({ first: { second: { third: value } } });
        let found = document.query_only_path(&self.text).unwrap_or_default();
        found.iter().filter_map(|path| steps(path)).collect()
    }
}

fn name(segment: &Segment) -> Option<String> {
    match segment {
        Segment::Selector(Selector::Name(name)) => Some(unquoted(name)),
        _ => None,
    }
}

/// Parses a quoted name in RFC 9535: in single or double quotes, with JSON's escapes.
fn unquoted(name: &str) -> String {
    let inner = |mark: char| name.strip_prefix(mark)?.strip_suffix(mark);
    let json = inner('\'').map_or_else(
        || name.to_owned(),
        |inner| format!("\"{}\"", inner.replace("\\'", "'").replace('"', "\\\"")),
    );
    serde_json::from_str(&json).unwrap_or_else(|_| name.to_owned())
}

/// Parses a normalized path. The prefix that identifies the part is omitted.
fn steps(path: &str) -> Option<Vec<Step>> {
    let path = parse_json_path(path).ok()?;
    path.segments
        .iter()
        .skip(3)
        .map(|segment| match segment {
            Segment::Selector(Selector::Name(name)) => Some(Step::Member(unquoted(name))),
            Segment::Selector(Selector::Index(index)) => {
                usize::try_from(*index).ok().map(Step::Item)
            }
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Step, Target};

    #[test]
    fn quoted_names_are_unescaped() {
        let place = ["components", "schemas", "it's \"a\\b\""];
        for text in [
            r#"$.components.schemas['it\'s "a\\b"']['don\'t']"#,
            r#"$.components.schemas["it's \"a\\b\""]["don't"]"#,
            r#"$.components.schemas["it\u0027s \"a\\b\""].*"#,
        ] {
            let target = Target::parse(text).unwrap();
            assert!(target.leads_into(place), "{text}");
            let found = target.find(place, json!({"don't": 1}));
            assert_eq!(found, [[Step::Member("don't".to_owned())]], "{text}");
        }
    }
}
