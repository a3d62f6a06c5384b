//! What to say of a text that is not what should stand there.

use crate::report::{Diagnostic, told};

/// Says that a text is not what should stand there.
pub(crate) fn unreadable(what: &str, error: &serde_json::Error) -> Diagnostic {
    Diagnostic::new(
        format!("this is not {what} of OpenAPI 3.0: {}", told(error)),
        "correct it in spec/overlay.yaml or in the description",
    )
}
