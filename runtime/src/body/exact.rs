//! A stream over a reader that checks the length promised in `Content-Length`.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use tokio::io::AsyncRead;
use tokio_util::io::ReaderStream;

use crate::http::transport::PIECE;

/// The bytes of a reader. Sending fails unless the reader has exactly the length that `Content-Length` promised.
pub(crate) struct Exact {
    pieces: Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>,
    length: u64,
    read: u64,
    /// The last chunk, which would complete the request. This chunk is sent only after the reader has ended.
    last: Option<Bytes>,
    done: bool,
}

impl Exact {
    pub(crate) fn new(reader: impl AsyncRead + Send + 'static, length: u64) -> Self {
        Self {
            pieces: Box::pin(ReaderStream::with_capacity(reader, PIECE)),
            length,
            read: 0,
            last: None,
            done: false,
        }
    }

    /// Checks that a body that must be empty has no bytes.
    ///
    /// # Errors
    ///
    /// Fails if the reader fails or returns a byte.
    pub(crate) async fn end(&mut self) -> io::Result<()> {
        match poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await {
            Some(Err(error)) => Err(error),
            Some(Ok(_)) | None => Ok(()),
        }
    }

    fn piece(&mut self, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        loop {
            let piece = match ready!(self.pieces.as_mut().poll_next(context)) {
                Some(piece) => piece?,
                None if self.read < self.length => return Poll::Ready(Some(Err(self.too_short()))),
                None => {
                    self.done = true;
                    return Poll::Ready(self.last.take().map(Ok));
                }
            };
            self.read = self.read.saturating_add(piece.len() as u64);
            if self.read > self.length {
                return Poll::Ready(Some(Err(self.too_long())));
            }
            if self.read < self.length {
                return Poll::Ready(Some(Ok(piece)));
            }
            self.last = Some(piece);
        }
    }

    fn too_short(&self) -> io::Error {
        let Self { read, length, .. } = self;
        let problem = format!("the body ended after {read} of {length} bytes");
        io::Error::new(io::ErrorKind::UnexpectedEof, problem)
    }

    fn too_long(&self) -> io::Error {
        let problem = format!("the body is longer than the stated {} bytes", self.length);
        io::Error::other(problem)
    }
}

impl Stream for Exact {
    type Item = io::Result<Bytes>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Bytes>>> {
        if self.done {
            return Poll::Ready(None);
        }
        let piece = ready!(self.piece(context));
        self.done |= matches!(piece, None | Some(Err(_)));
        Poll::Ready(piece)
    }
}
