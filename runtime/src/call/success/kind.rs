//! How an answer is read: the kind of its body, which an operation names.

use crate::call::payload::Payload;
#[cfg(feature = "mock")]
use crate::call::prepared::{self, Prepared};
use crate::value::{ReadError, View};

/// How to read an answer.
pub trait Success {
    /// What its body reads as.
    type Body: Send + Sync + 'static;

    /// Whether any body reads as it, since nothing is parsed.
    #[doc(hidden)]
    const IS_RAW: bool = false;

    /// Whether its body is bytes as they were published.
    #[doc(hidden)]
    const IS_BYTES: bool = false;

    /// Reads the body.
    ///
    /// # Errors
    ///
    /// Fails for a body that is not what it has to be, or has another shape.
    fn read(status: u16, payload: &mut Payload<'_>) -> Result<Self::Body, ReadError>;

    /// Reads the body; none if it says that the call failed: it is then read as the operation's failure.
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

    /// Reads the body of a successful status that the description does not declare, as the success that
    /// it does declare. Without a body, it is the default one, which is drift.
    ///
    /// # Errors
    ///
    /// Fails for a body that does not fit.
    #[doc(hidden)]
    fn read_undeclared(status: u16, payload: &mut Payload<'_>) -> Result<Self::Body, ReadError> {
        Self::read(status, payload)
    }

    /// Reads a recorded body, of which the headers are not known.
    #[doc(hidden)]
    fn replay(status: u16, payload: &mut Payload<'_>) -> Result<(), ReadError> {
        Self::read(status, payload).map(drop)
    }

    /// Returns what the body is, where it is JSON.
    #[doc(hidden)]
    fn view(body: &Self::Body) -> View<'_> {
        let _ = body;
        View::Absent
    }

    /// Writes the body back, if there is one.
    #[doc(hidden)]
    fn show(body: &Self::Body) -> Option<serde_json::Value>;

    /// Prepares the answer that reads as this body, of an operation with these statuses.
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
