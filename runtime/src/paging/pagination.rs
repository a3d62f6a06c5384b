//! The pagination parameters of an operation.

/// The pagination parameters of an operation.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Pagination {
    /// The query parameter of the page number, counted from 1.
    pub number: Option<&'static str>,
    /// The query parameter of the page size, with its default.
    pub size: Option<(&'static str, i64)>,
    /// The property of the response body that contains the items, or `None` if the body is the list.
    pub items: Option<&'static str>,
}

impl Pagination {
    /// Describes pagination by the server's links alone.
    pub const fn new() -> Self {
        Self {
            number: None,
            size: None,
            items: None,
        }
    }

    /// Sets the query parameter of the page number, counted from 1.
    #[must_use]
    pub const fn number(self, name: &'static str) -> Self {
        Self {
            number: Some(name),
            ..self
        }
    }

    /// Sets the query parameter of the page size, with its default.
    #[must_use]
    pub const fn size(self, name: &'static str, default: i64) -> Self {
        Self {
            size: Some((name, default)),
            ..self
        }
    }

    /// Sets the property of the response body that contains the items.
    #[must_use]
    pub const fn items(self, name: &'static str) -> Self {
        Self {
            items: Some(name),
            ..self
        }
    }
}
