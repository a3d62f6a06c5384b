//! Not too much at once: so many calls at a time, and writes one after the other.

use tokio::sync::{Mutex, MutexGuard, Semaphore, SemaphorePermit};

use super::BETWEEN_WRITES;
use crate::passing::{Instant, sleep_until};

/// How fast a client may be, if anyone has said so.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    at_once: Option<Semaphore>,
    /// When the last write was sent; locked by the one that is on its way, or whose turn is next.
    writes: Option<Mutex<Option<Instant>>>,
}

/// A request that may be sent; it is on its way for as long as this.
#[derive(Debug)]
pub(crate) struct Permit<'a> {
    _write: Option<MutexGuard<'a, Option<Instant>>>,
    _request: Option<SemaphorePermit<'a>>,
}

impl Pace {
    pub(crate) fn new(at_once: Option<usize>, writes: bool) -> Self {
        let at_once = at_once.map(|it| Semaphore::new(it.clamp(1, Semaphore::MAX_PERMITS)));
        Self {
            at_once,
            writes: writes.then(Mutex::default),
        }
    }

    /// Waits until a request may be sent.
    pub(crate) async fn admit(&self, is_write: bool) -> Permit<'_> {
        let Some(last) = self.writes.as_ref().filter(|_| is_write) else {
            return Permit {
                _write: None,
                _request: self.request().await,
            };
        };
        // Whose turn it is waits for a permit too: two that waited for one go a second apart.
        let mut last = last.lock().await;
        if let Some(last) = *last {
            sleep_until(last + BETWEEN_WRITES.unsigned_abs()).await;
        }
        let request = self.request().await;
        *last = Some(Instant::now());
        Permit {
            _write: Some(last),
            _request: request,
        }
    }

    async fn request(&self) -> Option<SemaphorePermit<'_>> {
        // It is never closed.
        self.at_once.as_ref()?.acquire().await.ok()
    }
}
