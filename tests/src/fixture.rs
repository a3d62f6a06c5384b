//! The fixtures that the generator extracted from the description.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value as Json;

/// The examples of one operation.
#[derive(Debug, Deserialize)]
pub struct Fixture {
    /// The operationId.
    pub operation_id: String,
    /// Its examples.
    pub examples: Vec<Example>,
}

/// One example.
#[derive(Debug, Deserialize)]
pub struct Example {
    /// The name that the description gives it.
    pub name: String,
    /// The status of an answer; none for a request.
    pub status: Option<u16>,
    /// The body of an answer.
    #[serde(default, deserialize_with = "present")]
    pub body: Option<Json>,
    /// The body of a request.
    #[serde(default, deserialize_with = "present")]
    pub request_body: Option<Json>,
    /// Where it departs from its schema.
    #[serde(default)]
    pub drift: Vec<Departure>,
}

/// One departure of an example from its schema.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
pub struct Departure {
    /// Where, as a JSON Pointer.
    pub path: String,
    /// What the schema asks for.
    pub expected: String,
    /// What the example has.
    pub found: String,
}

/// A `null` that is there is a value.
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
/// Fails if one of them cannot be read.
pub fn all() -> std::io::Result<Vec<Fixture>> {
    let mut paths = Vec::new();
    for tag in std::fs::read_dir(folder())? {
        let tag = tag?.path();
        // Beside the folders of tags, there is the list of files.
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
