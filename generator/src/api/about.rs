//! General information about the API.

/// General information about the API. A text is empty if the description does not contain it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// The API's description, as Markdown.
    pub doc: String,
    /// The version of the description.
    pub version: String,
    /// The URL of the API's documentation (`externalDocs`).
    pub docs_url: String,
    /// The URL of the terms of service.
    pub terms: String,
    /// The contact: a name and a URL.
    pub contact: (String, String),
    /// The licence: its name and its URL.
    pub license: (String, String),
    /// The security schemes.
    pub security: Vec<Security>,
}

/// A security scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Security {
    /// The name in the description.
    pub name: String,
    /// A short name: `HTTP bearer`, `API key in the header X-Key`.
    pub kind: String,
    /// The description, as Markdown.
    pub doc: String,
}
