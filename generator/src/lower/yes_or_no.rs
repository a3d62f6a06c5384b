//! Operations that answer a question by their status: yes by 204, no by 404.

use serde_json::Value as Json;

use super::context::Lowering;
use super::parsed::{Declared, Parsed};
use crate::api::{Content, Success};
use crate::report::quoted;

/// The extension that says so. No shape of an operation does: a 404 may as well be an error.
const EXTENSION: &str = "x-not-found-is-false";

/// The status that means no.
const NO: u16 = 404;

/// Returns whether the description, or an overlay, says that the operation answers by its status.
pub(super) fn is_stated(lowering: &mut Lowering<'_>, parsed: &Parsed<'_>) -> bool {
    match parsed.source.extensions.get(EXTENSION) {
        None | Some(Json::Bool(false)) => false,
        Some(Json::Bool(true)) => true,
        Some(other) => {
            lowering.refuse(
                format!(
                    "`{EXTENSION}` is {}, and has to be `true` or `false`",
                    quoted(&other.to_string())
                ),
                &format!("{}/{EXTENSION}", parsed.pointer()),
                "say `true` if 404 means no and each success means yes, or leave it out",
            );
            false
        }
    }
}

/// Makes 404 an answer.
pub(super) fn apply(
    lowering: &mut Lowering<'_>,
    parsed: &Parsed<'_>,
    success: &mut Success,
    failures: &mut Vec<Declared>,
) {
    let is_read = matches!(parsed.method(), "GET" | "HEAD");
    let no = failures.iter().position(|it| it.status == NO);
    match no {
        Some(no) if is_read && success.content == Content::Empty => {
            failures.remove(no);
            success.content = Content::YesOrNo;
            success.statuses.push(NO);
        }
        _ => lowering.refuse(
            format!("`{EXTENSION}` does not fit the operation"),
            &format!("{}/{EXTENSION}", parsed.pointer()),
            "leave it out, or correct the operation: it has to be a GET or HEAD whose successes have no body, and to \
             declare 404",
        ),
    }
}
