//! What the requests of one connection share with it.

use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use smallvec::SmallVec;
use tokio::time::Instant;

/// One connection.
#[derive(Debug)]
pub struct Connection {
    /// The address at its other end; none for a Unix socket.
    pub peer: Option<IpAddr>,
    /// How many requests have ended.
    pub ended: AtomicUsize,
    /// When those began that are under way, in this order.
    begun: Mutex<SmallVec<[Instant; 2]>>,
}

impl Connection {
    /// Begins.
    pub fn new(peer: Option<IpAddr>) -> Self {
        Self {
            peer,
            ended: AtomicUsize::new(0),
            begun: Mutex::default(),
        }
    }

    /// Says that a request begins, and returns when.
    pub fn begin(&self) -> Instant {
        let mut begun = self.lock();
        let now = Instant::now();
        begun.push(now);
        now
    }

    /// Says that the request has ended which began then.
    pub fn done(&self, begin: Instant) {
        let mut begun = self.lock();
        if let Some(index) = begun.iter().position(|it| *it == begin) {
            begun.remove(index);
        }
        self.ended.fetch_add(1, Ordering::AcqRel);
    }

    /// Returns when the request began that has been under way for longest.
    pub fn oldest(&self) -> Option<Instant> {
        self.lock().first().copied()
    }

    fn lock(&self) -> MutexGuard<'_, SmallVec<[Instant; 2]>> {
        self.begun.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
