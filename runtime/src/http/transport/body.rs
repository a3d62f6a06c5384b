//! Bodies of requests and responses: streams of bytes.

use std::error::Error as StdError;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use super::fault::{Fault, Stage};

/// The read buffer size, in bytes.
pub(crate) const PIECE: usize = 64 * 1024;

/// The body of a request or a response: a [`Stream`] of bytes.
pub struct Body(Inner);

enum Inner {
    Whole(Bytes),
    Pieces { stream: Pieces, length: Option<u64> },
}

type Pieces = Pin<Box<dyn Stream<Item = Result<Bytes, Fault>> + Send>>;

impl Body {
    /// Creates an empty body.
    pub const fn empty() -> Self {
        Self(Inner::Whole(Bytes::new()))
    }

    /// Creates a body from a stream, with its length if that is known.
    pub fn stream<E>(
        stream: impl Stream<Item = Result<Bytes, E>> + Send + 'static,
        length: Option<u64>,
    ) -> Self
    where
        E: Into<Box<dyn StdError + Send + Sync>> + 'static,
    {
        let stream = Box::pin(Faults(Box::pin(stream)));
        Self(Inner::Pieces { stream, length })
    }

    /// Creates a body from a stream whose errors are [`Fault`]s.
    pub(crate) fn of_faults(
        stream: impl Stream<Item = Result<Bytes, Fault>> + Send + 'static,
        length: Option<u64>,
    ) -> Self {
        let stream = Box::pin(stream);
        Self(Inner::Pieces { stream, length })
    }

    /// Returns the number of bytes that remain, if known.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Inner::Whole(bytes) => Some(bytes.len() as u64),
            Inner::Pieces { length, .. } => *length,
        }
    }

    /// Returns the bytes, if they are all in memory.
    ///
    /// # Errors
    ///
    /// Returns the body unchanged if it is a stream.
    pub fn try_into_bytes(self) -> Result<Bytes, Self> {
        match self.0 {
            Inner::Whole(bytes) => Ok(bytes),
            pieces @ Inner::Pieces { .. } => Err(Self(pieces)),
        }
    }

    /// Takes the bytes, if they are all in memory.
    pub(crate) fn take_whole(&mut self) -> Option<Bytes> {
        match &mut self.0 {
            Inner::Whole(bytes) => Some(std::mem::take(bytes)),
            Inner::Pieces { .. } => None,
        }
    }

    /// Returns the next chunk. Bytes in memory are split into chunks of at most this size.
    #[cfg(not(target_family = "wasm"))]
    pub(super) fn poll_piece(
        &mut self,
        most: usize,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Fault>>> {
        match &mut self.0 {
            Inner::Whole(bytes) if bytes.len() > most => {
                Poll::Ready(Some(Ok(bytes.split_to(most))))
            }
            _ => Pin::new(self).poll_next(context),
        }
    }

    /// Returns the next chunk, or `None` after the last one.
    ///
    /// # Errors
    ///
    /// Fails if the body is incomplete.
    pub async fn piece(&mut self) -> Result<Option<Bytes>, Fault> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }
}

impl Stream for Body {
    type Item = Result<Bytes, Fault>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match &mut self.0 {
            Inner::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Inner::Whole(bytes) => Poll::Ready(Some(Ok(std::mem::take(bytes)))),
            Inner::Pieces { stream, .. } => stream.as_mut().poll_next(context),
        }
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        Self(Inner::Whole(bytes.into()))
    }
}

/// Prints the length, and not the content.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body")
            .field("length", &self.length())
            .finish_non_exhaustive()
    }
}

/// A stream that converts its errors to [`Fault`]s.
struct Faults<S>(Pin<Box<S>>);

impl<S, E> Stream for Faults<S>
where
    S: Stream<Item = Result<Bytes, E>>,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    type Item = Result<Bytes, Fault>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = self.0.as_mut().poll_next(context);
        piece.map(|it| it.map(|it| it.map_err(|error| Fault::new(Stage::Receive, error))))
    }
}
