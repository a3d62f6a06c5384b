//! Where in the pages of a call one stands.

use serde::{Deserialize, Serialize};

/// Where in the pages or items of a call one stands: which page comes next, and which item of it.
///
/// It can be written down with `serde`, so that another process goes on there, with
/// [`Pages::resume`](crate::Pages::resume) or [`Items::resume`](crate::Items::resume). It holds the
/// path and the query of the page's URL as the server gave them, but no host and no credential.
/// Who changes one that is written down chooses what is read of that API with the client's token.
///
/// As JSON, it is an object. Later versions read what earlier ones wrote, and leave members aside
/// that they do not know.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Position {
    /// The operationId.
    pub(crate) operation: String,
    /// What tells the call with its arguments from others; none if it cannot be sent.
    #[serde(default)]
    pub(crate) call: Option<String>,
    pub(crate) next: Next,
    /// How many items there are before the next page.
    #[serde(default)]
    pub(crate) items: i64,
    /// How many pages before it had no item, in a row.
    #[serde(default)]
    pub(crate) empty: usize,
    /// How many items of the page were taken.
    #[serde(default)]
    pub(crate) taken: usize,
}

/// The page that comes next.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Next {
    /// The one that the call itself asks for.
    First,
    /// The one of this number.
    Number(i64),
    /// The one with this path and query, on the API's host.
    Link(String),
    /// None: the last one came.
    End,
}

impl Position {
    /// Returns whether nothing comes any more: the last page or item was taken.
    pub fn is_end(&self) -> bool {
        self.next == Next::End
    }
}
