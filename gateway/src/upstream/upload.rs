//! The body of a request to the upstream, limited in size.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use http_body_util::combinators::UnsyncBoxBody;
use hyper::body::Incoming;
use tokio::time::Instant;

/// The body of a request to the upstream.
pub struct Upload(Inner);

enum Inner {
    None,
    Whole(UnsyncBoxBody<Bytes, Infallible>),
    Passing {
        from: Incoming,
        left: u64,
        length: Option<u64>,
        progress: Progress,
    },
}

/// The progress of a body.
#[derive(Clone, Debug)]
pub struct Progress(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    /// The time at which the upstream last received a part of the body.
    last: Instant,
    cut: Option<Cut>,
}

/// Why a body is incomplete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// The body exceeded the limit.
    TooLarge,
    /// The caller closed the connection.
    Broken,
}

impl Upload {
    /// Creates an empty body.
    pub fn none() -> Self {
        Self(Inner::None)
    }

    pub(crate) fn whole(body: UnsyncBoxBody<Bytes, Infallible>) -> Self {
        Self(Inner::Whole(body))
    }

    /// Streams a caller's body, up to `most` bytes. Trailers are dropped.
    pub fn passing(from: Incoming, most: u64, progress: Progress) -> Self {
        let length = from.size_hint().exact();
        Self(Inner::Passing {
            from,
            left: most,
            length,
            progress,
        })
    }
}

impl Progress {
    /// Starts to measure the time.
    pub fn begin() -> Self {
        Self(Arc::new(Mutex::new(State {
            last: Instant::now(),
            cut: None,
        })))
    }

    /// Returns why the body was cut off, or `None` if it was not.
    pub fn cut(&self) -> Option<Cut> {
        self.lock().cut
    }

    /// Returns the time at which the upstream last received a part of the body. Before the first part, returns the
    /// start time.
    pub fn last(&self) -> Instant {
        self.lock().last
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Body for Upload {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let (from, left, progress) = match &mut self.0 {
            Inner::None => return Poll::Ready(None),
            Inner::Whole(body) => {
                let frame = ready!(Pin::new(body).poll_frame(context));
                return Poll::Ready(frame.map(|it| it.map_err(|never| match never {})));
            }
            Inner::Passing {
                from,
                left,
                progress,
                ..
            } => (from, left, progress),
        };
        loop {
            let Some(frame) = ready!(Pin::new(&mut *from).poll_frame(context)) else {
                return Poll::Ready(None);
            };
            let Ok(frame) = frame else {
                progress.lock().cut = Some(Cut::Broken);
                return Poll::Ready(Some(Err(std::io::Error::other(
                    "the caller closed the connection",
                ))));
            };
            let Ok(data) = frame.into_data() else {
                continue;
            };
            let Some(rest) = left.checked_sub(data.len() as u64) else {
                progress.lock().cut = Some(Cut::TooLarge);
                return Poll::Ready(Some(Err(std::io::Error::other("the body is too large"))));
            };
            *left = rest;
            progress.lock().last = Instant::now();
            return Poll::Ready(Some(Ok(Frame::data(data))));
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Inner::None => true,
            Inner::Whole(body) => body.is_end_stream(),
            Inner::Passing { from, .. } => from.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Inner::None => SizeHint::with_exact(0),
            Inner::Whole(body) => body.size_hint(),
            Inner::Passing {
                length: Some(length),
                ..
            } => SizeHint::with_exact(*length),
            Inner::Passing { length: None, .. } => SizeHint::new(),
        }
    }
}
