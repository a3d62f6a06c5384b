//! Lowers operations whose status is a boolean result: 204 means true, and 404 means false.

use serde_json::Value as Json;

use super::context::Lowering;
use super::parsed::{Declared, Parsed};
use crate::api::{Content, Success};
use crate::report::quoted;

/// The extension that marks such operations. Other signs in a description are not sufficient, since a 404 may be an
/// error.
const EXTENSION: &str = "x-not-found-is-false";

/// The status that means false.
const NO: u16 = 404;

/// Returns whether the description, or an overlay, marks the operation.
pub(super) fn is_stated(lowering: &mut Lowering<'_>, parsed: &Parsed<'_>) -> bool {
    match parsed.source.extensions.get(EXTENSION) {
        None | Some(Json::Bool(false)) => false,
        Some(Json::Bool(true)) => true,
        Some(other) => {
            lowering.refuse(
                format!(
                    "`{EXTENSION}` is {}, but must be `true` or `false`",
                    quoted(&other.to_string())
                ),
                &format!("{}/{EXTENSION}", parsed.pointer()),
                "use `true` if 404 means no and each success means yes, or remove the extension",
            );
            false
        }
    }
}

/// Makes 404 a result instead of an error.
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
            format!("`{EXTENSION}` cannot apply to the operation"),
            &format!("{}/{EXTENSION}", parsed.pointer()),
            "remove the extension, or correct the operation: it must be a GET or HEAD whose successes have no body, and \
             it must declare 404",
        ),
    }
}
