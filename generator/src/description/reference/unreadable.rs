//! The diagnostic for a part of the description that cannot be parsed.

use crate::report::{Diagnostic, describe};

/// Returns the diagnostic for a text that cannot be parsed as `what`.
pub(crate) fn unreadable(what: &str, error: &serde_json::Error) -> Diagnostic {
    Diagnostic::new(
        format!("this is not {what} in OpenAPI: {}", describe(error)),
        "correct it in an overlay (`overlay` in tagsmith.toml) or in the description",
    )
}
