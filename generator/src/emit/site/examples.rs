//! The examples of the description with unique names, for pages.

use serde_json::Value as Json;

use crate::crate_ir::offered;
use crate::crate_ir::{BodyContent, Choice, Content, Example, Operation};

/// Returns the examples of the request, or of a response by status. The examples are formatted and have unique names.
pub(super) fn of(operation: &Operation, status: Option<u16>) -> Vec<(String, String)> {
    let examples = operation.examples.iter();
    let is_text = match status {
        Some(status) => is_text(offered::content(&operation.success.content, status)),
        None => {
            let body = operation.body.as_ref();
            body.is_some_and(|it| !matches!(it.content, BodyContent::Json(_)))
        }
    };
    laid_out(examples.filter(|it| it.status == status), is_text)
}

/// Returns the examples of a response in an alternative media type.
pub(super) fn of_choice(choice: &Choice) -> Vec<(String, String)> {
    laid_out(choice.examples.iter(), is_text(&choice.content))
}

fn is_text(content: &Content) -> bool {
    matches!(content, Content::Text | Content::Binary)
}

/// Returns formatted examples with unique names, without duplicates.
fn laid_out<'a>(
    examples: impl Iterator<Item = &'a Example>,
    is_text: bool,
) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for example in examples {
        let Some(text) = text(&example.body, is_text) else {
            continue;
        };
        if found.iter().any(|(_, known)| *known == text) {
            continue;
        }
        let title = match example.summary.trim() {
            "" => super::text::title(&example.name),
            summary => summary.to_owned(),
        };
        let is_taken = found.iter().any(|(known, _)| *known == title);
        let title = match is_taken {
            true => format!("{title} ({})", example.name),
            false => title,
        };
        found.push((title, text));
    }
    found
}

/// Returns formatted JSON. The example of a text body is a JSON string.
fn text(body: &str, is_text: bool) -> Option<String> {
    match serde_json::from_str(body).ok()? {
        Json::String(text) if is_text => Some(text),
        value => serde_json::to_string_pretty(&value).ok(),
    }
}
