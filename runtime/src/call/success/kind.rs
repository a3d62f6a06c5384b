//! The trait of success types, which decode an operation's response.

use crate::call::payload::Payload;
#[cfg(feature = "mock")]
use crate::call::prepared::{self, Prepared};
use crate::value::{ReadError, View};

/// A success type: decodes a successful response.
pub trait Success {
    /// The type of the decoded body.
    type Body: Send + Sync + 'static;

    /// Whether every body is valid. True for types that parse nothing.
    #[doc(hidden)]
    const IS_RAW: bool = false;

    /// Whether the body is returned as published, without decompression.
    #[doc(hidden)]
    const IS_BYTES: bool = false;

    /// Decodes the body.
    ///
    /// # Errors
    ///
    /// Fails if the body is malformed or has the wrong shape.
    fn read(status: u16, payload: &mut Payload<'_>) -> Result<Self::Body, ReadError>;

    /// Decodes the body. Returns `None` if the body reports a failure, so that the caller decodes it as the operation's
    /// error.
    ///
    /// # Errors
    ///
    /// Fails as [`read`](Self::read) does.
    #[doc(hidden)]
    fn read_unless_failed(
        status: u16,
        payload: &mut Payload<'_>,
    ) -> Result<Option<Self::Body>, ReadError> {
        Self::read(status, payload).map(Some)
    }

    /// Decodes the body of an undeclared 2xx status as the declared success. Without a body, returns the default, and
    /// records drift.
    ///
    /// # Errors
    ///
    /// Fails if the body does not match.
    #[doc(hidden)]
    fn read_undeclared(status: u16, payload: &mut Payload<'_>) -> Result<Self::Body, ReadError> {
        Self::read(status, payload)
    }

    /// Decodes a recorded body whose headers are unknown.
    #[doc(hidden)]
    fn replay(status: u16, payload: &mut Payload<'_>) -> Result<(), ReadError> {
        Self::read(status, payload).map(drop)
    }

    /// Returns the decoded body as a type-erased value, if it is JSON.
    #[doc(hidden)]
    fn view(body: &Self::Body) -> View<'_> {
        let _ = body;
        View::Absent
    }

    /// Encodes the decoded body again. Returns `None` if there is no body.
    #[doc(hidden)]
    fn show(body: &Self::Body) -> Option<serde_json::Value>;

    /// Builds the mock response that decodes as this body, for an operation with these statuses.
    #[cfg(feature = "mock")]
    #[doc(hidden)]
    fn prepare(body: Self::Body, statuses: &[u16]) -> Prepared {
        let status = prepared::with_body(statuses);
        match Self::show(&body) {
            Some(body) => Prepared::json(status, &body),
            None => Prepared::empty(status),
        }
    }
}
