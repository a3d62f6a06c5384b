//! GraphQL errors.

use std::fmt;

use serde_json::Value as Json;

use crate::base::text::one_line;
use crate::call::operation::Failure;
use crate::call::payload::Payload;

/// The errors of a GraphQL response without data, or of an unsuccessful response.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct GraphQlFailure {
    /// The errors in the body, if any.
    pub errors: Vec<GraphQlError>,
}

/// An error in a GraphQL response. `Display` is one line.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct GraphQlError {
    /// The message.
    pub message: String,
    /// The kind of the error, such as `NOT_FOUND`: the property `type`, or else `extensions.code`.
    pub kind: Option<String>,
    /// The path of the missing data; empty if the error concerns the whole request.
    pub path: Vec<GraphQlPathItem>,
    /// The locations in the document.
    pub locations: Vec<GraphQlLocation>,
    /// Additional information from the server, unchanged; null if there is none.
    pub extensions: Json,
}

/// A step in the path of a GraphQL error.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GraphQlPathItem {
    /// A field, by its name in the response.
    Field(String),
    /// An item of a list, counted from 0.
    Index(u64),
}

/// A location in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct GraphQlLocation {
    /// The line, counted from 1.
    pub line: u64,
    /// The column, counted from 1.
    pub column: u64,
}

impl GraphQlError {
    /// Returns the path as one string, such as `repository.issues.0`.
    pub fn path_text(&self) -> String {
        let items = self.path.iter().map(|it| match it {
            GraphQlPathItem::Field(name) => name.clone(),
            GraphQlPathItem::Index(index) => index.to_string(),
        });
        items.collect::<Vec<_>>().join(".")
    }

    /// Parses the property `errors` of a response. Missing or malformed properties are ignored.
    pub(super) fn read_all(errors: &Json) -> Vec<Self> {
        errors
            .as_array()
            .into_iter()
            .flatten()
            .map(Self::read)
            .collect()
    }

    fn read(error: &Json) -> Self {
        let text = |it: &Json| it.as_str().map(str::to_owned);
        let list = |name: &str| {
            error
                .get(name)
                .and_then(Json::as_array)
                .into_iter()
                .flatten()
        };
        let kind = error
            .get("type")
            .or_else(|| error.pointer("/extensions/code"));
        Self {
            message: error.get("message").and_then(text).unwrap_or_default(),
            kind: kind.and_then(text),
            path: list("path").filter_map(GraphQlPathItem::read).collect(),
            locations: list("locations")
                .filter_map(GraphQlLocation::read)
                .collect(),
            extensions: error.get("extensions").cloned().unwrap_or_default(),
        }
    }
}

impl GraphQlPathItem {
    fn read(item: &Json) -> Option<Self> {
        match item {
            Json::String(name) => Some(Self::Field(name.clone())),
            other => other.as_u64().map(Self::Index),
        }
    }
}

impl GraphQlLocation {
    fn read(location: &Json) -> Option<Self> {
        Some(Self {
            line: location.get("line")?.as_u64()?,
            column: location.get("column")?.as_u64()?,
        })
    }
}

impl fmt::Display for GraphQlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", one_line(&self.path_text()))?;
        }
        if let Some(kind) = &self.kind {
            write!(f, "{}: ", one_line(kind))?;
        }
        f.write_str(&one_line(&self.message))
    }
}

impl std::error::Error for GraphQlError {}

impl Failure for GraphQlFailure {
    fn read(_status: u16, payload: &mut Payload<'_>) -> Self {
        let body: Json = payload.lenient().unwrap_or_default();
        let errors = body.get("errors").map(GraphQlError::read_all);
        Self {
            errors: errors.unwrap_or_default(),
        }
    }
}
