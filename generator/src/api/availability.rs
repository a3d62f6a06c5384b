//! The availability of operations, as the API's documentation states it.

/// The availability of an operation: who may call it, and how stable it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Availability {
    /// Whether the operation is in preview and subject to change.
    pub preview: bool,
    /// Whether GitHub Apps may call the operation, if the description states this.
    pub github_apps: Option<bool>,
    /// Whether the operation exists only in GitHub's cloud.
    pub cloud_only: bool,
    /// The OAuth scopes that the operation's text names, without duplicates.
    pub scopes: Vec<String>,
    /// The permissions that the operation's text names, without duplicates.
    pub permissions: Vec<String>,
    /// The changes in other versions of the API.
    pub versions: Vec<VersionChange>,
}

/// A change of an operation in a different version of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionChange {
    /// The version of the API.
    pub version: String,
    /// The name of the change.
    pub changeset: String,
    /// The changed parts, such as `responses.204`; a removed part begins with `-`.
    pub parts: Vec<String>,
}

/// The declared headers and media types of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseHead {
    /// The status.
    pub status: u16,
    /// The description, as Markdown.
    pub doc: String,
    /// The media types of the body.
    pub media_types: Vec<String>,
    /// The headers.
    pub headers: Vec<ResponseHeader>,
}

/// A header of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseHeader {
    /// The name.
    pub name: String,
    /// The description, as Markdown.
    pub doc: String,
    /// An example value.
    pub example: Option<String>,
}
