//! The problem details in an error response: its message, its list of errors, and advice for the user.

use std::fmt;

use serde_json::Value as Json;

use crate::base::text::one_line;
use crate::body::json;
use crate::http::reply::Reply;
use crate::value::Reading;

/// One problem in the property `errors` of an error response.
///
/// GitHub sends objects with `resource`, `field`, `code` and `message`, or strings. Other APIs send `detail` or `title`
/// instead of `message`, and `pointer` instead of `field`. Some send an object that maps each field to a list of
/// messages.
///
/// `Display` is one line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorDetail {
    /// The type of the object that has the problem, such as `Issue`.
    pub resource: Option<String>,
    /// The property that has the problem.
    pub field: Option<String>,
    /// The kind of the problem, such as `missing_field`.
    pub code: Option<String>,
    /// The problem in words.
    pub message: Option<String>,
}

/// The parsed body of an error response.
#[derive(Debug, Default)]
pub(super) struct Problem {
    pub(super) message: Option<String>,
    pub(super) details: Vec<ErrorDetail>,
    pub(super) documentation_url: Option<String>,
}

impl Problem {
    pub(super) fn read(reply: &Reply) -> Self {
        let body = json::read::<Json>(&reply.bytes, &mut Reading::default());
        let body = body.unwrap_or_default();
        let mut details = Vec::new();
        if let Some(errors) = body.get("errors") {
            ErrorDetail::read_all(errors, None, &mut details);
        }
        Self {
            message: Reply::first_text(&body, reply.error_body.message),
            details,
            documentation_url: Reply::first_text(&body, reply.error_body.documentation_url),
        }
    }

    /// Writes the message and the details.
    pub(super) fn write_reason(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(message) = &self.message {
            write!(f, ": {}", one_line(message))?;
        }
        let reported = self.message.as_deref().unwrap_or_default();
        let details = self.details.iter().map(ErrorDetail::text);
        let details: Vec<_> = details.filter(|it| it != reported).collect();
        match details.is_empty() {
            true => Ok(()),
            false => write!(f, ": {}", one_line(&details.join("; "))),
        }
    }

    pub(super) fn write_documentation(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.documentation_url {
            Some(url) => write!(f, "; see {}", one_line(url)),
            None => Ok(()),
        }
    }
}

impl ErrorDetail {
    /// Collects strings and objects from nested lists and objects. `field` is the key of the innermost object around a
    /// value.
    fn read_all(value: &Json, field: Option<&str>, details: &mut Vec<Self>) {
        match value {
            Json::Null => {}
            Json::Array(items) => {
                for item in items {
                    Self::read_all(item, field, details);
                }
            }
            Json::Object(members) => match Self::read(value, field) {
                Some(detail) => details.push(detail),
                None => {
                    for (name, value) in members {
                        Self::read_all(value, Some(name), details);
                    }
                }
            },
            Json::Bool(_) | Json::Number(_) | Json::String(_) => details.push(Self {
                field: field.map(str::to_owned),
                message: text(value),
                ..Self::default()
            }),
        }
    }

    /// Parses an object that describes one problem.
    fn read(value: &Json, field: Option<&str>) -> Option<Self> {
        let first = |names: &[&str]| names.iter().find_map(|name| text(value.get(name)?));
        let detail = Self {
            resource: first(&["resource"]),
            field: first(&["field", "pointer"]).or(field.map(str::to_owned)),
            code: first(&["code"]),
            message: first(&["message", "detail", "title"]),
        };
        (detail.code.is_some() || detail.message.is_some()).then_some(detail)
    }

    fn text(&self) -> String {
        let place: Vec<_> = [&self.resource, &self.field]
            .into_iter()
            .flatten()
            .collect();
        let place = place.into_iter().map(String::as_str);
        let place = place.collect::<Vec<_>>().join(".");
        let parts = [
            Some(place.as_str()),
            self.code.as_deref(),
            self.message.as_deref(),
        ];
        let parts: Vec<_> = parts
            .into_iter()
            .flatten()
            .filter(|it| !it.is_empty())
            .collect();
        parts.join(": ")
    }
}

impl fmt::Display for ErrorDetail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&one_line(&self.text()))
    }
}

/// Returns a string, or a number or boolean as a string.
fn text(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.clone()),
        Json::Number(_) | Json::Bool(_) => Some(value.to_string()),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::{ErrorDetail, Problem};

    fn lines(errors: &Json) -> Vec<String> {
        let mut details = Vec::new();
        ErrorDetail::read_all(errors, None, &mut details);
        details.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn details_are_texts_objects_or_lists_by_field() {
        for (errors, expected) in [
            (json!(null), &[][..]),
            (json!([]), &[]),
            (json!("no"), &["no"]),
            (json!(["no", "never"]), &["no", "never"]),
            (
                json!([{"resource": "Issue", "field": "title", "code": "missing_field"}]),
                &["Issue.title: missing_field"],
            ),
            (
                json!([{"resource": "Label", "code": "custom", "message": "is\nlong"}]),
                &["Label: custom: is long"],
            ),
            (json!([{"field": "sha", "code": 7}]), &["sha: 7"]),
            (json!({"code": "x", "message": "one"}), &["x: one"]),
            (
                json!({"name": ["blank", "short"]}),
                &["name: blank", "name: short"],
            ),
            (
                json!([{"detail": "must be positive", "pointer": "#/age"}]),
                &["#/age: must be positive"],
            ),
            // Unknown properties are part of the output too.
            (json!([{"reason": {"why": "odd"}}]), &["why: odd"]),
        ] {
            assert_eq!(lines(&errors), expected, "{errors}");
        }
    }

    #[test]
    fn a_long_list_is_cut_and_a_repeated_message_is_left_out() {
        struct Reason(Problem);
        impl std::fmt::Display for Reason {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.write_reason(f)
            }
        }
        let problem = |message: &str, details: &Json| {
            let mut all = Vec::new();
            ErrorDetail::read_all(details, None, &mut all);
            Reason(Problem {
                message: Some(message.to_owned()),
                details: all,
                documentation_url: None,
            })
            .to_string()
        };
        assert_eq!(problem("no", &json!(["no"])), ": no");
        assert_eq!(problem("no", &json!(["no", "a\u{1b}"])), ": no: a\\u{1b}");
        let long = problem("no", &json!(vec!["x"; 10_000]));
        assert_eq!(long.chars().count(), ": no: ".len() + 501);
        assert!(long.ends_with('…'));
    }
}
