//! A position in the pages of a call.

mod stored;

/// A position in the pages or items of a call: the next page, and the next item of that page.
///
/// It is serializable, so that another process can resume with [`Pages::resume`](crate::Pages::resume) or
/// [`Items::resume`](crate::Items::resume). It contains path and query of the page's URL as the server sent them, but
/// no host and no credential. Whoever can change a stored position can choose what is read from the API with the
/// client's token.
///
/// As JSON, it is an object. Later versions read the positions of earlier versions, and ignore unknown properties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// The operationId.
    pub(crate) operation: String,
    /// A hash of the call's arguments, or `None` if the call cannot be sent.
    pub(crate) call: Option<String>,
    pub(crate) next: Next,
    /// The number of items before the next page.
    pub(crate) items: i64,
    /// The number of empty pages in a row before it.
    pub(crate) empty: usize,
    /// The number of items of the page that were already returned.
    pub(crate) taken: usize,
}

/// The next page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// The page that the call itself requests.
    First,
    /// The page with this number.
    Number(i64),
    /// The page with this path and query, on the API's host.
    Link(String),
    /// No page: the last one was returned.
    End,
}

impl Position {
    /// Returns whether the last page or item was returned.
    pub fn is_end(&self) -> bool {
        self.next == Next::End
    }
}
