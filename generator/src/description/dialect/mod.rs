//! Rewrites OpenAPI 3.1 to OpenAPI 3.0. Keywords that 3.0 lacks become `x-` members. `Moved` maps JSON pointers of
//! moved values back to the user's description.
//!
//! | 3.1 | 3.0 |
//! |---|---|
//! | `type: [T, "null"]`, a union with `type: "null"` | `nullable` |
//! | `type: [A, B]` | `anyOf` of a schema for each type |
//! | `type: "null"` | `nullable`, with `x-null` |
//! | `const` | `enum` of one value, with its type |
//! | `exclusiveMinimum: 1`, `exclusiveMaximum: 1` | `minimum: 1` with `exclusiveMinimum: true`, and so on |
//! | `examples` of a schema | `example`, the first one |
//! | `$ref` beside other keywords | `allOf` of the reference |
//! | `true`, `false` as schemas | `{}`, `not: {}` |
//! | `prefixItems` | `items` with a union of all |
//! | `patternProperties` | `additionalProperties`; an annotation if the object declares properties and is open |
//! | `unevaluatedProperties` | `additionalProperties`; an annotation beside a union |
//! | `contentEncoding: base64`, `contentMediaType` of bytes | `format: byte`, `format: binary` |
//! | `$defs`, `definitions` | unchanged, since references may lead to their schemas |
//! | `$anchor`, `$dynamicAnchor` | references to it lead to its schema |
//! | `components.pathItems` | the path item in each place that references it |
//! | no `paths`, no `responses` | empty `paths`, empty `responses` |
//! | `$dynamicRef` | a reference, if one `$dynamicAnchor` has its name; otherwise any value |
//! | `webhooks`, `info.summary`, `jsonSchemaDialect`, `summary` or `description` beside a reference | annotations |
//! | `if`, `then`, `else`, `dependentRequired`, `dependentSchemas`, `propertyNames` | annotations |
//! | `contains`, `minContains`, `maxContains`, `unevaluatedItems`, `contentSchema` | annotations |
//! | `$schema`, `$id`, `$comment`, `$vocabulary` | annotations |
//!
//! An annotation has no effect on the generated crate.

mod document;
mod moved;
mod node;
mod nulls;
mod part;
mod references;
mod restrict;
mod schema;
mod several;
mod targets;
#[cfg(test)]
mod tests;
mod types;

pub(crate) use self::moved::Moved;
pub(super) use self::part::{has_words, part};

use self::moved::Cursor;
use self::node::{Node, TooDeep};

/// Rewrites a description of OpenAPI 3.1. Returns `None` for any other version.
///
/// # Errors
///
/// Fails if the text is nested too deeply. Invalid JSON is refused when the text is parsed.
pub(super) fn as_3_0(json: &str) -> Result<Option<(String, Moved)>, TooDeep> {
    let json = json.trim_start_matches('\u{feff}');
    // Returns early for OpenAPI 3.0, so that its text is not parsed twice.
    if !json.contains("\"3.1") || !is_3_1(json) {
        return Ok(None);
    }
    with_stack(|| rewritten(json))
}

/// Runs a recursive task on a thread whose stack suffices for the maximum nesting depth.
fn with_stack<T: Send>(task: impl Fn() -> T + Sync) -> T {
    const STACK: usize = 64 << 20;
    std::thread::scope(|scope| {
        let builder = std::thread::Builder::new().stack_size(STACK);
        match builder.spawn_scoped(scope, &task) {
            Ok(thread) => thread
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            // Spawning fails only if the system allows no more threads.
            Err(_) => task(),
        }
    })
}

fn rewritten(json: &str) -> Result<Option<(String, Moved)>, TooDeep> {
    let Some(mut top) = Node::parse(json)? else {
        return Ok(None);
    };
    let mut cursor = Cursor::at_root(&top);
    document::rewrite(&mut top, &mut cursor);
    let moved = cursor.into_moved();
    if !moved.is_empty() {
        references::redirect(&mut top, &moved, false);
    }
    Ok(Some((top.to_string(), moved)))
}

/// Returns whether a description has the version OpenAPI 3.1.
fn is_3_1(json: &str) -> bool {
    #[derive(serde::Deserialize)]
    struct Version<'a> {
        #[serde(borrow)]
        openapi: Option<std::borrow::Cow<'a, str>>,
    }
    let version: Option<Version<'_>> = serde_json::from_str(json).ok();
    let version = version.and_then(|it| it.openapi);
    version.is_some_and(|it| it == "3.1" || it.starts_with("3.1."))
}
