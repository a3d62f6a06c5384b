//! The examples that the generator extracted from the description (fixtures).

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value as Json;

/// The examples of one operation.
#[derive(Debug, Deserialize)]
pub struct Fixture {
    /// The operationId.
    pub operation_id: String,
    /// The examples.
    pub examples: Vec<Example>,
}

/// One example.
#[derive(Debug, Deserialize)]
pub struct Example {
    /// The example's name in the description.
    pub name: String,
    /// The status of a response, or `None` for a request.
    pub status: Option<u16>,
    /// The response body.
    #[serde(default, deserialize_with = "present")]
    pub body: Option<Json>,
    /// The request body.
    #[serde(default, deserialize_with = "present")]
    pub request_body: Option<Json>,
    /// The differences between the example and its schema.
    #[serde(default)]
    pub drift: Vec<Departure>,
}

/// A difference between an example and its schema.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
pub struct Departure {
    /// The location, as a JSON Pointer.
    pub path: String,
    /// The declared value.
    pub expected: String,
    /// The actual value.
    pub found: String,
}

/// Deserializes a `null` that is present as a value.
fn present<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Json>, D::Error> {
    Json::deserialize(from).map(Some)
}

/// Returns the folder of the fixtures.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// Reads all fixtures, sorted by their paths.
///
/// # Errors
///
/// Fails if a file cannot be read.
pub fn all() -> std::io::Result<Vec<Fixture>> {
    let mut paths = Vec::new();
    for tag in std::fs::read_dir(folder())? {
        let tag = tag?.path();
        // The folder also contains a list of the files.
        if !tag.is_dir() {
            continue;
        }
        for file in std::fs::read_dir(tag)? {
            paths.push(file?.path());
        }
    }
    paths.sort();
    paths
        .iter()
        .map(|path| Ok(serde_json::from_str(&std::fs::read_to_string(path)?)?))
        .collect()
}
