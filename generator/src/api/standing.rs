//! What the API's documentation says of an operation beyond its call.

/// How an operation stands: who may call it, and how long it is as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Whether it is in preview and subject to change.
    pub preview: bool,
    /// Whether GitHub Apps may call it, if that is said.
    pub github_apps: Option<bool>,
    /// Whether it is there in GitHub's cloud only.
    pub cloud_only: bool,
    /// The scopes of tokens that its text names, each once.
    pub scopes: Vec<String>,
    /// The permissions that its text names, each once.
    pub permissions: Vec<String>,
    /// What other versions of the API change of it.
    pub versions: Vec<VersionChange>,
}

/// What another version of the API changes of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionChange {
    /// The version.
    pub version: String,
    /// The name of the change.
    pub changeset: String,
    /// The parts that it changes: `responses.204`; one that it takes away begins with `-`.
    pub parts: Vec<String>,
}

/// What is declared of an answer beyond its body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerHead {
    /// The status.
    pub status: u16,
    /// When it comes, as Markdown.
    pub doc: String,
    /// The media types that its body may have.
    pub media_types: Vec<String>,
    /// Its headers.
    pub headers: Vec<AnswerHeader>,
}

/// A header of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerHeader {
    /// Its name.
    pub name: String,
    /// What it is, as Markdown.
    pub doc: String,
    /// An example of it.
    pub example: Option<String>,
}
