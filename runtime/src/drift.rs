//! What an answer had that its description does not allow, and where.

use std::fmt;

/// One departure of a body from its description, which the reader corrected.
///
/// A missing or null required member reads as its type's default, an unreadable optional one as
/// absent, an unreadable list item is left out, an unknown enum or union value is kept as it came.
///
/// The empty path is that of the response as a whole: a successful status that the description does not
/// declare (expected `status 201`, found `status 200`), or no body (expected `a body`, found `nothing`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Drift {
    /// Where, as a JSON Pointer (RFC 6901) into the body.
    pub path: String,
    /// What the description asks for, in words, such as `a string`.
    pub expected: String,
    /// What came, in words, such as `null` or `nothing`.
    pub found: String,
    /// Whether it is a list's item that was left out.
    pub(crate) left_out: bool,
}

impl Drift {
    /// Creates an entry.
    pub fn new(
        path: impl Into<String>,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> Self {
        Self {
            path: path.into(),
            expected: expected.into(),
            found: found.into(),
            left_out: false,
        }
    }
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            path,
            expected,
            found,
            ..
        } = self;
        let path = if path.is_empty() { "the top" } else { path };
        write!(f, "at {path}: expected {expected}, found {found}")
    }
}
