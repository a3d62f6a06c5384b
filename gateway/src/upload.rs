//! The body of a request on its way to the upstream, as long as it may be.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use http_body_util::combinators::UnsyncBoxBody;
use hyper::body::Incoming;

/// The body of a request on its way to the upstream.
pub struct Upload(Inner);

enum Inner {
    None,
    Whole(UnsyncBoxBody<Bytes, Infallible>),
    Passing {
        from: Incoming,
        left: u64,
        length: Option<u64>,
        outcome: Outcome,
    },
}

/// What became of a body.
#[derive(Clone, Debug, Default)]
pub struct Outcome(Arc<AtomicU8>);

/// A body that did not come whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// It was too large.
    TooLarge,
    /// The caller broke off.
    Broken,
}

impl Upload {
    /// No body.
    pub fn none() -> Self {
        Self(Inner::None)
    }

    pub(crate) fn whole(body: UnsyncBoxBody<Bytes, Infallible>) -> Self {
        Self(Inner::Whole(body))
    }

    /// What a caller sends, of at most so many bytes. Trailers are left out.
    pub fn passing(from: Incoming, most: u64) -> (Self, Outcome) {
        let outcome = Outcome::default();
        let length = from.size_hint().exact();
        (
            Self(Inner::Passing {
                from,
                left: most,
                length,
                outcome: outcome.clone(),
            }),
            outcome,
        )
    }
}

impl Outcome {
    /// Returns why the body was cut, if it was.
    pub fn cut(&self) -> Option<Cut> {
        match self.0.load(Ordering::Acquire) {
            1 => Some(Cut::TooLarge),
            2 => Some(Cut::Broken),
            _ => None,
        }
    }

    fn set(&self, cut: Cut) {
        self.0
            .store(if cut == Cut::TooLarge { 1 } else { 2 }, Ordering::Release);
    }
}

impl Body for Upload {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let (from, left, outcome) = match &mut self.0 {
            Inner::None => return Poll::Ready(None),
            Inner::Whole(body) => {
                let frame = ready!(Pin::new(body).poll_frame(context));
                return Poll::Ready(frame.map(|it| it.map_err(|never| match never {})));
            }
            Inner::Passing {
                from,
                left,
                outcome,
                ..
            } => (from, left, outcome),
        };
        loop {
            let Some(frame) = ready!(Pin::new(&mut *from).poll_frame(context)) else {
                return Poll::Ready(None);
            };
            let Ok(frame) = frame else {
                outcome.set(Cut::Broken);
                return Poll::Ready(Some(Err(std::io::Error::other("the caller broke off"))));
            };
            let Ok(data) = frame.into_data() else {
                continue;
            };
            let Some(rest) = left.checked_sub(data.len() as u64) else {
                outcome.set(Cut::TooLarge);
                return Poll::Ready(Some(Err(std::io::Error::other("the body is too large"))));
            };
            *left = rest;
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
