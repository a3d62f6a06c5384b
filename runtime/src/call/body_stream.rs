//! A response whose body is being received.

use std::fmt;
use std::future::poll_fn;
use std::io;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, StatusCode};

use crate::base::attempts::Attempts;
use crate::body::progress::{Listener, Progress};
use crate::call::resume::{Resumption, Source};
use crate::core::execution::followed::ResponseHead;
use crate::error::{Error, Refusal, RefusedError, TimeLimit, TimeoutError, TransportError};
use crate::http::facts::ResponseFacts;
use crate::http::reply::Reply;
use crate::http::transport::{Body, BoxFuture, Fault, Stage};

/// A response whose body is being received: its head, and a [`Stream`] of its decompressed bytes.
///
/// The stream ends after an error. A stream that ends without an error was complete. If the server stated a length, the
/// stream had exactly that length. An interrupted body is resumed if the server supports it: see
/// [`Download`](crate::Download).
#[must_use = "streams do nothing unless polled"]
pub struct BodyStream<K> {
    operation: &'static str,
    reply: Reply,
    body: Body,
    read_timeout: Duration,
    max_bytes: u64,
    listener: Listener,
    progress: Progress,
    resumption: Resumption,
    /// The pending request for the rest of an interrupted body, and the error that interrupted it.
    rest: Option<(Rest, Fault)>,
    is_over: bool,
    kind: PhantomData<fn() -> K>,
}

type Rest = BoxFuture<'static, Option<Box<ResponseHead>>>;

impl<K> BodyStream<K> {
    pub(crate) fn new(
        operation: &'static str,
        read_timeout: Duration,
        head: Box<ResponseHead>,
        max_bytes: Option<u64>,
        listener: Listener,
        source: Source,
    ) -> Self {
        let ResponseHead { reply, rest } = *head;
        let body = rest.unwrap_or_else(|| reply.bytes.clone().into());
        let total = body.length();
        let progress = Progress { bytes: 0, total };
        listener.notify(progress);
        Self {
            operation,
            reply,
            body,
            read_timeout,
            max_bytes: max_bytes.unwrap_or(u64::MAX),
            listener,
            progress,
            resumption: Resumption::new(source),
            rest: None,
            is_over: false,
            kind: PhantomData,
        }
    }

    /// Returns the HTTP status.
    pub fn status(&self) -> StatusCode {
        self.reply.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.reply.headers
    }

    /// Returns typed values of the response headers: final URL, deprecation, token expiry and more.
    pub fn facts(&self) -> ResponseFacts<'_> {
        ResponseFacts::of(&self.reply)
    }

    /// Returns the total length of the body in bytes, or `None` if the server does not state it or the body is
    /// compressed.
    pub fn length(&self) -> Option<u64> {
        self.progress.total
    }

    /// Returns the next chunk, or `None` after the last one.
    ///
    /// # Errors
    ///
    /// Fails if the body is too large, incomplete, or idle for too long.
    pub async fn try_next(&mut self) -> Result<Option<Bytes>, Error<K>> {
        poll_fn(|context| self.poll(context)).await.transpose()
    }

    pub(crate) fn operation(&self) -> &'static str {
        self.operation
    }

    pub(crate) fn attempts(&self) -> Attempts {
        self.reply.attempts
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error<K>>>> {
        if self.is_over {
            return Poll::Ready(None);
        }
        let piece = loop {
            if let Some((rest, _)) = &mut self.rest {
                let head = ready!(rest.as_mut().poll(context));
                let fault = self.rest.take().map(|(_, fault)| fault);
                match (head, fault) {
                    (Some(head), _) => self.resume(*head),
                    (None, Some(fault)) => break Err(self.failed(fault)),
                    (None, None) => break Ok(None),
                }
            }
            let piece = match ready!(Pin::new(&mut self.body).poll_next(context)) {
                Some(Ok(piece)) => break self.count(piece).map(Some),
                Some(Err(fault)) => Err(fault),
                None => self.check_end(),
            };
            let Err(fault) = piece else { break Ok(None) };
            let Progress { bytes, total } = self.progress;
            match self.resumption.after(&self.reply, bytes, total) {
                Some(rest) => self.rest = Some((rest, fault)),
                None => break Err(self.failed(fault)),
            }
        };
        self.is_over = !matches!(piece, Ok(Some(_)));
        Poll::Ready(piece.transpose())
    }

    /// Continues with a response that contains the rest of the body, or the whole body if no byte was received yet.
    fn resume(&mut self, head: ResponseHead) {
        let ResponseHead { mut reply, rest } = head;
        let body = rest.unwrap_or_else(|| reply.bytes.clone().into());
        let earlier = self.reply.attempts.count;
        reply.attempts.count = reply.attempts.count.saturating_add(earlier);
        if self.progress.bytes == 0 {
            self.progress.total = body.length();
            self.listener.notify(self.progress);
            self.reply = reply;
        } else {
            self.reply.attempts = reply.attempts;
        }
        self.body = body;
    }

    fn count(&mut self, piece: Bytes) -> Result<Bytes, Error<K>> {
        let bytes = self.progress.bytes.saturating_add(piece.len() as u64);
        if bytes > self.max_bytes {
            let limit = self.max_bytes;
            let error = RefusedError::new(self.operation, Refusal::DownloadTooLarge { limit });
            return Err(Error::Refused(error.after(self.attempts())));
        }
        if let Some(total) = self.progress.total.filter(|total| bytes > *total) {
            let problem = format!("the body is longer than the stated {total} bytes");
            return Err(self.failed(Fault::new(Stage::Receive, problem)));
        }
        self.progress.bytes = bytes;
        self.listener.notify(self.progress);
        Ok(piece)
    }

    fn check_end(&self) -> Result<(), Fault> {
        let Progress { bytes, total } = self.progress;
        let Some(total) = total.filter(|total| bytes < *total) else {
            return Ok(());
        };
        let problem = format!("the body ended after {bytes} of {total} bytes");
        let error = io::Error::new(io::ErrorKind::UnexpectedEof, problem);
        Err(Fault::new(Stage::Receive, error))
    }

    fn failed(&self, fault: Fault) -> Error<K> {
        let host = self.reply.url.host_str().unwrap_or_default();
        if fault.is_timeout() {
            let patience = TimeLimit::Read(self.read_timeout);
            let error = TimeoutError::new(self.operation, host, patience, fault);
            return Error::Timeout(error.after(self.attempts()));
        }
        let error = TransportError::new(self.operation, host, fault);
        Error::Transport(error.after(self.attempts()))
    }
}

/// The body is never pinned.
impl<K> Unpin for BodyStream<K> {}

impl<K> Stream for BodyStream<K> {
    type Item = Result<Bytes, Error<K>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<K> fmt::Debug for BodyStream<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BodyStream")
            .field("operation", &self.operation)
            .field("status", &self.reply.status)
            .field("progress", &self.progress)
            .finish_non_exhaustive()
    }
}
