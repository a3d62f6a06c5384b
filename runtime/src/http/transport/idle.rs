//! The idle timeout of one request: the maximum time without a byte sent or received.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use tokio::time::{Instant, Sleep, sleep_until};

use super::body::{Body, PIECE};
use super::fault::{Fault, Stage};
use crate::base::timer::LONGEST;

/// The idle timeout of one request. Bytes in both directions reset the timeout, because a server need not respond
/// during an upload.
pub(super) struct Idle {
    limit: Duration,
    /// When the last byte was received, or when the wait for a byte began.
    received: Instant,
    /// The last activity in either direction, if the request body is streamed.
    activity: Option<Activity>,
    sleep: Pin<Box<Sleep>>,
}

/// The last activity of a request, which the request body updates too.
#[derive(Clone)]
struct Activity(Arc<Mutex<Last>>);

#[derive(Clone, Copy)]
enum Last {
    /// The time of the last byte.
    Byte(Instant),
    /// The source of the request body has no data yet, so the server is not idle.
    WaitsForSource,
}

/// The chunks of a request body. A chunk counts as activity when the connection accepts it.
pub(super) struct Counted {
    body: Body,
    activity: Activity,
}

impl Idle {
    pub(super) fn new(limit: Duration) -> Self {
        let now = Instant::now();
        // Middleware may set any limit. Very long limits would exceed the latest instant that the clock can represent.
        let limit = limit.min(LONGEST);
        Self {
            limit,
            received: now,
            activity: None,
            sleep: Box::pin(sleep_until(now + limit)),
        }
    }

    /// Returns a body whose chunks reset the idle timeout.
    pub(super) fn count(&mut self, body: Body) -> Counted {
        let activity = Activity(Arc::new(Mutex::new(Last::Byte(self.received))));
        self.activity = Some(activity.clone());
        Counted { body, activity }
    }

    /// Records a received byte, or starts to wait for one.
    pub(super) fn touch(&mut self) {
        self.received = Instant::now();
        if let Some(activity) = &self.activity {
            activity.set(Last::Byte(self.received));
        }
    }

    /// Completes with a timeout once no byte was sent or received for the limit.
    pub(super) fn poll(&mut self, stage: Stage, context: &mut Context<'_>) -> Poll<Fault> {
        loop {
            ready!(self.sleep.as_mut().poll(context));
            let now = Instant::now();
            let last = self.activity.as_ref().map(Activity::get);
            let end = match last.unwrap_or(Last::Byte(self.received)) {
                Last::Byte(at) => at + self.limit,
                Last::WaitsForSource => now + self.limit,
            };
            if end <= now {
                let problem = "no byte was sent or received within the idle timeout";
                let error = io::Error::new(io::ErrorKind::TimedOut, problem);
                return Poll::Ready(Fault::new(stage, error).timed_out());
            }
            self.sleep.as_mut().reset(end);
        }
    }
}

impl Activity {
    fn set(&self, last: Last) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = last;
    }

    fn get(&self) -> Last {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stream for Counted {
    type Item = Result<Bytes, Fault>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        // A request for the next chunk means that the previous one was accepted.
        let piece = self.body.poll_piece(PIECE, context);
        self.activity.set(match piece {
            Poll::Ready(_) => Last::Byte(Instant::now()),
            Poll::Pending => Last::WaitsForSource,
        });
        piece
    }
}
