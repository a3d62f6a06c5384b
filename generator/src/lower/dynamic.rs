//! Refuses `$dynamicRef` of OpenAPI 3.1, whose target depends on the schemas around it.

use openapiv3::Schema;

use super::context::Lowering;

/// The name of the keyword in a rewritten description.
const KEYWORD: &str = "x-$dynamicRef";

/// Refuses a schema with `$dynamicRef`.
pub(super) fn refuse(lowering: &mut Lowering<'_>, schema: &Schema, pointer: &str) {
    if schema.schema_data.extensions.contains_key(KEYWORD) {
        lowering.unsupported("`$dynamicRef`", &format!("{pointer}/$dynamicRef"));
    }
}
