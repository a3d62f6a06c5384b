//! Reads the examples in the description.

use openapiv3::{MediaType, ReferenceOr};
use serde_json::Value as Json;

use super::context::Lowering;
use crate::api::Example;

/// An example that is not yet compared with its schema.
pub(super) struct Stated {
    name: String,
    summary: String,
    /// The status of the response; `None` for a request.
    pub(super) status: Option<u16>,
    /// The body, as JSON text.
    pub(super) body: String,
}

impl Stated {
    /// Returns the example with its deviations from a schema.
    pub(super) fn with(&self, drift: Vec<(String, String, String)>) -> Example {
        Example {
            name: self.name.clone(),
            summary: self.summary.clone(),
            status: self.status,
            body: self.body.clone(),
            drift,
        }
    }
}

/// Adds the examples of a body.
pub(super) fn collect(
    lowering: &mut Lowering<'_>,
    media: &MediaType,
    status: Option<u16>,
    examples: &mut Vec<Stated>,
) {
    let mut add = |name: &str, summary: Option<&str>, value: &Json| {
        examples.push(Stated {
            name: name.to_owned(),
            summary: summary.unwrap_or_default().to_owned(),
            status,
            body: value.to_string(),
        });
    };
    if let Some(value) = &media.example {
        add("example", None, value);
    }
    for (name, example) in &media.examples {
        match example {
            ReferenceOr::Item(example) => {
                if let Some(value) = &example.value {
                    add(name, example.summary.as_deref(), value);
                }
            }
            ReferenceOr::Reference { reference } => {
                let found = lowering.resolver.example(reference);
                if let Some(example) = lowering.keep(found)
                    && let Some(value) = &example.value
                {
                    add(name, example.summary.as_deref(), value);
                }
            }
        }
    }
}
