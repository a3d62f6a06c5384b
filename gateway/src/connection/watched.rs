//! A connection with timeouts. On HTTP/1.1, its request heads pass the guard.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

use crate::connection::guard::Guard;
use crate::connection::refused_head::{TOO_LARGE, UNREADABLE};
use crate::connection::state::Connection;

/// A connection to a caller.
pub struct Watched<T> {
    inner: T,
    connection: Arc<Connection>,
    /// The guard, for HTTP/1.1 only.
    guard: Option<Guard>,
    times: Times,
    timer: Pin<Box<Sleep>>,
    /// The event that the connection waits for, and its deadline.
    waiting: Option<(Waiting, Instant)>,
    /// The deadline by which the caller must read.
    writing: Option<Instant>,
    /// The beginning of an incomplete head. The head is forwarded when it is complete.
    held: BytesMut,
    /// Bytes to forward before all others.
    ready: Bytes,
    is_refused: bool,
}

/// The timeouts of a connection.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// The time until the head must be complete.
    pub head: Duration,
    /// The time until the next request must begin.
    pub idle: Duration,
    /// The time until the next bytes of a body must be received or sent.
    pub stall: Duration,
    /// The time until a request must be complete.
    pub total: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Waiting {
    /// The next request. Contains the number of finished requests.
    Request(usize),
    /// The rest of a head.
    Head(usize),
    /// More bytes of a body.
    Body,
    /// The gateway's own response. Contains the start time of the oldest request.
    Gateway(Instant),
}

impl Times {
    fn until(self, waiting: Waiting) -> Instant {
        match waiting {
            Waiting::Request(_) => Instant::now() + self.idle,
            Waiting::Head(_) => Instant::now() + self.head,
            Waiting::Body => Instant::now() + self.stall,
            // An HTTP/2 caller can delay its requests by a closed flow-control window, but not beyond the total
            // timeout.
            Waiting::Gateway(oldest) => oldest + self.total + self.stall,
        }
    }
}

impl<T> Watched<T> {
    /// Wraps a connection, which is HTTP/1.1 if `guard` is set.
    pub fn new(inner: T, connection: Arc<Connection>, guard: Option<Guard>, times: Times) -> Self {
        let first = Instant::now() + times.idle;
        Self {
            inner,
            connection,
            guard,
            times,
            timer: Box::pin(sleep_until(first)),
            waiting: Some((Waiting::Request(0), first)),
            writing: None,
            held: BytesMut::new(),
            ready: Bytes::new(),
            is_refused: false,
        }
    }

    /// Returns the event that the connection waits for.
    fn waits_for(&self) -> Waiting {
        let ended = self.connection.ended.load(Ordering::Acquire);
        match (&self.guard, self.connection.oldest()) {
            (Some(guard), Some(_)) if guard.head().is_none() => Waiting::Body,
            (_, Some(oldest)) => Waiting::Gateway(oldest),
            (Some(guard), None) if guard.head().is_some_and(|it| it.size > 0) => {
                Waiting::Head(ended)
            }
            _ => Waiting::Request(ended),
        }
    }

    /// Returns whether the deadline has passed.
    fn is_late(&mut self, context: &mut Context<'_>) -> bool {
        let waits_for = self.waits_for();
        let until = match self.waiting {
            Some((same, until)) if same == waits_for => until,
            _ => self.times.until(waits_for),
        };
        self.waiting = Some((waits_for, until));
        let until = self.writing.map_or(until, |it| it.min(until));
        // Resets the timer only if it would fire too late, or has fired too early.
        if self.timer.deadline() > until {
            self.timer.as_mut().reset(until);
        }
        while self.timer.as_mut().poll(context).is_ready() {
            let now = Instant::now();
            if now >= until {
                return true;
            }
            // A finished request does not wake the connection, so the connection polls for it.
            self.timer.as_mut().reset(until.min(now + self.times.idle));
        }
        false
    }
}

fn late() -> io::Error {
    io::Error::new(
        io::ErrorKind::TimedOut,
        "the caller did not send or read in time",
    )
}

