//! How an operation pages.

/// How an operation pages.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Pagination {
    /// The query parameter that holds the page's number, counted from 1.
    pub number: Option<&'static str>,
    /// The query parameter that holds how many items a page has at most, with its default.
    pub size: Option<(&'static str, i64)>,
    /// The member of the answer that holds the page's items; none if the answer is the list itself.
    pub items: Option<&'static str>,
}

impl Pagination {
    /// Pages by the server's links alone.
    pub const fn new() -> Self {
        Self {
            number: None,
            size: None,
            items: None,
        }
    }

    /// The same, with the query parameter that holds the page's number, counted from 1.
    #[must_use]
    pub const fn number(self, name: &'static str) -> Self {
        Self {
            number: Some(name),
            ..self
        }
    }

    /// The same, with the query parameter that holds how many items a page has at most.
    #[must_use]
    pub const fn size(self, name: &'static str, default: i64) -> Self {
        Self {
            size: Some((name, default)),
            ..self
        }
    }

    /// The same, with the member of the answer that holds the page's items.
    #[must_use]
    pub const fn items(self, name: &'static str) -> Self {
        Self {
            items: Some(name),
            ..self
        }
    }
}
