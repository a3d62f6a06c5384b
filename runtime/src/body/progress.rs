//! Progress of uploads and downloads.

use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

/// The progress of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The number of bytes sent or received so far.
    pub bytes: u64,
    /// The total number of bytes, if known.
    pub total: Option<u64>,
}

/// An optional progress callback.
#[derive(Clone, Default)]
pub(crate) struct Listener(Option<Arc<Mutex<Callback>>>);

type Callback = dyn FnMut(Progress) + Send;

impl Listener {
    pub(crate) fn new(callback: impl FnMut(Progress) + Send + 'static) -> Self {
        Self(Some(Arc::new(Mutex::new(callback))))
    }

    pub(crate) fn is_nobody(&self) -> bool {
        self.0.is_none()
    }

    pub(crate) fn notify(&self, progress: Progress) {
        if let Some(callback) = &self.0 {
            // A poisoned lock is harmless: the callback may be called again after it panicked.
            let mut callback = callback.lock().unwrap_or_else(|it| it.into_inner());
            callback(progress);
        }
    }
}

/// The upload progress of one request, for the error of a call that fails during the upload.
#[derive(Debug)]
pub(crate) struct SendProgress {
    bytes: Arc<AtomicU64>,
    total: u64,
}

impl SendProgress {
    /// Returns the number of bytes that the connection accepted, or `None` if the connection accepted the whole body.
    pub(crate) fn unfinished(&self) -> Option<Progress> {
        let bytes = self.bytes.load(Ordering::Relaxed);
        (bytes < self.total).then_some(Progress {
            bytes,
            total: Some(self.total),
        })
    }
}

/// A request body that reports its progress.
pub(crate) struct Watched<S> {
    body: S,
    listener: Listener,
    progress: Progress,
    sent: Arc<AtomicU64>,
}

impl<S> Watched<S> {
    pub(crate) fn new(body: S, listener: Listener, length: u64) -> (Self, SendProgress) {
        let progress = Progress {
            bytes: 0,
            total: Some(length),
        };
        listener.notify(progress);
        let sent = Arc::default();
        let send_progress = SendProgress {
            bytes: Arc::clone(&sent),
            total: length,
        };
        let watched = Self {
            body,
            listener,
            progress,
            sent,
        };
        (watched, send_progress)
    }
}

impl<S: Stream<Item = Result<Bytes, E>> + Unpin, E> Stream for Watched<S> {
    type Item = Result<Bytes, E>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = Pin::new(&mut self.body).poll_next(context);
        if let Poll::Ready(Some(Ok(piece))) = &piece {
            let bytes = self.progress.bytes.saturating_add(piece.len() as u64);
            self.progress.bytes = bytes;
            self.sent.store(bytes, Ordering::Relaxed);
            self.listener.notify(self.progress);
        }
        piece
    }
}
