//! What is constant about an operation.

/// What is constant about an operation.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Descriptor {
    /// The operationId.
    pub id: &'static str,
    /// The HTTP method, in capitals.
    pub method: &'static str,
    /// The path's template, such as `/orgs/{org}`.
    pub path: &'static str,
    /// The statuses of answers.
    pub success: &'static [u16],
    /// The statuses of failures.
    pub failure: &'static [u16],
    /// The media type of answers, if it is not the one that calls ask for by default.
    pub accept: Option<&'static str>,
    /// Whether the operation notifies people, so that GitHub wants some time between two calls.
    pub notifies: bool,
    /// Where the operation is, if it has a host of its own: an absolute URL.
    pub server: Option<&'static str>,
}

impl Descriptor {
    /// Describes an operation that has no statuses yet.
    pub const fn new(id: &'static str, method: &'static str, path: &'static str) -> Self {
        Self {
            id,
            method,
            path,
            success: &[],
            failure: &[],
            accept: None,
            notifies: false,
            server: None,
        }
    }

    /// The same operation, with these statuses of answers.
    #[must_use]
    pub const fn success(self, statuses: &'static [u16]) -> Self {
        Self {
            success: statuses,
            ..self
        }
    }

    /// The same operation, with these statuses of failures.
    #[must_use]
    pub const fn failure(self, statuses: &'static [u16]) -> Self {
        Self {
            failure: statuses,
            ..self
        }
    }

    /// The same operation, which is asked for this media type.
    #[must_use]
    pub const fn accept(self, media_type: &'static str) -> Self {
        Self {
            accept: Some(media_type),
            ..self
        }
    }

    /// The same operation, which notifies people.
    #[must_use]
    pub const fn notifies(self) -> Self {
        Self {
            notifies: true,
            ..self
        }
    }

    /// The same operation, which has a host of its own: an absolute URL, such as
    /// `https://uploads.github.com`.
    #[must_use]
    pub const fn server(self, url: &'static str) -> Self {
        Self {
            server: Some(url),
            ..self
        }
    }
}