impl<T> Watched<T> {
    /// Checks received bytes. Returns whether they can be forwarded unchanged. Otherwise, fills `ready` with the bytes
    /// to forward.
    fn takes(&mut self, arrived: &[u8]) -> bool {
        let Some(guard) = &mut self.guard else {
            return true;
        };
        if self.is_refused {
            return arrived.is_empty();
        }
        let refused = guard.read(arrived);
        let unfinished = guard.head().map_or(0, |it| it.size);
        if refused.is_none() && unfinished == 0 && self.held.is_empty() {
            return true;
        }
        let arrived = arrived.get(..refused.unwrap_or(arrived.len()));
        self.held.extend_from_slice(arrived.unwrap_or_default());
        let good = self.held.len().saturating_sub(unfinished);
        let mut ready = self.held.split_to(good);
        if refused.is_some() {
            self.is_refused = true;
            self.held = BytesMut::new();
            ready.extend_from_slice(match guard.head() {
                Some(head) if head.is_too_large() => TOO_LARGE,
                _ => UNREADABLE,
            });
        }
        self.ready = ready.freeze();
        false
    }
}

impl<T: AsyncRead + Unpin> AsyncRead for Watched<T> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        let before = buffer.filled().len();
        loop {
            if !this.ready.is_empty() {
                let taken = this.ready.len().min(buffer.remaining());
                buffer.put_slice(&this.ready.split_to(taken));
                return Poll::Ready(Ok(()));
            }
            match Pin::new(&mut this.inner).poll_read(context, buffer) {
                Poll::Pending if this.is_late(context) => return Poll::Ready(Err(late())),
                Poll::Pending => return Poll::Pending,
                Poll::Ready(outcome) => outcome?,
            }
            // Each received part of a body restarts the timeout.
            this.waiting
                .take_if(|(waiting, _)| *waiting == Waiting::Body);
            let arrived = buffer.filled().get(before..).unwrap_or_default();
            if arrived.is_empty() || this.takes(arrived) {
                return Poll::Ready(Ok(()));
            }
            buffer.set_filled(before);
        }
    }
}

impl<T: AsyncWrite + Unpin> Watched<T> {
    fn written<R>(
        &mut self,
        context: &mut Context<'_>,
        outcome: Poll<io::Result<R>>,
    ) -> Poll<io::Result<R>> {
        if outcome.is_ready() {
            self.writing = None;
            return outcome;
        }
        let stall = self.times.stall;
        self.writing.get_or_insert_with(|| Instant::now() + stall);
        match self.is_late(context) {
            true => Poll::Ready(Err(late())),
            false => Poll::Pending,
        }
    }
}

impl<T: AsyncWrite + Unpin> AsyncWrite for Watched<T> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.inner).poll_write(context, bytes);
        self.written(context, outcome)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.inner).poll_write_vectored(context, bytes);
        self.written(context, outcome)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let outcome = Pin::new(&mut self.inner).poll_flush(context);
        self.written(context, outcome)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let outcome = Pin::new(&mut self.inner).poll_shutdown(context);
        self.written(context, outcome)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::{Times, Watched};
    use crate::connection::guard::Guard;
    use crate::connection::state::Connection;

    #[tokio::test]
    async fn forwards_no_bytes_after_a_refused_head() {
        let good = "GET /a HTTP/1.1\r\nhost: a\r\n\r\n";
        let bad = "POST /b HTTP/1.1\r\nhost: a\r\ncontent-length: 2\ncontent-length: 3\r\n\r\n";
        let all = format!("{good}{bad}{good}");
        for width in [1, 7, all.len()] {
            let (mut caller, inner) = tokio::io::duplex(1 << 16);
            let connection = Arc::new(Connection::new(None));
            let times = Times {
                head: Duration::from_secs(10),
                idle: Duration::from_secs(60),
                stall: Duration::from_secs(30),
                total: Duration::from_secs(300),
            };
            let guard = Some(Guard::new(1 << 14));
            let mut watched = Watched::new(inner, connection, guard, times);
            let mut got = Vec::new();
            for piece in all.as_bytes().chunks(width) {
                caller.write_all(piece).await.unwrap();
                let mut read = std::pin::pin!(watched.read_buf(&mut got));
                let _ = tokio::time::timeout(Duration::from_millis(1), &mut read).await;
            }
            caller.shutdown().await.unwrap();
            watched.read_to_end(&mut got).await.unwrap();
            let got = String::from_utf8(got).unwrap();
            let refused = got.strip_prefix(good).unwrap();
            assert!(refused.starts_with("- /unreadable HTTP/1.1\r\n"), "{got}");
            assert_eq!(refused.find("\r\n\r\n"), Some(refused.len() - 4), "{got}");
        }
    }
}
