//! The initial content of a form: the description's example of the body, otherwise a sample.

use super::examples;
use super::schema::Schema;
use crate::crate_ir::{Operation, Type, sample};

/// Returns the initial JSON of a body, formatted.
pub(super) fn body(schema: &Schema<'_, '_>, operation: &Operation, kind: &Type) -> String {
    let examples = examples::of(operation, None);
    let example = examples.into_iter().next().map(|(_, json)| json);
    let sample =
        || serde_json::to_string_pretty(&sample::value(&schema.types(), kind)).unwrap_or_default();
    example.unwrap_or_else(sample)
}
