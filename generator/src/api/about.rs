//! What the description says of the API as a whole.

/// What the description says of the API as a whole; texts are empty where it says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// What the API is, as Markdown.
    pub doc: String,
    /// The description's own version.
    pub version: String,
    /// The URL of the API's documentation.
    pub docs_url: String,
    /// The URL of the terms of service.
    pub terms: String,
    /// Who answers questions: a name and a URL.
    pub contact: (String, String),
    /// The licence: its name and its URL.
    pub license: (String, String),
    /// How callers authenticate.
    pub security: Vec<Security>,
}

/// A security scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Security {
    /// Its name in the description.
    pub name: String,
    /// What it is, in a few words: `HTTP bearer`, `API key in the header X-Key`.
    pub kind: String,
    /// All about it, as Markdown.
    pub doc: String,
}
